using AsyncRL.Interchange.TensorBoard.Format;

namespace AsyncRL.Interchange.TensorBoard;

/// <summary>
/// The distribution of a block of parameters. The buckets are those of TensorBoard's own writers: their limits grow by a tenth from 10⁻¹²
/// on, on both sides of 0.
/// </summary>
internal static class ParameterHistogram
{
    private const double Smallest = 1e-12, Largest = 1e20, Growth = 1.1;

    private static readonly double[] Limits = MakeLimits();

    /// <summary>Counts numbers.</summary>
    internal static Histogram Of(ReadOnlySpan<float> numbers)
    {
        var counts = new double[Limits.Length];
        var histogram = new Histogram { Min = double.MaxValue, Max = double.MinValue, Count = numbers.Length };
        foreach (float number in numbers)
        {
            histogram.Min = Math.Min(histogram.Min, number);
            histogram.Max = Math.Max(histogram.Max, number);
            histogram.Sum += number;
            histogram.SumOfSquares += (double)number * number;
            counts[BucketOf(number)]++;
        }

        (int first, int last) = (Array.FindIndex(counts, count => count > 0), Array.FindLastIndex(counts, count => count > 0));
        for (int i = first; i >= 0 && i <= last; i++)
        {
            histogram.BucketLimit.Add(Limits[i]);
            histogram.Bucket.Add(counts[i]);
        }

        return histogram;
    }

    /// <summary>The first bucket whose limit is above the number.</summary>
    private static int BucketOf(double number)
    {
        int found = Array.BinarySearch(Limits, number);
        return Math.Min(found >= 0 ? found + 1 : ~found, Limits.Length - 1);
    }

    private static double[] MakeLimits()
    {
        var positive = new List<double>();
        for (double limit = Smallest; limit < Largest; limit *= Growth) positive.Add(limit);
        positive.Add(double.MaxValue);
        var limits = new List<double>();
        for (int i = positive.Count - 1; i >= 0; i--) limits.Add(-positive[i]);
        limits.Add(0);
        limits.AddRange(positive);
        return [.. limits];
    }
}
