using System.CommandLine;

namespace AsyncRL.Cli.Parsing;

/// <summary>The option <c>--json</c> of the commands that report numbers.</summary>
internal static class JsonOption
{
    /// <summary>Makes the option.</summary>
    /// <returns>The option, for one command.</returns>
    internal static Option<bool> Create() => new("--json")
    {
        Description = "Print one JSON document; everything else goes to standard error.",
    };
}
