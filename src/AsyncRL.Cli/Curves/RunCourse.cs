using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Curves;

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
    private const int PointsPerCurve = 200;

    /// <summary>Whether the run has ended as it was asked to, so that its agent changes no more: the curve keeps its last return.</summary>
    internal bool HasEnded { get; init; }

    /// <summary>Gives the learning curve over a horizontal axis.</summary>
    /// <param name="x">The axis.</param>
    /// <returns>The curve.</returns>
    internal RunCurvePoints Over(Func<CoursePoint, double> x)
    {
        List<CoursePoint> points = [.. Points];
        return new RunCurvePoints(points.ConvertAll(point => (x(point), point.Return)), HasEnded);
    }

    /// <summary>The mean of the learning curve over the agent steps from 0 to the last point; NaN without a curve.</summary>
    internal double MeanReturn
    {
        get
        {
            if (Points.Count == 0) return double.NaN;
            if (Points[^1].AgentStep <= 0) return Points[^1].Return;

            // Before its first point the curve has the height of this point, because no return is known there.
            double sum = Points[0].AgentStep * Points[0].Return;
            for (int i = 1; i < Points.Count; i++)
                sum += (Points[i].AgentStep - Points[i - 1].AgentStep) * (Points[i].Return + Points[i - 1].Return) / 2;
            return sum / Points[^1].AgentStep;
        }
    }

    /// <summary>Reads the tables of a run that is complete.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="agentSteps">T at the end.</param>
    /// <returns>The course.</returns>
    /// <exception cref="IOException">A table cannot be read, or it lacks a column.</exception>
    internal static RunCourse Read(string directory, long agentSteps)
    {
        RunClock clock = ClockOf(TableColumns.Read(Path.Combine(directory, RunFiles.MetricsName)));
        var episodes = TableColumns.Read(Path.Combine(directory, RunFiles.EpisodesName), RunFiles.EpisodeColumns);
        double staleness = StalenessReport.MeanOf(StalenessReport.Of(TableColumns.Read(Path.Combine(directory, RunFiles.ThreadsName))));
        return Of(episodes, clock, agentSteps) with
        {
            MeanStaleness = staleness,
            HasEnded = true,
        };
    }

    /// <summary>Takes the reports of a run.</summary>
    /// <param name="metrics">Its metrics.csv.</param>
    /// <returns>The seconds at each T.</returns>
    /// <exception cref="IOException">The table lacks a column.</exception>
    internal static RunClock ClockOf(TableColumns metrics)
    {
        var clock = new RunClock();
        IReadOnlyList<double> steps = metrics["agent_steps"], seconds = metrics["seconds"];
        for (int row = 0; row < metrics.Rows; row++) clock.Add(steps[row], seconds[row]);
        return clock;
    }

    /// <summary>Computes the course from the finished episodes.</summary>
    /// <param name="episodes">The table episodes.csv.</param>
    /// <param name="clock">The seconds at each T.</param>
    /// <param name="agentSteps">T at the end.</param>
    /// <returns>The course, without staleness.</returns>
    internal static RunCourse Of(TableColumns episodes, RunClock clock, double agentSteps)
    {
        var points = new List<CoursePoint>();
        (double last, double next) = (double.NaN, 0);
        foreach (EpisodeWindow window in EpisodeWindow.Of(episodes))
        {
            last = window.Mean;
            if (window.AgentStep < next || !window.IsOfCurve) continue;
            points.Add(new CoursePoint(window.AgentStep, clock.SecondAt(window.AgentStep), last));
            next = window.AgentStep + (agentSteps / PointsPerCurve);
        }

        if (points.Count > 0) points.Add(new CoursePoint(agentSteps, clock.SecondAt(agentSteps), last));
        return new RunCourse(points, last, double.NaN);
    }
}

/// <summary>The mean return of the latest 100 training episodes of a run, at the end of an episode.</summary>
/// <param name="AgentStep">T.</param>
/// <param name="Mean">The mean return.</param>
/// <param name="Rows">The number of episodes in the mean.</param>
internal readonly record struct EpisodeWindow(double AgentStep, double Mean, int Rows)
{
    private const int Most = 100, FewestOfCurve = 20;

    /// <summary>Whether the mean is a point of the learning curve: it is one if it is of at least 20 episodes.</summary>
    internal bool IsOfCurve => Rows >= FewestOfCurve;

    /// <summary>
    /// Computes the means. A long table keeps only every second, fourth or further episode. Then a mean is over the rows of the latest 100
    /// episodes, and over the latest 20 rows where these are more.
    /// </summary>
    /// <param name="table">The table episodes.csv. Rows without a finite T or return are left out.</param>
    /// <returns>A mean for each row, in order.</returns>
    internal static IEnumerable<EpisodeWindow> Of(TableColumns table)
    {
        IReadOnlyList<double> steps = table["agent_step"], returns = table["return"];
        IReadOnlyList<double>? numbers = table.Find("episode");
        var window = new Queue<(double Number, double Return)>();
        (double sum, int rows) = (0, 0);
        for (int i = 0; i < steps.Count; i++)
        {
            if (!double.IsFinite(steps[i]) || !double.IsFinite(returns[i])) continue;
            rows++;
            double number = numbers is not null && double.IsFinite(numbers[i]) ? numbers[i] : rows;
            window.Enqueue((number, returns[i]));
            sum += returns[i];
            while (window.Count > FewestOfCurve && window.Peek().Number <= number - Most) sum -= window.Dequeue().Return;
            yield return new EpisodeWindow(steps[i], sum / window.Count, window.Count);
        }
    }
}
