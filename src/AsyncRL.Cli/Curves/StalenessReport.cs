namespace AsyncRL.Cli.Curves;

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
