namespace AsyncRL.Cli.Curves;

/// <summary>The learning curves of several runs at one place.</summary>
/// <param name="X">Agent step, frame or second.</param>
/// <param name="Returns">The return of each run, the smallest first.</param>
internal readonly record struct CurveColumn(double X, double[] Returns);

/// <summary>
/// Reads the learning curves of several runs at common places. The curve of a run that has ended keeps its last return, because its agent
/// changes no more. Otherwise the fastest run would cut the curves of all others over seconds, and runs of very different speeds would have
/// no common place at all.
/// </summary>
internal static class CurveGrid
{
    private const int Intervals = 100;

    /// <summary>
    /// Reads the curves at 101 places. They begin where the last curve begins, and they end where the first curve ends whose run has not
    /// ended. If all runs have ended, they end where the last curve ends.
    /// </summary>
    /// <param name="courses">The courses of the runs.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <returns>The columns in order; empty if a run has no curve, or if the curves have no common places.</returns>
    internal static List<CurveColumn> Of(IReadOnlyList<RunCourse> courses, Func<CoursePoint, double> x)
    {
        (double first, double cut, double end) = (0, double.PositiveInfinity, 0);
        foreach (RunCourse course in courses)
        {
            if (course.Points.Count == 0) return [];
            (first, end) = (Math.Max(first, x(course.Points[0])), Math.Max(end, x(course.Points[^1])));
            if (!course.HasEnded) cut = Math.Min(cut, x(course.Points[^1]));
        }

        double last = Math.Min(cut, end);
        var columns = new List<CurveColumn>();
        if (courses.Count == 0 || first >= last) return columns;
        for (int i = 0; i <= Intervals; i++)
        {
            double place = i == Intervals ? last : first + ((last - first) * i / Intervals);
            var returns = new double[courses.Count];
            for (int run = 0; run < returns.Length; run++) returns[run] = ReturnAt(courses[run].Points, x, place);
            Array.Sort(returns);
            columns.Add(new CurveColumn(place, returns));
        }

        return columns;
    }

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
