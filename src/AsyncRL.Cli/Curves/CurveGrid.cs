namespace AsyncRL.Cli.Curves;

/// <summary>The curves of several runs at one place.</summary>
/// <param name="X">Agent step, frame or second.</param>
/// <param name="Values">The value of each run, such as its return, the smallest first.</param>
internal readonly record struct CurveColumn(double X, double[] Values);

/// <summary>Reads the curves of several runs at common places.</summary>
internal static class CurveGrid
{
    private const int Intervals = 100;

    /// <summary>Reads learning curves at 101 places.</summary>
    /// <param name="courses">The courses of the runs.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <returns>The columns in order; empty if a run has no curve, or if the curves have no common places.</returns>
    internal static List<CurveColumn> Of(IReadOnlyList<RunCourse> courses, Func<CoursePoint, double> x)
    {
        var curves = new List<IReadOnlyList<(double X, double Y)>>();
        foreach (RunCourse course in courses)
        {
            List<CoursePoint> points = [.. course.Points];
            curves.Add(points.ConvertAll(point => (x(point), point.Return)));
        }

        return Of(curves);
    }

    /// <summary>Reads curves at 101 places, from the last beginning of a curve to the first end.</summary>
    /// <param name="curves">The points of each run, from left to right.</param>
    /// <returns>The columns in order; empty if a run has no points, or if the curves have no common places.</returns>
    internal static List<CurveColumn> Of(IReadOnlyList<IReadOnlyList<(double X, double Y)>> curves)
    {
        double first = 0, last = double.PositiveInfinity;
        foreach (IReadOnlyList<(double X, double Y)> curve in curves)
        {
            if (curve.Count == 0) return [];
            (first, last) = (Math.Max(first, curve[0].X), Math.Min(last, curve[^1].X));
        }

        var columns = new List<CurveColumn>();
        if (curves.Count == 0 || first >= last) return columns;
        for (int i = 0; i <= Intervals; i++)
        {
            double place = i == Intervals ? last : first + ((last - first) * i / Intervals);
            var values = new double[curves.Count];
            for (int run = 0; run < values.Length; run++) values[run] = ValueAt(curves[run], place);
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
