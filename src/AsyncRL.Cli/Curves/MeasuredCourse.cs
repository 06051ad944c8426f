using AsyncRL.Visualization.Charts;

namespace AsyncRL.Cli.Curves;

/// <summary>A quantity that a run reports in the course of the training.</summary>
/// <param name="Name">Its name on an axis.</param>
/// <param name="Points">T, and the mean since the report before.</param>
/// <param name="IsLogarithmic">Whether its axis is logarithmic.</param>
internal sealed record MeasuredCourse(string Name, IReadOnlyList<(double X, double Y)> Points, bool IsLogarithmic)
{
    private const int MostPoints = 300;
    private const double ShortestInterval = 0.1;

    /// <summary>Reads a column of metrics.csv.</summary>
    /// <param name="run">The run.</param>
    /// <param name="column">The column.</param>
    /// <param name="name">Its name on an axis.</param>
    /// <param name="isLogarithmic">Whether its axis is logarithmic if all values allow it.</param>
    /// <returns>The course; null if the run has no such column, or nothing but 0 in it.</returns>
    internal static MeasuredCourse? Of(RunFiles run, string column, string name, bool isLogarithmic = false)
    {
        if (run.Metrics?.Find(column) is not { } values) return null;
        IReadOnlyList<double> steps = run.Metrics["agent_steps"];
        var points = new List<(double X, double Y)>();
        for (int row = 0; row < values.Count; row++) points.Add((steps[row], values[row]));
        return Make(name, points, isLogarithmic);
    }

    /// <summary>Reads the staleness from threads.csv.</summary>
    /// <param name="run">The run.</param>
    /// <returns>The course; null if the run counts no staleness.</returns>
    internal static MeasuredCourse? OfStaleness(RunFiles run)
    {
        if (run.Threads is null || run.Threads.Find("agent_steps") is null) return null;
        List<StalenessReport> reports = StalenessReport.Of(run.Threads);
        return Make("staleness", reports.ConvertAll(report => (report.AgentSteps, report.Sum / report.Updates)), isLogarithmic: false);
    }

    /// <summary>Reads a column of exchange.csv, as a mean over the ranks.</summary>
    /// <param name="run">The run.</param>
    /// <param name="column">The column.</param>
    /// <param name="name">Its name on an axis.</param>
    /// <param name="divisor">Another column, by which the mean is divided; null for the mean itself.</param>
    /// <returns>The course; null if the run has one rank, or nothing but 0 in the column.</returns>
    internal static MeasuredCourse? OfExchange(RunFiles run, string column, string name, string? divisor = null)
    {
        if (run.Exchange is not { } table) return null;
        IReadOnlyList<double> ranks = table["rank"], steps = table["agent_steps"], values = table[column];
        IReadOnlyList<double>? divisors = divisor is null ? null : table[divisor];
        var points = new List<(double X, double Y)>();
        for (int row = 0; row < table.Rows;)
        {
            // The rows of a report begin with rank 0.
            (double sum, double sumOfDivisors, int first) = (0, 0, row);
            do
            {
                sum += values[row];
                sumOfDivisors += divisors?[row] ?? 1;
                row++;
            }
            while (row < table.Rows && ranks[row] != 0);
            points.Add((steps[first], sum / sumOfDivisors));
        }

        return Make(name, points, isLogarithmic: false);
    }

    /// <summary>Makes the line of the course.</summary>
    internal ChartLine ToLine(int color, double opacity = 1, string? label = null) =>
        new(Points) { Color = color, Opacity = opacity, Label = label };

    private static MeasuredCourse? Make(string name, List<(double X, double Y)> points, bool isLogarithmic)
    {
        points.RemoveAll(point => !double.IsFinite(point.X) || !double.IsFinite(point.Y));
        DropShortEnd(points);
        if (!points.Exists(point => point.Y != 0)) return null;
        return new MeasuredCourse(name, Thinned(points), isLogarithmic && points.TrueForAll(point => point.Y > 0));
    }

    /// <summary>
    /// Drops the last report if it follows after less than a tenth of the agent steps between the two before it: its means are over a few
    /// updates and would look like a change.
    /// </summary>
    private static void DropShortEnd(List<(double X, double Y)> points)
    {
        if (points.Count < 3) return;
        double usual = points[^2].X - points[^3].X;
        if (points[^1].X - points[^2].X < usual * ShortestInterval) points.RemoveAt(points.Count - 1);
    }

    /// <summary>Joins neighbors of a long course by their mean.</summary>
    private static List<(double X, double Y)> Thinned(List<(double X, double Y)> points)
    {
        int size = (points.Count + MostPoints - 1) / MostPoints;
        if (size <= 1) return points;
        var thinned = new List<(double X, double Y)>();
        for (int first = 0; first < points.Count; first += size)
        {
            int count = Math.Min(size, points.Count - first);
            (double x, double y) = (0, 0);
            foreach ((double step, double value) in points.GetRange(first, count)) (x, y) = (x + (step / count), y + (value / count));
            thinned.Add((x, y));
        }

        return thinned;
    }
}

/// <summary>The staleness of the updates of all threads between two reports.</summary>
/// <param name="AgentSteps">T at the report.</param>
/// <param name="Sum">The sum over the updates.</param>
/// <param name="Updates">The number of updates.</param>
internal readonly record struct StalenessReport(double AgentSteps, double Sum, double Updates)
{
    /// <summary>Adds up the threads. The mean of an interval of a thread counts by its updates.</summary>
    /// <param name="threads">The run's threads.csv.</param>
    /// <returns>The reports with updates, in order.</returns>
    /// <exception cref="IOException">The table lacks a column.</exception>
    internal static List<StalenessReport> Of(TableColumns threads)
    {
        IReadOnlyList<double> numbers = threads["thread"], updates = threads["updates"], means = threads["mean_staleness"];
        IReadOnlyList<double> steps = threads.Find("agent_steps") ?? updates;
        var counted = new Dictionary<double, double>();
        var reports = new List<StalenessReport>();
        for (int row = 0; row < threads.Rows; row++)
        {
            double added = updates[row] - counted.GetValueOrDefault(numbers[row]);
            counted[numbers[row]] = updates[row];
            if (!(added > 0) || !double.IsFinite(means[row])) continue;
            if (reports.Count == 0 || reports[^1].AgentSteps != steps[row]) reports.Add(new StalenessReport(steps[row], 0, 0));
            reports[^1] = new StalenessReport(steps[row], reports[^1].Sum + (added * means[row]), reports[^1].Updates + added);
        }

        return reports;
    }

    /// <summary>The mean over all updates; NaN without updates.</summary>
    internal static double MeanOf(IEnumerable<StalenessReport> reports)
    {
        (double sum, double updates) = (0, 0);
        foreach (StalenessReport report in reports) (sum, updates) = (sum + report.Sum, updates + report.Updates);
        return updates > 0 ? sum / updates : double.NaN;
    }
}
