using AsyncRL.Cli.Curves;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Reports;

/// <summary>What the exchange costs each rank, as a bar for each rank.</summary>
internal static class ExchangeFigure
{
    private const double HalfBar = 0.4, Milli = 1e-3, Mega = 1e-6;
    private const int MostGroups = 4, SharePanel = 120, SmallPanel = 90;

    private const string Explanation =
        "Each bar is one rank, or one group of threads, over the whole training. The shares are of the time by the clock: taking is "
        + "the time in which the rank read what its parameters moved; waiting is the time in which a round ran and the rank had "
        + "nothing to do for it but to wait for the slower ranks and for the network; adding is the time in which it corrected its "
        + "parameters. Taking and adding need a processor, waiting does not: the threads that learn go on meanwhile, except in a "
        + "synchronous method, whose threads wait for every round. Sent is what the rank hands in, per second. Late updates are the "
        + "updates that the rank made during a round, which is the age of what it received. Healthy: taking and adding together are a "
        + "few hundredths, and all bars are alike. Sick: taking and adding take a tenth or more, so that a longer period helps; or one "
        + "bar waits less than the others, because that rank is the slow one. Of runs that differ only in their seed, the first is "
        + "shown.";

    /// <summary>Draws the ranks of the first run of each group of runs.</summary>
    /// <param name="groups">The runs.</param>
    /// <param name="subject">The run, for a picture that stands alone; null for a page.</param>
    /// <returns>The figure; null if no run has times of the exchange.</returns>
    internal static Figure? Of(IReadOnlyList<RunGroup> groups, string? subject = null)
    {
        var panels = new List<ChartPanel>();
        int ranks = 0, runs = 0;
        foreach (RunGroup group in groups)
        {
            if (runs == MostGroups) break;
            (string name, _, RunFiles files) = group.Runs[0];
            List<RankSums> sums = SumsOf(files);
            if (sums.Count == 0) continue;
            (ranks, runs) = (Math.Max(ranks, sums.Count), runs + 1);
            var shares = new ChartPanel(new ChartAxis("share of time") { Low = 0 }) { Height = SharePanel, Title = name };
            var bytes = new ChartPanel(new ChartAxis("sent / MB/s") { Low = 0 }) { Height = SmallPanel };
            var late = new ChartPanel(new ChartAxis("late updates") { Low = 0 }) { Height = SmallPanel };
            for (int rank = 0; rank < sums.Count; rank++)
            {
                RankSums sum = sums[rank];
                shares.Series.Add(Bar(
                    rank, 0, ("taking", sum.Taking / sum.Seconds), ("adding", sum.Adding / sum.Seconds),
                    ("waiting", (sum.Rounds - sum.Adding) / sum.Seconds)));
                bytes.Series.Add(Bar(rank, 3, ("sent", Mega * sum.Bytes / sum.Seconds)));
                late.Series.Add(Bar(rank, 4, ("late updates", sum.Late / sum.Count)));
            }

            panels.AddRange([shares, bytes, late]);
        }

        if (panels.Count == 0) return null;
        var chart = new Chart("", new ChartAxis("rank") { IsWhole = true, Low = -0.5, High = ranks - 0.5 });
        foreach (ChartPanel panel in panels) chart.Panels.Add(panel);
        return chart.ToFigure(
            "exchange-ranks", "Exchange of each rank", "Time, bytes and age of the exchange of each rank.", Explanation, subject);
    }

    private static ChartAreas Bar(int rank, int firstColor, params (string Name, double Height)[] parts)
    {
        var areas = new List<ChartArea>();
        foreach ((string name, double height) in parts) areas.Add(new ChartArea(name, firstColor + areas.Count, [height, height]));
        return new ChartAreas([rank - HalfBar, rank + HalfBar], areas) { Label = FormattableString.Invariant($"rank {rank}") };
    }

    /// <summary>Adds up the reports of each rank. A report has means over its rounds.</summary>
    private static List<RankSums> SumsOf(RunFiles files)
    {
        var sums = new List<RankSums>();
        if (files.Exchange is not { } table || table.Find("time_share") is not { } shares) return sums;
        IReadOnlyList<double> ranks = table["rank"], rounds = table["rounds"], bytes = table["bytes"];
        IReadOnlyList<double> round = table["round_milliseconds"], late = table["late_updates_per_round"];
        IReadOnlyList<double> take = table["take_milliseconds"], add = table["add_milliseconds"];
        for (int row = 0; row < table.Rows; row++)
        {
            // A report without a round has no means; its time is left out with it.
            if (!(ranks[row] >= 0 && rounds[row] > 0 && shares[row] > 0)) continue;
            int rank = (int)ranks[row];
            while (sums.Count <= rank) sums.Add(default);
            double taking = Milli * rounds[row] * take[row], inRounds = Milli * rounds[row] * round[row];
            RankSums before = sums[rank];
            sums[rank] = new RankSums(
                before.Count + rounds[row], before.Seconds + ((taking + inRounds) / shares[row]), before.Taking + taking,
                before.Rounds + inRounds, before.Adding + (Milli * rounds[row] * add[row]), before.Bytes + bytes[row],
                before.Late + (rounds[row] * late[row]));
        }

        return sums.TrueForAll(sum => sum.Seconds > 0) ? sums : [];
    }

    /// <summary>What a rank did in all its reports: rounds, and seconds of the reports, of taking, of rounds, of adding.</summary>
    private readonly record struct RankSums(
        double Count, double Seconds, double Taking, double Rounds, double Adding, double Bytes, double Late);
}
