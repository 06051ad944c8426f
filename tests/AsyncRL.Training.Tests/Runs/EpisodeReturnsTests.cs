using System.Linq;
using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>The returns that an evaluation keeps.</summary>
public class EpisodeReturnsTests
{
    [Fact]
    public void Up_to_a_thousand_returns_are_kept_from_the_smallest_to_the_largest()
    {
        Assert.Equal([-2, 1, 1, 3.5], EpisodeReturns.Of([1, 3.5, -2, 1]).Values);
        Assert.Equal(1000, EpisodeReturns.Of(Enumerable.Range(0, 1000).Select(i => (double)(i * 7 % 1000))).Values.Count);
        Assert.Empty(EpisodeReturns.None.Values);
    }

    [Theory]
    [InlineData(1001)]
    [InlineData(1999)]
    [InlineData(100_000)]
    public void Of_more_there_are_evenly_spaced_quantiles(int episodes)
    {
        IReadOnlyList<double> kept = EpisodeReturns.Of(Enumerable.Range(0, episodes).Reverse().Select(i => (double)i)).Values;
        Assert.Equal(1000, kept.Count);
        Assert.Equal((0.0, episodes - 1.0), (kept[0], kept[^1]));
        double spacing = (episodes - 1) / 999.0;
        for (int i = 0; i < kept.Count; i++) Assert.InRange(kept[i], (i * spacing) - 1, (i * spacing) + 1e-6);
    }

    [Fact]
    public void They_are_equal_if_their_numbers_are()
    {
        EpisodeReturns some = EpisodeReturns.Of([1, 2]), same = EpisodeReturns.Of([2, 1]), other = EpisodeReturns.Of([1, 3]);
        Assert.Equal((some, some.GetHashCode()), (same, same.GetHashCode()));
        Assert.NotEqual(some, other);
        Assert.Equal(EpisodeReturns.None, EpisodeReturns.Of([]));
    }
}
