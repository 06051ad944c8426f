using System.Collections.Immutable;
using AsyncRL.Training.Runs;
using MathNet.Numerics.Statistics;

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

/// <summary>Statistics of the mean returns of the complete runs over seeds; NaN without complete runs.</summary>
/// <param name="Runs">Complete runs.</param>
/// <param name="Mean">Mean of their mean returns.</param>
/// <param name="Deviation">Standard deviation (of the sample: n − 1); 0 for one run.</param>
/// <param name="Median">Median.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
internal sealed record SeedSummary(int Runs, double Mean, double Deviation, double Median, double Minimum, double Maximum)
{
    /// <summary>Summarizes outcomes.</summary>
    /// <param name="outcomes">The outcomes of the runs.</param>
    /// <returns>The statistics.</returns>
    internal static SeedSummary Of(IReadOnlyList<SeedOutcome> outcomes)
    {
        var returns = ImmutableArray.CreateBuilder<double>();
        foreach (SeedOutcome outcome in outcomes)
        {
            if (double.IsFinite(outcome.MeanReturn)) returns.Add(outcome.MeanReturn);
        }

        if (returns.Count == 0) return new SeedSummary(0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        double deviation = returns.Count > 1 ? returns.StandardDeviation() : 0;
        return new SeedSummary(returns.Count, returns.Mean(), deviation, returns.Median(), returns.Minimum(), returns.Maximum());
    }
}
