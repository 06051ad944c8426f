using AsyncRL.Core.Randomness;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Training.Tests.Statistics;

/// <summary>The interquartile mean and its interval, against values computed by hand and against known distributions.</summary>
public sealed class SeedStatisticsTests
{
    /// <summary>The weights of the sorted values are those between n/4 and 3n/4; their sum is n/2.</summary>
    [Theory]
    [InlineData("7", 7)]
    [InlineData("10 4 1", ((0.25 * 1) + 4 + (0.25 * 10)) / 1.5)]
    [InlineData("100 2 3 -50", 2.5)]
    [InlineData("1 2 4 8 16", ((0.75 * 2) + 4 + (0.75 * 8)) / 2.5)]
    [InlineData("512 256 128 64 32 16 8 4 2 1", ((0.5 * 4) + 8 + 16 + 32 + 64 + (0.5 * 128)) / 5)]
    [InlineData("0 0 0 1 2 3 9 9", 1.5)]
    public void The_interquartile_mean_is_that_of_the_middle_half(string values, double expected) =>
        Assert.Equal(expected, InterquartileMean.Of(Read(values)), 1e-12);

    [Fact]
    public void Values_outside_the_middle_half_have_no_effect()
    {
        double[] values = [1, 2, 3, 4, 5, 6, 7, 8];
        double expected = InterquartileMean.Of(values);
        (values[0], values[1], values[6], values[7]) = (-1e9, 2, 7, 1e9);
        Assert.Equal(expected, InterquartileMean.Of(values), 1e-12);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(10)]
    public void Equal_values_have_exactly_their_value_and_an_interval_without_width(int count)
    {
        var values = new double[count];
        Array.Fill(values, 0.1);
        Assert.Equal(0.1, InterquartileMean.Of(values));
        Assert.Equal(new BootstrapInterval(0.1, 0.1), BootstrapInterval.Of(values));
    }

    [Fact]
    public void One_run_has_no_interval_and_no_runs_have_no_statistics()
    {
        SeedStatistics one = SeedStatistics.Of([3, double.NaN]), none = SeedStatistics.Of([]);
        Assert.Equal((1, 3.0, 0.0, 3.0, 3.0), (one.Runs, one.Mean, one.Deviation, one.Median, one.InterquartileMean));
        Assert.Equal(new BootstrapInterval(double.NaN, double.NaN), one.Interval);
        Assert.Equal(0, none.Runs);
        double[] figures =
        [
            none.Mean, none.Deviation, none.Median, none.Minimum, none.Maximum, none.InterquartileMean, none.Interval.Low,
            none.Interval.High,
        ];
        Assert.All(figures, figure => Assert.Equal(double.NaN, figure));
    }

    [Fact]
    public void The_other_statistics_are_those_of_the_textbook()
    {
        SeedStatistics statistics = SeedStatistics.Of([4, 1, 2, 9]);
        Assert.Equal((4, 4.0, 3.0), (statistics.Runs, statistics.Mean, statistics.Median));
        Assert.Equal((1.0, 9.0), (statistics.Minimum, statistics.Maximum));
        Assert.Equal(Math.Sqrt((0 + 9 + 4 + 25) / 3.0), statistics.Deviation, 1e-12);
        Assert.Equal(3, statistics.InterquartileMean, 1e-12);
    }

    /// <summary>
    /// With two values 0 and 1 a resample has the interquartile mean 0, ½ and 1 with the probabilities ¼, ½ and ¼. Therefore the 2.5 % and
    /// the 97.5 % quantile are 0 and 1.
    /// </summary>
    [Fact]
    public void Two_values_are_the_ends_of_their_interval() => Assert.Equal(new BootstrapInterval(0, 1), BootstrapInterval.Of([1, 0]));

    [Fact]
    public void The_same_values_in_any_order_give_the_same_bits() =>
        Assert.Equal(BootstrapInterval.Of([0.3, 0.9, 0.1, 0.7, 0.2]), BootstrapInterval.Of([0.9, 0.2, 0.7, 0.1, 0.3]));

    /// <summary>
    /// The standard error of a share of 400 samples is 1 to 2 %. With 3 values the interval is at most their range, which contains the
    /// center with the probability 1 − 2/2³ = 75 %.
    /// </summary>
    [Theory]
    [InlineData(3, 0.71, 0.79)]
    [InlineData(5, 0.88, 0.95)]
    [InlineData(10, 0.92, 0.98)]
    [InlineData(20, 0.92, 0.98)]
    public void The_interval_covers_the_center_of_a_symmetric_distribution_about_as_often_as_it_states(int count, double low, double high)
    {
        const int Samples = 400;
        const double Center = 5;
        var generator = new RandomGenerator(2021);
        var values = new double[count];
        int covered = 0;
        for (int sample = 0; sample < Samples; sample++)
        {
            for (int i = 0; i < count; i++) values[i] = Center + generator.NextNormal();
            BootstrapInterval interval = BootstrapInterval.Of(values);
            if (interval.Low <= Center && Center <= interval.High) covered++;
        }

        Assert.InRange(covered / (double)Samples, low, high);
    }

    private static double[] Read(string values) => Array.ConvertAll(values.Split(' '), double.Parse);
}
