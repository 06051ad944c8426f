using System.Linq;
using AsyncRL.Core.Randomness;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Training.Tests.Statistics;

/// <summary>The score over the best settings, against values computed by hand and against studies of known settings.</summary>
public sealed class BestSettingsTests
{
    [Fact]
    public void The_best_settings_by_the_means_of_their_runs_give_the_score()
    {
        double[][] settings = [[1, 3], [5, 5], [], [2, 10]];
        var one = BestSettings.Of(settings, 1);
        Assert.Equal((3, 6.0, 6.0), (one.Settings, one.Mean.Value, one.InterquartileMean.Value));
        Assert.Equal([3], one.Chosen.ToArray());

        // Without the first runs 10 is the best, and the first run there is 2. Without the second ones 5 is, and the second there is 5.
        Assert.Equal(3.5, one.OfOtherRuns);
        var two = BestSettings.Of(settings, 2);
        Assert.Equal([3, 1], two.Chosen.ToArray());
        Assert.Equal((5.5, 5.0), (two.Mean.Value, two.InterquartileMean.Value));
        Assert.Equal(3, BestSettings.Of(settings, 9).Chosen.Length);
    }

    [Fact]
    public void Smaller_scores_can_be_the_better_ones_and_a_time_that_never_came_is_the_worst()
    {
        double[][] settings = [[30, double.PositiveInfinity], [20, 40], [10, 60]];
        var best = BestSettings.Of(settings, 2, isSmallerBetter: true);
        Assert.Equal([1, 2], best.Chosen.ToArray());
        Assert.Equal(32.5, best.Mean.Value);
        Assert.Equal(double.PositiveInfinity, BestSettings.Of(settings, 3, isSmallerBetter: true).Mean.Value);
    }

    [Fact]
    public void Settings_without_enough_runs_have_no_interval_and_no_score_of_other_runs()
    {
        var none = BestSettings.Of([[]], 1);
        Assert.Equal((0, double.NaN, double.NaN), (none.Settings, none.Mean.Value, none.Mean.Interval.Low));
        var one = BestSettings.Of([[4]], 1);
        Assert.Equal((4.0, double.NaN, double.NaN), (one.Mean.Value, one.Mean.Interval.Low, one.OfOtherRuns));
        Assert.True(double.IsFinite(BestSettings.Of([[4], [5]], 1).Mean.Interval.Low));
        Assert.True(double.IsFinite(BestSettings.Of([[4, 5]], 1).Mean.Interval.Low));
        Assert.Throws<ArgumentOutOfRangeException>(() => BestSettings.Of([[4]], 0));
    }

    /// <summary>An interval of the chosen runs alone would have no width here, because the best setting has a single run.</summary>
    [Fact]
    public void The_intervals_repeat_the_choice()
    {
        double[][] settings = [.. Enumerable.Range(0, 10).Select(i => new double[] { i })];
        var best = BestSettings.Of(settings, 1);
        Assert.Equal(9, best.Mean.Value);

        // A resample has nothing above 6 with the probability 0.7^10 = 2.8 %, and nothing above 5 with 0.6 %.
        Assert.Equal((6, 9), (best.Mean.Interval.Low, best.Mean.Interval.High));
        Assert.Equal(best.Mean.Interval, BestSettings.Of(settings, 1).Mean.Interval);
    }

    /// <summary>All settings are equally good, so that the best are those whose runs were lucky.</summary>
    [Fact]
    public void The_score_is_optimistic_and_that_of_other_runs_is_not()
    {
        (double chosen, double others) = (0, 0);
        const int Studies = 3000;
        for (int study = 0; study < Studies; study++)
        {
            var best = BestSettings.Of(Draw(new RandomGenerator(7).Split((ulong)study), 20, 4, 0), 5, resamples: 1);
            chosen += best.Mean.Value / Studies;
            others += best.OfOtherRuns / Studies;
        }

        // The mean of the best 5 of 20 normal scores is 1.24 standard deviations, of which means of 4 runs have a half.
        Assert.InRange(chosen, 0.6, 0.65);
        Assert.InRange(others, -0.02, 0.02);
    }

    /// <summary>The intervals should contain what the whole procedure gives on average over studies, with others of both.</summary>
    [Theory]
    [InlineData(50, 1)]
    [InlineData(20, 3)]
    public void The_intervals_contain_the_mean_over_studies_about_as_often_as_they_say(int settings, int runs)
    {
        const int Studies = 200;
        var all = new BestSettings[Studies];
        for (int study = 0; study < Studies; study++)
            all[study] = BestSettings.Of(Draw(new RandomGenerator(3).Split((ulong)study), settings, runs, 1), 5, resamples: 400);
        double mean = all.Average(best => best.Mean.Value);
        double middle = all.Average(best => best.InterquartileMean.Value);
        Assert.InRange(all.Count(best => Contains(best.Mean, mean)) / (double)Studies, 0.85, 0.99);
        Assert.InRange(all.Count(best => Contains(best.InterquartileMean, middle)) / (double)Studies, 0.85, 0.99);
    }

    private static bool Contains(Estimate estimate, double value) =>
        estimate.Interval.Low <= value && value <= estimate.Interval.High;

    /// <summary>Settings whose qualities are normal, with runs that differ from them by a standard deviation of 1.</summary>
    private static double[][] Draw(RandomGenerator generator, int settings, int runs, double deviation)
    {
        var scores = new double[settings][];
        for (int i = 0; i < settings; i++)
        {
            double quality = deviation * generator.NextNormal();
            scores[i] = [.. Enumerable.Range(0, runs).Select(_ => quality + generator.NextNormal())];
        }

        return scores;
    }
}
