using AsyncRL.TestSources;

namespace AsyncRL.Numerics.Tests.Infrastructure;

public class PropertyCheckTests
{
    [Fact]
    public void A_failure_names_the_subject_the_replay_seed_and_the_smallest_rows()
    {
        Exception failure = Assert.ThrowsAny<Exception>(() => PropertyCheck.ForAll("dense", 100, draw => Assert.True(draw.Rows < 5)));
        Assert.Contains("dense-Falsifiable", failure.Message, StringComparison.Ordinal);
        Assert.Matches(@"\(\d+,\d+\)", failure.Message);
        Assert.Contains("Rows = 5 }", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Draws_cover_all_rows_and_large_seeds()
    {
        var rows = new HashSet<int>();
        ulong largest = 0;
        PropertyCheck.ForAll("draws", 1000, draw =>
        {
            rows.Add(draw.Rows);
            largest = Math.Max(largest, draw.Seed);
        });
        Assert.Equal(PropertyCheck.LargestRows, rows.Count);
        Assert.True(largest > ulong.MaxValue / 2);
    }

    [Fact]
    public void In_continuous_integration_the_seed_is_fixed_and_elsewhere_only_on_request()
    {
        string fixedSeed = PropertyConfiguration.ChooseReplay("true", null)!;
        Assert.Equal(fixedSeed, PropertyConfiguration.ChooseReplay("true", null));
        Assert.Equal("1,3", PropertyConfiguration.ChooseReplay("true", "1,3"));
        Assert.Equal("1,3", PropertyConfiguration.ChooseReplay(null, "1,3"));
        Assert.Null(PropertyConfiguration.ChooseReplay(null, null));
        Assert.Null(PropertyConfiguration.For("subject", 1, null).Replay);
        Assert.NotNull(PropertyConfiguration.For("subject", 1, fixedSeed).Replay);
    }
}
