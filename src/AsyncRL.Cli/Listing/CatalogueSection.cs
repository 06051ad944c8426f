using System.Text.Json.Nodes;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Listing;

/// <summary>A section of the catalogue: the entries, or the options, of one kind.</summary>
/// <param name="Name">The kind, for example "environments".</param>
/// <param name="Usage">The use of the names on the command line.</param>
/// <param name="Entries">The entries; empty for options.</param>
/// <param name="Options">The options for <c>--set</c>; empty for entries.</param>
internal sealed record CatalogueSection(
    string Name, string Usage, IReadOnlyList<CatalogueEntry> Entries, IReadOnlyList<OptionDescription> Options);

/// <summary>An environment, algorithm, network or other thing that has a name on the command line.</summary>
/// <param name="Name">The name.</param>
/// <param name="Summary">Its description and source.</param>
/// <param name="Facts">Further facts about it.</param>
/// <param name="Options">Its options for <c>--set</c>.</param>
internal sealed record CatalogueEntry(
    string Name, string Summary, IReadOnlyList<CatalogueFact> Facts, IReadOnlyList<OptionDescription> Options);

/// <summary>A fact about an entry.</summary>
/// <param name="Name">The name of the fact.</param>
/// <param name="Text">The fact as a text.</param>
/// <param name="Node">The fact as a JSON node.</param>
internal sealed record CatalogueFact(string Name, string Text, JsonNode Node);
