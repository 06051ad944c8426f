using System.CommandLine;
using AsyncRL.Cli.Parsing;

namespace AsyncRL.Cli.Commands;

/// <summary>The argument DIR of the commands that read a run.</summary>
internal static class RunArgument
{
    /// <summary>Makes the argument.</summary>
    /// <returns>The argument, for one command.</returns>
    internal static Argument<string> Create() => new("DIR") { Description = "a directory that train wrote" };
}

/// <summary>The option --checkpoint of the commands that read a run.</summary>
internal static class CheckpointOption
{
    /// <summary>Makes the option.</summary>
    /// <returns>The option, for one command.</returns>
    internal static TextOption Create() => new(
        "--checkpoint",
        "STEPS|best",
        "the agent steps of a checkpoint, best, or its file",
        "The checkpoint: its agent steps, best (by the evaluations or returns of the training), or its file. "
            + "Default: the newest undamaged one from before a fault.");
}
