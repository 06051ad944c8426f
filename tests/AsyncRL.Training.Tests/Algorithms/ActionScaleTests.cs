using AsyncRL.Algorithms.Parts;
using AsyncRL.Environments;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>The mapping from the numbers of a Gaussian policy to the environment's actions.</summary>
public class ActionScaleTests
{
    [Theory]
    [InlineData(-1000, 1000, 0.5, 500)]
    [InlineData(0, 0.01, -1, 0)]
    [InlineData(0, 0.01, 1, 0.01)]
    [InlineData(0, 1, 0, 0.5)]
    [InlineData(-1, 3, 0.5, 2)]
    [InlineData(-1, 1, 0.3, 0.3)]
    [InlineData(-2, 2, 3, 6)]
    public void Minus_one_and_one_are_the_bounds(float low, float high, float drawn, float expected) =>
        Assert.Equal(expected, Map(low, high, "bounds", drawn), 1e-6f * Math.Max(1, Math.Abs(expected)));

    /// <summary>Bounds of ±1 equal the policy's range, so that scaling changes no bit of runs on such tasks.</summary>
    [Theory]
    [InlineData(0.123456789f)]
    [InlineData(-7.5f)]
    public void At_the_bounds_one_a_number_is_itself(float drawn) => Assert.Equal(drawn, Map(-1, 1, "bounds", drawn));

    [Theory]
    [InlineData(-1000, 1000)]
    [InlineData(0, 0.01)]
    public void Unscaled_a_number_is_itself(float low, float high) => Assert.Equal(0.7f, Map(low, high, "none", 0.7f));

    [Theory]
    [InlineData(float.NegativeInfinity, 5)]
    [InlineData(0, float.PositiveInfinity)]
    public void Without_two_bounds_a_number_is_itself(float low, float high) => Assert.Equal(0.7f, Map(low, high, "bounds", 0.7f));

    [Fact]
    public void The_largest_bounds_do_not_overflow() => Assert.Equal(
        float.MaxValue / 2, Map(-float.MaxValue, float.MaxValue, "bounds", 0.5f), float.MaxValue * 1e-6f);

    [Fact]
    public void Each_number_has_bounds_of_its_own()
    {
        var action = new float[3];
        ActionSpecification actions = ActionSpecification.Continuous([-2, 0, float.NegativeInfinity], [2, 10, 1]);
        new ActionScale(actions, scalesToBounds: true).Map([0.5f, -1, 7], action);
        Assert.Equal([1, 0, 7], action);
    }

    private static float Map(float low, float high, string scaling, float drawn)
    {
        var action = new float[1];
        new ActionScale(ActionSpecification.Continuous(1, low, high), scaling == "bounds").Map([drawn], action);
        return action[0];
    }
}
