using System.Linq;
using AsyncRL.Core.Randomness;
using AsyncRL.TestStatistics;
using AsyncRL.Training.Execution;

namespace AsyncRL.Training.Tests.Actors;

public class DelayTests
{
    private const int Draws = 200_000;

    [Theory]
    [InlineData("constant")]
    [InlineData("uniform")]
    [InlineData("geometric")]
    public void A_mean_of_zero_is_no_delay_and_costs_no_chance(string distribution)
    {
        var generator = new RandomGenerator(1);
        GeneratorState before = generator.State;
        Assert.Equal(0, new Delay(distribution, 0).Draw(generator));
        Assert.Equal(before, generator.State);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7.4, 7)]
    [InlineData(7.6, 8)]
    [InlineData(1_000_000, 1_000_000)]
    public void A_constant_delay_is_the_mean_rounded(double mean, int expected) =>
        Assert.All(Draw("constant", mean, 100), delay => Assert.Equal(expected, delay));

    [Fact]
    public void A_uniform_delay_is_any_whole_number_up_to_twice_the_mean_alike()
    {
        var counts = new long[7];
        foreach (int delay in Draw("uniform", 3, Draws)) counts[delay]++;
        ChiSquaredTest.IsUniform(counts);
    }

    /// <summary>P(n) = (1 − q) qⁿ with q = 3/4, whose mean is q / (1 − q) = 3. The last cell counts all longer delays.</summary>
    [Fact]
    public void A_geometric_delay_has_no_memory()
    {
        const int Cells = 12;
        const double Q = 0.75;
        var counts = new long[Cells + 1];
        foreach (int delay in Draw("geometric", 3, Draws)) counts[Math.Min(delay, Cells)]++;
        ChiSquaredTest.Fits(counts, [.. Enumerable.Range(0, Cells).Select(n => (1 - Q) * Math.Pow(Q, n)), Math.Pow(Q, Cells)]);
    }

    /// <summary>The tolerance is five standard errors.</summary>
    [Theory]
    [InlineData("uniform", 3, 2)]
    [InlineData("uniform", 50, 29.2)]
    [InlineData("geometric", 0.5, 0.87)]
    [InlineData("geometric", 3, 3.47)]
    [InlineData("geometric", 50, 50.5)]
    public void The_mean_is_the_one_asked_for(string distribution, double mean, double deviation)
    {
        int[] delays = Draw(distribution, mean, Draws);
        Assert.Equal(mean, delays.Average(), 5 * deviation / Math.Sqrt(Draws));
        Assert.Equal(0, delays.Min());
    }

    private static int[] Draw(string distribution, double mean, int draws)
    {
        var delay = new Delay(distribution, mean);
        var generator = new RandomGenerator(1);
        return [.. Enumerable.Range(0, draws).Select(_ => delay.Draw(generator))];
    }
}
