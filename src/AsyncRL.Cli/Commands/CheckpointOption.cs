using AsyncRL.Cli.Parsing;

namespace AsyncRL.Cli.Commands;

/// <summary>The option --checkpoint of the commands that read a run.</summary>
internal static class CheckpointOption
{
    /// <summary>Makes the option.</summary>
    /// <returns>The option, for one command.</returns>
    internal static TextOption Create() => new(
        "--checkpoint",
        "STEPS",
        "the agent steps of a checkpoint, or its file",
        "Which checkpoint, by its agent steps or its file. Default: the newest whole one from before a fault.");
}
