using System.Collections.Immutable;
using AsyncRL.Profiling;

namespace AsyncRL.Training.Tests.Profiling;

/// <summary>The rate of a set-up from those of its rounds.</summary>
public class RateTests
{
    [Theory]
    [InlineData(new double[] { 10, 90, 20 }, 20)]
    [InlineData(new double[] { 0, 30, 0, 0, 30 }, 12)]
    public void It_is_their_median_or_their_mean_if_segments_are_longer_than_rounds(double[] rates, double expected) =>
        Assert.Equal(expected, Of(rates).MedianRate, 1e-12);

    [Fact]
    public void A_speed_up_is_the_median_of_ratios_or_the_ratio_of_rates()
    {
        Assert.Equal(3, Scaling.SpeedUp(Of([30, 40, 90]), Of([10, 20, 10])), 1e-12);
        Assert.Equal(1.5, Scaling.SpeedUp(Of([0, 60, 30]), Of([20, 20, 20])), 1e-12);
        Assert.Equal(0.5, Scaling.SpeedUp(Of([10, 10, 10]), Of([0, 60, 0])), 1e-12);
    }

    private static SetupProfile Of(double[] rates) => new(new ProfileSetup("", []), ImmutableArray.Create(rates), [], 0);
}
