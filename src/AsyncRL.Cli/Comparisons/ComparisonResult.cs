using System.Collections.Immutable;
using AsyncRL.Cli.Curves;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Statistics;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Cli.Comparisons;

/// <summary>The figures of a row of a comparison, over its complete runs; NaN without complete runs.</summary>
internal sealed class ComparisonResult
{
    private readonly ImmutableArray<ComparedRun> _finished;

    /// <summary>Computes the figures.</summary>
    /// <param name="row">The row.</param>
    /// <param name="runs">Its runs, one for each seed.</param>
    internal ComparisonResult(ComparisonRow row, ImmutableArray<ComparedRun> runs)
    {
        (Row, Runs) = (row, runs);
        _finished = runs.RemoveAll(run => run.Finished is null);
        var returns = new List<double>();
        foreach (ComparedRun run in _finished) returns.Add(run.FinalReturn);
        Returns = SeedStatistics.Of(returns);
        List<RunCourse> courses = [];
        foreach (ComparedRun run in _finished) courses.Add(run.Course!);
        BySteps = CurveBand.Of(courses, point => point.AgentStep);
        BySeconds = CurveBand.Of(courses, point => point.Second);
    }

    /// <summary>The row.</summary>
    internal ComparisonRow Row { get; }

    /// <summary>The runs, in the order of the seeds.</summary>
    internal ImmutableArray<ComparedRun> Runs { get; }

    /// <summary>Number of complete runs.</summary>
    internal int Finished => _finished.Length;

    /// <summary>The final returns.</summary>
    internal SeedStatistics Returns { get; }

    /// <summary>The learning curve over agent steps.</summary>
    internal IReadOnlyList<BandPoint> BySteps { get; }

    /// <summary>The learning curve over seconds.</summary>
    internal IReadOnlyList<BandPoint> BySeconds { get; }

    /// <summary>Agent steps of a run: the median over seeds, as the following figures.</summary>
    internal double AgentSteps => MedianOf(run => run.Finished!.AgentSteps);

    /// <summary>Seconds trained.</summary>
    internal double Seconds => MedianOf(run => run.Finished!.Seconds);

    /// <summary>Agent steps per second.</summary>
    internal double AgentStepsPerSecond => MedianOf(run => run.Finished!.AgentSteps / run.Finished.Seconds);

    /// <summary>Mean staleness of the updates.</summary>
    internal double MeanStaleness => MedianOf(run => run.Course!.MeanStaleness);

    private double MedianOf(Func<ComparedRun, double> figure) => Array.ConvertAll([.. _finished], run => figure(run)).Median();
}

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

/// <summary>The learning curves of several seeds at one place: their quartiles.</summary>
/// <param name="X">Agent step or second.</param>
/// <param name="Low">The lower quartile of the returns.</param>
/// <param name="Median">Their median.</param>
/// <param name="High">The upper quartile.</param>
internal readonly record struct BandPoint(double X, double Low, double Median, double High);

/// <summary>Summarizes the learning curves of several seeds.</summary>
internal static class CurveBand
{
    /// <summary>Computes the quartiles at the places of <see cref="CurveGrid"/>.</summary>
    /// <param name="courses">The courses of the runs.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <returns>The points in order; empty if a run has no curve, or if the curves have no common places.</returns>
    internal static IReadOnlyList<BandPoint> Of(IReadOnlyList<RunCourse> courses, Func<CoursePoint, double> x) =>
        CurveGrid.Of(courses, x).ConvertAll(column => new BandPoint(
            column.X, Quartile(column.Values, 1), Quartile(column.Values, 2), Quartile(column.Values, 3)));

    private static double Quartile(double[] sorted, int quarter) =>
        SortedArrayStatistics.QuantileCustom(sorted, quarter / 4.0, QuantileDefinition.R7);
}
