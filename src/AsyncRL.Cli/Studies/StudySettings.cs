using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Studies;

/// <summary>How a study is run.</summary>
/// <param name="CommandName">The command that runs it.</param>
internal sealed record StudySettings(string CommandName)
{
    /// <summary>The command that runs and continues studies.</summary>
    internal const string StudyCommand = "study";

    /// <summary>Runs of one thread at a time.</summary>
    internal int SideBySide { get; init; } = Environment.ProcessorCount;

    /// <summary>The arms that are trained; null for all.</summary>
    internal IReadOnlyList<string>? Only { get; init; }

    /// <summary>The share of the agent steps and of the evaluation's episodes that is done.</summary>
    internal double BudgetShare { get; init; } = 1;

    /// <summary>Whether the results are printed as a JSON document.</summary>
    internal bool Json { get; init; }

    /// <summary>Whether the runs of an arm are trained.</summary>
    /// <param name="arm">The arm.</param>
    internal bool Includes(string arm) => Only is null || Names.Match(arm, Only) is not null;
}
