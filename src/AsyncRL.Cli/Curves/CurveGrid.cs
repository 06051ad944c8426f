namespace AsyncRL.Cli.Curves;

/// <summary>The curves of several runs at one place.</summary>
/// <param name="X">Agent step, frame or second.</param>
/// <param name="Values">The value of each run, such as its return, the smallest first.</param>
internal readonly record struct CurveColumn(double X, double[] Values);

/// <summary>The curve of a run.</summary>
/// <param name="Points">Its points, from left to right.</param>
/// <param name="HasEnded">Whether the run has ended, so that its agent changes no more.</param>
internal readonly record struct RunCurvePoints(IReadOnlyList<(double X, double Y)> Points, bool HasEnded);

/// <summary>
/// Reads the curves of several runs at common places. The curve of a run that has ended keeps its last value, because its agent
/// changes no more. Otherwise the fastest run would cut the curves of all others over seconds, and runs of very different speeds would have
/// no common place at all.
/// </summary>
internal static class CurveGrid
{
    private const int Intervals = 100;

    /// <summary>Reads learning curves at 101 places.</summary>
    /// <param name="courses">The courses of the runs.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <returns>The columns in order; empty if a run has no curve, or if the curves have no common places.</returns>
    internal static List<CurveColumn> Of(IReadOnlyList<RunCourse> courses, Func<CoursePoint, double> x)
    {
        var curves = new List<RunCurvePoints>();
        foreach (RunCourse course in courses) curves.Add(course.Over(x));
        return Of(curves);
    }

    /// <summary>
    /// Reads curves at 101 places. They begin where the last curve begins, and they end where the first curve ends whose run has not
    /// ended. If all runs have ended, they end where the last curve ends.
    /// </summary>
    /// <param name="curves">The curves.</param>
    /// <returns>The columns in order; empty if a run has no points, or if the curves have no common places.</returns>
    internal static List<CurveColumn> Of(IReadOnlyList<RunCurvePoints> curves)
    {
        (double first, double cut, double end) = (0, double.PositiveInfinity, 0);
        foreach ((IReadOnlyList<(double X, double Y)> points, bool hasEnded) in curves)
        {
            if (points.Count == 0) return [];
            (first, end) = (Math.Max(first, points[0].X), Math.Max(end, points[^1].X));
            if (!hasEnded) cut = Math.Min(cut, points[^1].X);
        }

        double last = Math.Min(cut, end);
        var columns = new List<CurveColumn>();
        if (curves.Count == 0 || first >= last) return columns;
        for (int i = 0; i <= Intervals; i++)
        {
            double place = i == Intervals ? last : first + ((last - first) * i / Intervals);
            var values = new double[curves.Count];
            for (int run = 0; run < values.Length; run++) values[run] = ValueAt(curves[run].Points, place);
            Array.Sort(values);
            columns.Add(new CurveColumn(place, values));
        }

        return columns;
    }

    /// <summary>The value at a place, between two points along a straight line.</summary>
    private static double ValueAt(IReadOnlyList<(double X, double Y)> points, double place)
    {
        int after = 0;
        while (after < points.Count - 1 && points[after].X < place) after++;
        if (after == 0 || points[after].X <= points[after - 1].X) return points[after].Y;
        ((double X, double Y) a, (double X, double Y) b) = (points[after - 1], points[after]);
        double share = Math.Min(1, (place - a.X) / (b.X - a.X));
        return a.Y + (share * (b.Y - a.Y));
    }
}
