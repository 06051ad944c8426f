using System.CommandLine;

namespace AsyncRL.Cli.Parsing;

/// <summary>A command whose help shows how it is used.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does, in a sentence.</param>
/// <param name="details">What else its help says, after the options; paragraphs.</param>
/// <param name="examples">Whole command lines.</param>
internal class ExampledCommand(string name, string description, string[] details, string[] examples) : Command(name, description)
{
    /// <summary>What else its help says.</summary>
    internal virtual IReadOnlyList<string> Details => details;

    /// <summary>Whole command lines.</summary>
    internal IReadOnlyList<string> Examples { get; } = examples;
}
