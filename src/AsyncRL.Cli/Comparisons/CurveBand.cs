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
    private const int Intervals = 100;

    /// <summary>Computes the quartiles at 101 places, from the last beginning of a curve to the first end.</summary>
    /// <param name="courses">The courses of the runs.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <returns>The points in order; empty if a run has no curve, or if the curves have no common places.</returns>
    internal static IReadOnlyList<BandPoint> Of(IReadOnlyList<RunCourse> courses, Func<CoursePoint, double> x)
    {
        double first = 0, last = double.PositiveInfinity;
        foreach (RunCourse course in courses)
        {
            if (course.Points.Count == 0) return [];
            (first, last) = (Math.Max(first, x(course.Points[0])), Math.Min(last, x(course.Points[^1])));
        }

        if (courses.Count == 0 || first >= last) return [];
        var band = new List<BandPoint>();
        var returns = new double[courses.Count];
        for (int i = 0; i <= Intervals; i++)
        {
            double place = i == Intervals ? last : first + ((last - first) * i / Intervals);
            for (int seed = 0; seed < returns.Length; seed++) returns[seed] = ReturnAt(courses[seed].Points, x, place);
            Array.Sort(returns);
            band.Add(new BandPoint(place, Quartile(returns, 1), Quartile(returns, 2), Quartile(returns, 3)));
        }

        return band;
    }

    private static double Quartile(double[] sorted, int quarter) =>
        SortedArrayStatistics.QuantileCustom(sorted, quarter / 4.0, QuantileDefinition.R7);

    /// <summary>The return at a place, between two points along a straight line.</summary>
    private static double ReturnAt(IReadOnlyList<CoursePoint> points, Func<CoursePoint, double> x, double place)
    {
        int after = 0;
        while (after < points.Count - 1 && x(points[after]) < place) after++;
        if (after == 0 || x(points[after]) <= x(points[after - 1])) return points[after].Return;
        (CoursePoint a, CoursePoint b) = (points[after - 1], points[after]);
        double share = Math.Min(1, (place - x(a)) / (x(b) - x(a)));
        return a.Return + (share * (b.Return - a.Return));
    }
}
