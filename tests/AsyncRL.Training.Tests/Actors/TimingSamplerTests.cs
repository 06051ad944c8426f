using AsyncRL.Algorithms.Metrics;

namespace AsyncRL.Training.Tests.Actors;

public class TimingSamplerTests
{
    private const int Marks = 16;

    /// <summary>A segment of one second, compared with which the time stamps cost little on any machine.</summary>
    private const long Long = 1_000_000_000;

    [Fact]
    public void Long_segments_are_all_timed()
    {
        var sampler = new TimingSampler();
        for (int i = 0; i < 100; i++)
        {
            Assert.True(sampler.Next());
            Assert.Equal(1, sampler.Stride);
            sampler.Observe(Long, Marks);
        }
    }

    [Fact]
    public void Of_segments_shorter_than_their_time_stamps_one_in_a_thousand_is_timed()
    {
        var sampler = new TimingSampler();
        Assert.Equal(1024, Shorten(sampler));
        for (int block = 0; block < 50; block++)
        {
            int timed = 0;
            for (int i = 0; i < 1024; i++) timed += sampler.Next() ? 1 : 0;
            Assert.Equal(1, timed);
        }
    }

    [Fact]
    public void One_interrupted_segment_changes_no_stride()
    {
        var sampler = new TimingSampler();
        for (int i = 0; i < 100; i++) sampler.Observe(Long, Marks);
        sampler.Observe(1, Marks);
        Assert.True(sampler.Next());
        Assert.True(sampler.Next());
        Assert.Equal(1, sampler.Stride);
    }

    [Fact]
    public void When_segments_grow_long_all_are_timed_again()
    {
        var sampler = new TimingSampler();
        Shorten(sampler);
        int timed = 0;
        for (int i = 0; i < 1024 * 2000 && sampler.Stride > 1; i++)
        {
            if (!sampler.Next()) continue;
            timed++;
            sampler.Observe(Long, Marks);
        }

        Assert.Equal(1, sampler.Stride);
        Assert.InRange(timed, 100, 2000);
    }

    [Fact]
    public void If_asked_to_it_times_every_segment_however_short()
    {
        var sampler = new TimingSampler { EverySegment = true };
        for (int i = 0; i < 1000; i++)
        {
            Assert.True(sampler.Next());
            sampler.Observe(1, Marks);
        }
    }

    [Fact]
    public void An_interrupted_segment_counts_for_itself_only()
    {
        var sampler = new TimingSampler();
        int stride = Shorten(sampler);
        Assert.Equal(stride, sampler.Observe(1, Marks));
        Assert.Equal(1, sampler.Observe(Long, Marks));
        Assert.Equal(stride, sampler.Observe(1, Marks));
    }

    /// <summary>
    /// Episodes of nine agent steps give alternating segments of five and four: every 1024th segment would have the same length.
    /// </summary>
    [Fact]
    public void Weighted_counts_are_unbiased_whatever_the_rhythm_of_the_segments()
    {
        const int Period = 4, Blocks = 4000;
        var sampler = new TimingSampler();
        int stride = Shorten(sampler);
        var weights = new long[Period];
        for (int i = 0; i < Blocks * stride; i++)
        {
            if (sampler.Next()) weights[i % Period] += sampler.Stride;
        }

        // Each count is binomial: 4 standard deviations are 11 %.
        double expected = (double)Blocks * stride / Period;
        Assert.All(weights, weight => Assert.InRange(weight / expected, 0.89, 1.11));
    }

    /// <returns>The stride for the shortest segments.</returns>
    private static int Shorten(TimingSampler sampler)
    {
        for (int i = 0; i < 1000; i++) sampler.Observe(1, Marks);
        Assert.True(sampler.Next());
        sampler.Next();
        int stride = sampler.Stride;
        for (int i = 1; i < stride; i++) sampler.Next();
        return stride;
    }
}
