using AsyncRL.Core.Randomness;
using AsyncRL.Training.Statistics;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Statistics;

public sealed class PerformanceProfileTests
{
    [Fact]
    public void A_share_is_that_of_the_runs_above_the_threshold()
    {
        TaskScores scores = AggregatesTests.Scores(("a", [0, 0.5, 0.5, 1]), ("b", [0.25]));
        PerformanceProfile profile = PerformanceProfile.Of(scores, [-1, 0, 0.25, 0.5, 0.75, 1], 200);
        Assert.Equal<double>([1, 0.8, 0.6, 0.2, 0.2, 0], profile.Shares);
        Assert.Equal<double>([-1, 0, 0.25, 0.5, 0.75, 1], profile.Thresholds);
        Assert.Equal(new BootstrapInterval(1, 1), profile.Band[0]);
        Assert.Equal(new BootstrapInterval(0, 0), profile.Band[5]);
    }

    [Fact]
    public void A_profile_and_its_band_fall_from_one_to_zero() => PropertyCheck.ForAllSeeds("a profile", 50, seed =>
    {
        var generator = new RandomGenerator(seed);
        var runs = new List<(string, double)>();
        for (int run = 0; run < 4 + generator.NextInteger(20); run++)
            runs.Add(($"task {generator.NextInteger(3)}", Math.Tanh(generator.NextNormal())));
        double[] grid = new double[41];
        for (int i = 0; i < grid.Length; i++) grid[i] = (i - 20) / 20.0;
        PerformanceProfile profile = PerformanceProfile.Of(new TaskScores(runs), grid, 100);
        Assert.Equal((1.0, 0.0), (profile.Shares[0], profile.Shares[^1]));
        for (int i = 1; i < grid.Length; i++)
        {
            Assert.True(profile.Shares[i] <= profile.Shares[i - 1]);
            Assert.True(double.IsNaN(profile.Band[i].Low) || profile.Band[i].Low <= profile.Band[i - 1].Low);
            Assert.True(double.IsNaN(profile.Band[i].High) || profile.Band[i].High <= profile.Band[i - 1].High);
        }
    });
}
