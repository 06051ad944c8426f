using System.Text.Json.Nodes;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Listing;

/// <summary>Entries, or options, of one kind.</summary>
/// <param name="Name">The kind: "environments".</param>
/// <param name="Usage">Where such a name goes on the command line.</param>
/// <param name="Entries">What has a name; empty for options.</param>
/// <param name="Options">What <c>--set</c> can set; empty for entries.</param>
internal sealed record Chapter(string Name, string Usage, IReadOnlyList<Entry> Entries, IReadOnlyList<OptionDescription> Options);

/// <summary>Something that has a name on the command line.</summary>
/// <param name="Name">The name.</param>
/// <param name="Summary">What it is and where it comes from.</param>
/// <param name="Facts">What else is worth knowing.</param>
/// <param name="Options">What <c>--set</c> can change of it.</param>
internal sealed record Entry(string Name, string Summary, IReadOnlyList<Fact> Facts, IReadOnlyList<OptionDescription> Options);

/// <summary>Something worth knowing of an entry.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Text">For people.</param>
/// <param name="Node">For programs.</param>
internal sealed record Fact(string Name, string Text, JsonNode Node);
