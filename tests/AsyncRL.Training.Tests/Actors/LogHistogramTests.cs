using AsyncRL.Algorithms.Metrics;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Training.Tests.Actors;

public class LogHistogramTests
{
    [Fact]
    public void Every_number_below_64_has_a_bucket_of_its_own()
    {
        var histogram = new LogHistogram();
        for (int value = 0; value < 64; value++) histogram.Add(value, weight: value + 1);
        int expected = 0;
        foreach ((long from, long to, long count) in histogram.Read().NonEmptyBuckets())
        {
            Assert.Equal((expected, expected + 1, expected + 1), (from, to, count));
            expected++;
        }

        Assert.Equal(64, expected);
    }

    [Fact]
    public void A_larger_number_lies_in_a_bucket_at_most_one_part_in_32_wide()
    {
        var generator = new RandomGenerator(1);
        for (int i = 0; i < 5000; i++)
        {
            long value = (long)(generator.NextUInt64() >> (22 + generator.NextInteger(35)));
            var histogram = new LogHistogram();
            histogram.Add(value);
            (long from, long to, long count) = Assert.Single(histogram.Read().NonEmptyBuckets());
            Assert.Equal(1, count);
            Assert.InRange(value, from, to - 1);
            Assert.True((to - from) * 32 <= Math.Max(32, from), $"The bucket of {value} reaches from {from} to {to}.");
        }
    }

    [Fact]
    public void Numbers_beyond_the_buckets_are_counted_in_the_last()
    {
        var histogram = new LogHistogram();
        histogram.Add(long.MaxValue);
        histogram.Add(1L << 42);
        histogram.Add(-1);
        Assert.Equal(3, histogram.Read().Total);
        Assert.Equal(2, new List<(long From, long To, long Count)>(histogram.Read().NonEmptyBuckets())[^1].Count);
        Assert.Equal(long.MaxValue, histogram.Read().Largest);
    }

    [Fact]
    public void Quantiles_lie_within_a_bucket_of_those_of_the_numbers()
    {
        var generator = new RandomGenerator(2);
        var histogram = new LogHistogram();
        var values = new long[20_000];
        foreach (ref long value in values.AsSpan()) histogram.Add(value = (long)Math.Exp(12 * generator.NextDouble()));
        Array.Sort(values);
        HistogramCounts counts = histogram.Read();
        foreach (double share in (double[])[0.001, 0.05, 0.5, 0.95, 0.99])
        {
            double exact = values[(int)Math.Ceiling(share * values.Length) - 1];
            Assert.InRange(counts.Quantile(share), exact * 0.98, exact * 1.02);
        }

        Assert.Equal(values[^1], counts.Quantile(1));
        Assert.Equal(values[^1], counts.Largest);
        double mean = 0;
        foreach (long value in values) mean += value / (double)values.Length;
        Assert.InRange(counts.Mean, mean * 0.99, mean * 1.01);
    }

    [Fact]
    public void Nothing_has_no_quantile_and_no_mean()
    {
        HistogramCounts nothing = new LogHistogram().Read();
        Assert.Equal(0, nothing.Total);
        Assert.True(double.IsNaN(nothing.Quantile(0.5)));
        Assert.True(double.IsNaN(nothing.Mean));
    }

    [Fact]
    public void What_came_since_is_told_from_what_was_before()
    {
        var histogram = new LogHistogram();
        foreach (long value in (long[])[1, 2, 50, 1000]) histogram.Add(value);
        HistogramCounts earlier = histogram.Read();
        foreach (long value in (long[])[2, 3]) histogram.Add(value);
        HistogramCounts since = histogram.Read().Since(earlier);
        Assert.Equal([(2, 3, 1), (3, 4, 1)], since.NonEmptyBuckets());
        Assert.Equal(3, since.Largest);
        Assert.Equal([(1, 2, 1), (2, 3, 3), (3, 4, 2), (50, 51, 1), (992, 1008, 1)], histogram.Read().Plus(since).NonEmptyBuckets());
    }
}
