using System.CommandLine;

namespace AsyncRL.Cli.Commands;

/// <summary>The argument DIR of the commands that read a run.</summary>
internal static class RunArgument
{
    /// <summary>Makes the argument.</summary>
    /// <returns>The argument, for one command.</returns>
    internal static Argument<string> Create() => new("DIR") { Description = "a directory that train wrote" };
}
