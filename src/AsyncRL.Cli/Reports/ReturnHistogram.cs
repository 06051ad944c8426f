using AsyncRL.Cli.Curves;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Reports;

/// <summary>The intervals that histograms of several groups of runs have in common.</summary>
internal sealed class ReturnBins
{
    private const int Most = 30;

    private ReturnBins(double low, double width, int count) => (Low, Width, Count) = (low, width, count);

    /// <summary>The lower edge of the first interval.</summary>
    internal double Low { get; }

    /// <summary>The width of each interval.</summary>
    internal double Width { get; }

    /// <summary>The number of intervals.</summary>
    internal int Count { get; }

    /// <summary>
    /// Chooses intervals: if all returns are whole numbers, each interval holds the same number of whole numbers, one if possible.
    /// Otherwise 20 intervals reach from the smallest to the largest return.
    /// </summary>
    /// <param name="returns">The returns, at least one; all are finite.</param>
    /// <returns>The intervals.</returns>
    internal static ReturnBins Of(IReadOnlyCollection<double> returns)
    {
        const int OfRealNumbers = 20;
        (double smallest, double largest, bool areWhole) = (double.PositiveInfinity, double.NegativeInfinity, true);
        foreach (double value in returns)
        {
            (smallest, largest) = (Math.Min(smallest, value), Math.Max(largest, value));
            areWhole &= value == Math.Round(value);
        }

        double range = largest - smallest;
        if (range == 0) return new ReturnBins(smallest - 0.5, 1, 1);
        if (!areWhole) return new ReturnBins(smallest, range / OfRealNumbers, OfRealNumbers);
        double width = Math.Ceiling((range + 1) / Most);
        return new ReturnBins(smallest - 0.5, width, (int)Math.Ceiling((range + 1) / width));
    }

    /// <summary>The interval of a return; the last one includes its upper edge.</summary>
    internal int IndexOf(double value) => Math.Clamp((int)((value - Low) / Width), 0, Count - 1);

    /// <summary>The lower edge of an interval; that of the interval after the last is the upper end.</summary>
    internal double EdgeOf(int index) => Low + (index * Width);
}

/// <summary>The distribution of the returns of final evaluations of a group of runs. Each run has the same weight.</summary>
/// <param name="Shares">The share of the episodes in each interval, from 0 to 1.</param>
/// <param name="Mean">The mean of the mean returns of the runs.</param>
/// <param name="Runs">The number of runs that keep their returns.</param>
/// <param name="Episodes">Their episodes.</param>
internal sealed record ReturnHistogram(double[] Shares, double Mean, int Runs, long Episodes)
{
    /// <summary>Computes the distribution.</summary>
    /// <param name="group">The runs.</param>
    /// <param name="bins">The intervals.</param>
    /// <returns>The distribution; null if no run keeps its returns.</returns>
    internal static ReturnHistogram? Of(RunGroup group, ReturnBins bins)
    {
        List<Evaluation> evaluations = EvaluationsOf(group);
        if (evaluations.Count == 0) return null;
        var shares = new double[bins.Count];
        (double mean, long episodes) = (0, 0);
        foreach (Evaluation evaluation in evaluations)
        {
            (mean, episodes) = (mean + (evaluation.MeanReturn / evaluations.Count), episodes + evaluation.Episodes);
            IReadOnlyList<double> returns = evaluation.Returns.Values;
            foreach (double value in returns) shares[bins.IndexOf(value)] += 1.0 / returns.Count / evaluations.Count;
        }

        return new ReturnHistogram(shares, mean, evaluations.Count, episodes);
    }

    /// <summary>The evaluations of a group that keep their returns, all of them finite.</summary>
    internal static List<Evaluation> EvaluationsOf(RunGroup group)
    {
        var evaluations = new List<Evaluation>();
        foreach ((_, _, RunFiles files) in group.Runs)
        {
            if (files.Evaluation is not { Returns.Values: { Count: > 0 } returns } evaluation) continue;
            if (double.IsFinite(returns[0]) && double.IsFinite(returns[^1])) evaluations.Add(evaluation);
        }

        return evaluations;
    }
}
