using System.Collections.Immutable;
using AsyncRL.Cli.Curves;
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
