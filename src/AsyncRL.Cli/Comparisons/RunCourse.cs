using System.Globalization;

namespace AsyncRL.Cli.Comparisons;

/// <summary>A point of a learning curve.</summary>
/// <param name="AgentStep">T.</param>
/// <param name="Second">Seconds trained.</param>
/// <param name="Return">Mean return of the latest episodes.</param>
internal readonly record struct CoursePoint(double AgentStep, double Second, double Return);

/// <summary>The course of a run, read from its tables.</summary>
/// <param name="Points">The mean return of the latest 100 training episodes, in order; empty if fewer than 20 episodes ended.</param>
/// <param name="LastReturn">The mean return of the last 100 training episodes; NaN if no episode ended.</param>
/// <param name="MeanStaleness">Mean staleness of all updates; NaN if the run counts none.</param>
internal sealed record RunCourse(IReadOnlyList<CoursePoint> Points, double LastReturn, double MeanStaleness)
{
    private const int Window = 100, FewestEpisodes = 20, PointsPerCurve = 200;

    /// <summary>Reads the tables of a run.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="agentSteps">T at the end.</param>
    /// <returns>The course.</returns>
    internal static RunCourse Read(string directory, long agentSteps)
    {
        var points = new List<CoursePoint>();
        RunClock clock = RunClock.Read(Path.Combine(directory, "metrics.csv"));
        var window = new Queue<double>();
        double sum = 0, next = 0;
        foreach (double[] row in TableFile.Read(Path.Combine(directory, "episodes.csv"), "agent_step", "return"))
        {
            (double step, double value) = (row[0], row[1]);
            window.Enqueue(value);
            sum += value;
            if (window.Count > Window) sum -= window.Dequeue();
            if (step < next || window.Count < FewestEpisodes) continue;
            points.Add(new CoursePoint(step, clock.SecondAt(step), sum / window.Count));
            next = step + ((double)agentSteps / PointsPerCurve);
        }

        double last = window.Count == 0 ? double.NaN : sum / window.Count;
        if (points.Count > 0) points.Add(new CoursePoint(agentSteps, clock.SecondAt(agentSteps), last));
        return new RunCourse(points, last, ReadStaleness(Path.Combine(directory, "threads.csv")));
    }

    /// <summary>The mean over all updates: the mean of each interval of a thread counts by its updates.</summary>
    private static double ReadStaleness(string path)
    {
        var counted = new Dictionary<double, double>();
        double sum = 0, updates = 0;
        foreach (double[] row in TableFile.Read(path, "thread", "updates", "mean_staleness"))
        {
            double added = row[1] - counted.GetValueOrDefault(row[0]);
            counted[row[0]] = row[1];
            if (added <= 0 || double.IsNaN(row[2])) continue;
            sum += added * row[2];
            updates += added;
        }

        return updates > 0 ? sum / updates : double.NaN;
    }
}

/// <summary>The seconds trained at each agent step of a run, between its reports along straight lines.</summary>
internal sealed class RunClock
{
    private readonly List<(double AgentStep, double Second)> _reports = [(0, 0)];

    /// <summary>Reads the reports of a run.</summary>
    /// <param name="path">Its metrics.csv.</param>
    /// <returns>The clock.</returns>
    internal static RunClock Read(string path)
    {
        var clock = new RunClock();
        foreach (double[] row in TableFile.Read(path, "agent_steps", "seconds"))
        {
            if (row[0] > clock._reports[^1].AgentStep) clock._reports.Add((row[0], row[1]));
        }

        return clock;
    }

    /// <summary>The seconds trained at an agent step; those of the last report for a later one.</summary>
    /// <param name="agentStep">The agent step.</param>
    /// <returns>The seconds.</returns>
    internal double SecondAt(double agentStep)
    {
        int after = _reports.FindIndex(report => report.AgentStep >= agentStep);
        if (after <= 0) return after == 0 ? 0 : _reports[^1].Second;
        ((double firstStep, double first), (double lastStep, double last)) = (_reports[after - 1], _reports[after]);
        return first + ((last - first) * (agentStep - firstStep) / (lastStep - firstStep));
    }
}

/// <summary>Reads columns of a run's tables.</summary>
internal static class TableFile
{
    /// <summary>Reads the whole rows of a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Names of columns.</param>
    /// <returns>For each row the numbers in these columns; NaN for an empty field.</returns>
    /// <exception cref="IOException">The file cannot be read, or it lacks a column.</exception>
    internal static IEnumerable<double[]> Read(string path, params string[] columns)
    {
        using var reader = new StreamReader(path);
        string[] heading = (reader.ReadLine() ?? "").Split(',');
        int[] places = Array.ConvertAll(columns, column => Array.IndexOf(heading, column));
        if (Array.IndexOf(places, -1) is var missing and >= 0)
            throw new IOException($"The table {path} has no column {columns[missing]}; expected a table that train wrote.");
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            if (cells.Length == heading.Length) yield return Array.ConvertAll(places, place => Parse(cells[place]));
        }
    }

    private static double Parse(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
}
