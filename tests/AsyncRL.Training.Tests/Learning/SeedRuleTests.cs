namespace AsyncRL.Training.Tests.Learning;

public class SeedRuleTests
{
    /// <summary>
    /// No failure in 130 seeds bounds the rate by 2.3 %. At that rate five failures of nine have the probability C(9, 5) · 0.023⁵ and a
    /// little.
    /// </summary>
    [Fact]
    public void The_chance_of_failing_by_luck_follows_from_what_was_measured()
    {
        double rate = 1 - Math.Pow(0.05, 1.0 / 130), other = 1 - rate;
        double expected = (126 * Math.Pow(rate, 5) * Math.Pow(other, 4)) + (84 * Math.Pow(rate, 6) * Math.Pow(other, 3))
            + (36 * Math.Pow(rate, 7) * other * other) + (9 * Math.Pow(rate, 8) * other) + Math.Pow(rate, 9);
        Assert.Equal(expected, SeedRule.MostOfNine.ChanceOfLuck, 1e-12);
        Assert.InRange(SeedRule.MostOfNine.ChanceOfLuck, 5e-7, SeedRule.LargestChance);
        Assert.InRange(SeedRule.TwoOfEight.ChanceOfLuck, 3e-7, SeedRule.LargestChance);
        Assert.InRange(new SeedRule(2, 16, 5, 30).ChanceOfLuck, 2e-7, SeedRule.LargestChance);
        Assert.Equal(1, new SeedRule(1, 1, 3, 3).ChanceOfLuck);
    }

    /// <summary>A rule with one seed, if five seeds of thirty failed.</summary>
    [Fact]
    public void A_rule_that_luck_breaks_is_refused_before_anything_is_trained()
    {
        string sentence = Assert.ThrowsAny<Xunit.Sdk.XunitException>(
            () => new SeedRule(1, 1, 5, 30).Assert(_ => throw new InvalidOperationException(), 1)).Message;
        Assert.Contains("The test would fail by luck once in 3 times.", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(9, 9)]
    public void It_trains_until_enough_seeds_have_reached_the_bar(int goodFrom, int expected)
    {
        var seeds = new List<ulong>();
        SeedRule.MostOfNine.Assert(
            seed =>
            {
                seeds.Add(seed);
                return goodFrom == 5 || seed > 4 ? 1 : 0;
            },
            1);
        Assert.Equal(expected, seeds.Count);
    }

    [Fact]
    public void It_fails_once_too_many_have_missed_it_and_says_what_each_reached()
    {
        int trained = 0;
        string sentence = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => SeedRule.MostOfNine.Assert(seed =>
        {
            trained++;
            return seed <= 4 ? 1 : 0.5;
        }, 0.95)).Message;
        Assert.Equal(9, trained);
        Assert.Contains(
            "Seeds from 1 reached 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5; 5 of 9 must reach 0.95.", sentence, StringComparison.Ordinal);
    }
}
