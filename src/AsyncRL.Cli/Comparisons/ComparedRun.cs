using AsyncRL.Cli.Curves;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Comparisons;

/// <summary>A run of a comparison.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Directory">Its directory, relative to that of the comparison.</param>
internal sealed record ComparedRun(ulong Seed, string Directory)
{
    /// <summary>The figures of the complete run; null if it is not complete.</summary>
    internal FinishedRun? Finished { get; init; }

    /// <summary>The course of the complete run; null if it is not complete.</summary>
    internal RunCourse? Course { get; init; }

    /// <summary>The exception that ended the run; null if there was none.</summary>
    internal Exception? Problem { get; init; }

    /// <summary>Mean return of the final evaluation, or, without one, of the latest episodes; NaN unless the run is complete.</summary>
    internal double FinalReturn => Finished is null ? double.NaN : Finished.Evaluation?.MeanReturn ?? Course!.LastReturn;

    /// <summary>The state, as the JSON document names it.</summary>
    internal string State => Finished is not null ? "finished" : Problem is not null ? "failed" : "incomplete";
}
