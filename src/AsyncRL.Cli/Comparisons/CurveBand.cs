using AsyncRL.Cli.Curves;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Cli.Comparisons;

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
