using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Tests.Infrastructure;

namespace AsyncRL.Numerics.Tests.Losses;

public class SquaredErrorTests
{
    [Theory]
    [InlineData(2, 9)]
    [InlineData(1, 4.5)]
    [InlineData(0.5, 2.25)]
    public void The_weight_is_the_factor_of_the_gradient_and_twice_that_of_the_square(double weight, double value)
    {
        Assert.Equal(value, SquaredError.Value(weight, 7, 4));
        Assert.Equal(weight * 3, SquaredError.Gradient(weight, 7, 4));
        Assert.Equal((float)(weight * 3), SquaredError.Gradient((float)weight, 7, 4));
    }

    [Fact]
    public void At_the_target_error_and_gradient_are_0()
    {
        Assert.Equal(0, SquaredError.Value(2.0, 4, 4));
        Assert.Equal(0, SquaredError.Gradient(2.0, 4, 4));
    }

    [Fact]
    public void A_small_step_against_the_gradient_lowers_the_error() => PropertyCheck.ForAll("squared error", 200, draw =>
    {
        var generator = new RandomGenerator(draw.Seed);
        double weight = 0.1 + generator.NextDouble(), value = generator.NextNormal(), target = generator.NextNormal();
        double stepped = value - (1e-3 * SquaredError.Gradient(weight, value, target));
        Assert.True(SquaredError.Value(weight, stepped, target) <= SquaredError.Value(weight, value, target));
        Assert.True(Math.Abs(stepped - target) < Math.Abs(value - target) || value == target);
    });
}
