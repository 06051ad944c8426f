using AsyncRL.Cli.Curves;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Reports;

/// <summary>The time of each thread by phase, as a bar for each thread.</summary>
internal static class PhaseFigure
{
    private const double HalfBar = 0.4;
    private const int MostGroups = 8, PanelHeight = 120;

    private const string Explanation =
        "Each bar is one thread over the whole training, or over the reports that a full table has kept (table-rows); its parts are the "
        + "shares of the time by the clock. Snapshot copies the shared parameters; act chooses actions; environment steps the task; "
        + "backward computes gradients; apply updates the shared parameters (and, with fused updates, takes the next snapshot); the rest "
        + "is all other time: waiting for a processor, reports, checkpoints, periodic evaluations, and in the simulated execution "
        + "the turns of the other actor-learners. Healthy: act, environment and backward fill most of each bar, and all bars are alike. "
        + "Sick: a large rest without evaluations means more threads than processors; a large apply or snapshot means that threads get in "
        + "each other's way at the shared parameters; a large wait means that "
        + "synchronous threads wait for a slow one. Of runs that differ only in their seed, the first is shown.";

    /// <summary>Draws the phases of the first run of each group.</summary>
    /// <param name="groups">The runs.</param>
    /// <param name="subject">The run, for a picture that stands alone; null for a page.</param>
    /// <returns>The figure; null if no run has times by phase.</returns>
    internal static Figure? Of(IReadOnlyList<RunGroup> groups, string? subject = null)
    {
        var panels = new List<ChartPanel>();
        var incomplete = new List<string>();
        double last = 0;
        foreach (RunGroup group in groups)
        {
            if (panels.Count == MostGroups) break;
            (string name, _, RunFiles files) = group.Runs[0];
            var panel = new ChartPanel(new ChartAxis("share of time") { Low = 0, High = 1 }) { Height = PanelHeight, Title = name };
            foreach (ChartAreas bar in BarsOf(files))
            {
                panel.Series.Add(bar);
                last = Math.Max(last, bar.X[0] + HalfBar);
            }

            if (panel.Series.Count == 0) continue;
            panels.Add(panel);
            if (MissingOf(files) is { Count: > 0 } missing) incomplete.Add(WarningOf(name, missing));
        }

        var chart = new Chart("", new ChartAxis("thread") { IsWhole = true, Low = -0.5, High = last + 0.5 });
        foreach (ChartPanel panel in panels) chart.Panels.Add(panel);

        return chart.Panels.Count == 0
            ? null : chart.ToFigure(
                "phases", "Time by phase of each thread", "Shares of each thread's time by phase.",
                string.Join(' ', [Explanation, .. incomplete]), subject);
    }

    /// <summary>The phases of every algorithm that the run's table lacks.</summary>
    private static List<string> MissingOf(RunFiles files)
    {
        List<string> missing = [.. RunTableReadings.PhaseColumns];
        missing.RemoveAll(column => files.Threads!.Has(column));
        return missing.ConvertAll(NameOf);
    }

    private static string WarningOf(string run, List<string> missing) =>
        $"The table of {run} has no times of {string.Join(", ", missing)}, which are therefore in the rest: it says nothing about the "
        + "processors.";

    private static string NameOf(string column) => column[..^RunTableReadings.PhaseSuffix.Length];

    private static IEnumerable<ChartAreas> BarsOf(RunFiles files)
    {
        if (files.Threads is not { Rows: > 0 } table || files.Seconds <= 0) yield break;
        List<string> phases = [.. table.Names];
        phases.RemoveAll(name => !name.EndsWith(RunTableReadings.PhaseSuffix, StringComparison.Ordinal));
        List<string> missing = MissingOf(files);
        var sums = new SortedDictionary<double, double[]>();
        for (int row = 0; row < table.Rows; row++)
        {
            double thread = table["thread"][row];
            if (!double.IsFinite(thread)) continue;
            if (!sums.TryGetValue(thread, out double[]? sum)) sums[thread] = sum = new double[phases.Count];
            for (int i = 0; i < phases.Count; i++)
            {
                double seconds = table[phases[i]][row];
                if (seconds > 0 && double.IsFinite(seconds)) sum[i] += seconds;
            }
        }

        foreach ((double thread, double[] sum) in sums)
        {
            double all = 0;
            foreach (double seconds in sum) all += seconds;
            if (all <= 0) continue;
            double whole = Math.Max(all, CoveredSeconds(table, thread) ?? files.Seconds);
            var areas = new List<ChartArea>();
            for (int i = 0; i < phases.Count; i++)
            {
                double share = sum[i] / whole;
                areas.Add(new ChartArea(NameOf(phases[i]), i, [share, share]));
            }

            double rest = (whole - all) / whole;
            areas.Add(new ChartArea(missing.Count == 0 ? "rest" : $"rest with {string.Join(", ", missing)}", 7, [rest, rest]));
            yield return new ChartAreas([thread - HalfBar, thread + HalfBar], areas)
            {
                Label = FormattableString.Invariant($"thread {thread}"),
            };
        }
    }

    /// <summary>
    /// The time that the rows of a thread cover. A row counts from the report before it, which a full table may have left out. Then the
    /// reports since the row before are taken as equally long.
    /// </summary>
    private static double? CoveredSeconds(TableColumns table, double thread)
    {
        if (table.Find("report") is not { } reports || table.Find("seconds") is not { } seconds) return null;
        (double report, double second, double covered) = (0, 0, 0);
        for (int row = 0; row < table.Rows; row++)
        {
            if (table["thread"][row] != thread || !double.IsFinite(reports[row]) || !double.IsFinite(seconds[row])) continue;
            covered += (seconds[row] - second) / Math.Max(1, reports[row] - report);
            (report, second) = (reports[row], seconds[row]);
        }

        return covered;
    }
}
