namespace AsyncRL.Training.Statistics;

/// <summary>
/// The interquartile mean: the mean of the middle half of the values (Agarwal et al., "Deep reinforcement learning at the edge of the
/// statistical precipice", 2021). A single failed or lucky seed among many does not change it, and it uses more values than the median.
/// </summary>
/// <remarks>
/// Sorted value i covers the interval from i to i + 1. Its weight is the part of this interval that lies between n/4 and 3n/4. Therefore
/// exactly half of all weight is kept, also if n is not a multiple of 4. The rliable library of the article cuts the ⌊n/4⌋ smallest and
/// largest values instead (scipy's trim_mean with 0.25). Both agree where n is a multiple of 4. Elsewhere that rule keeps more than half:
/// all of three values, six of ten. Its result jumps as n grows, so that numbers of runs that differ would not be compared alike.
/// </remarks>
public static class InterquartileMean
{
    /// <summary>Computes the interquartile mean.</summary>
    /// <param name="values">The values in any order; all finite.</param>
    /// <returns>The interquartile mean; NaN if there are no values.</returns>
    public static double Of(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] sorted = [.. values];
        Array.Sort(sorted);
        var once = new int[sorted.Length];
        Array.Fill(once, 1);
        return OfSorted(sorted, once);
    }

    /// <summary>Computes the interquartile mean of a sample in which each value occurs a number of times.</summary>
    /// <param name="sorted">The values, finite or +∞, the smallest first.</param>
    /// <param name="counts">How often each value occurs.</param>
    /// <returns>The interquartile mean; NaN if no value occurs.</returns>
    internal static double OfSorted(ReadOnlySpan<double> sorted, ReadOnlySpan<int> counts)
    {
        int total = 0;
        foreach (int count in counts) total += count;
        if (total == 0) return double.NaN;
        double first = total / 4.0, last = 3 * first;

        // Differences from the first value with a weight are summed, so that the mean of equal values has exactly their value.
        double origin = double.NaN, sum = 0;
        int start = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            int end = start + counts[i];
            double weight = Math.Min(end, last) - Math.Max(start, first);
            start = end;
            if (weight <= 0) continue;
            if (double.IsNaN(origin)) origin = sorted[i];
            if (sorted[i] != origin) sum += weight * (sorted[i] - origin);
        }

        return origin + (sum / (last - first));
    }
}
