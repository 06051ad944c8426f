using AsyncRL.Training.Runs;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Seeds;

/// <summary>The outcome of the run of one seed.</summary>
/// <param name="Seed">The seed.</param>
internal sealed record SeedOutcome(ulong Seed)
{
    /// <summary>The run's directory, as the user wrote it; null if the run was not started.</summary>
    internal string? Path { get; init; }

    /// <summary>The run's result; null if the run failed or was not started.</summary>
    internal TrainingResult? Result { get; init; }

    /// <summary>The exception that ended the run; null if there was none.</summary>
    internal Exception? Problem { get; init; }

    /// <summary>Mean return of the latest episodes of the training; NaN before the first.</summary>
    internal double TrainingMeanReturn { get; init; } = double.NaN;

    /// <summary>Whether the run is complete.</summary>
    internal bool IsFinished => Result is { Interrupted: false };

    /// <summary>Whether the run was stopped and can be continued.</summary>
    internal bool IsInterrupted => Result is { Interrupted: true };

    /// <summary>Mean return of the final evaluation, or, without one, of the latest episodes; NaN unless the run is complete.</summary>
    internal double MeanReturn => !IsFinished ? double.NaN : Result!.Evaluation?.MeanReturn ?? TrainingMeanReturn;
}

/// <summary>The statistics over the runs of several seeds.</summary>
internal static class SeedSummary
{
    /// <summary>Summarizes the mean returns of the complete runs.</summary>
    /// <param name="outcomes">The outcomes of the runs.</param>
    /// <returns>The statistics.</returns>
    internal static SeedStatistics Of(IReadOnlyList<SeedOutcome> outcomes)
    {
        var returns = new List<double>();
        foreach (SeedOutcome outcome in outcomes) returns.Add(outcome.MeanReturn);
        return SeedStatistics.Of(returns);
    }
}
