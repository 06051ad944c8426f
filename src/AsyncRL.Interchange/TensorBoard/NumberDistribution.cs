using AsyncRL.Interchange.TensorBoard.Format;

namespace AsyncRL.Interchange.TensorBoard;

/// <summary>
/// The distribution of numbers, which may come in several blocks. The buckets are those of TensorBoard's own writers: their limits grow by
/// a tenth from 10⁻¹² on, on both sides of 0.
/// </summary>
internal sealed class NumberDistribution
{
    private const double Smallest = 1e-12, Largest = 1e20, Growth = 1.1;

    private static readonly double[] Limits = MakeLimits();

    private readonly double[] _counts = new double[Limits.Length];
    private double _least = double.MaxValue, _most = double.MinValue, _sum, _squares;
    private long _count;

    /// <summary>Counts the numbers of one block.</summary>
    internal static Histogram Of(ReadOnlySpan<float> numbers)
    {
        var distribution = new NumberDistribution();
        distribution.Add(numbers);
        return distribution.ToHistogram();
    }

    /// <summary>Counts more numbers.</summary>
    internal void Add(ReadOnlySpan<float> numbers)
    {
        foreach (float number in numbers)
        {
            (_least, _most) = (Math.Min(_least, number), Math.Max(_most, number));
            _sum += number;
            _squares += (double)number * number;
            _counts[BucketOf(number)]++;
        }

        _count += numbers.Length;
    }

    /// <summary>Makes the message of the format.</summary>
    internal Histogram ToHistogram()
    {
        var histogram = new Histogram { Min = _least, Max = _most, Count = _count, Sum = _sum, SumOfSquares = _squares };
        (int first, int last) = (Array.FindIndex(_counts, count => count > 0), Array.FindLastIndex(_counts, count => count > 0));
        for (int i = first; i >= 0 && i <= last; i++)
        {
            histogram.BucketLimit.Add(Limits[i]);
            histogram.Bucket.Add(_counts[i]);
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
