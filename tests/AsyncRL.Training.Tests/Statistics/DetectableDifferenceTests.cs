using AsyncRL.Core.Randomness;
using AsyncRL.Training.Statistics;
using MathNet.Numerics.Distributions;

namespace AsyncRL.Training.Tests.Statistics;

public sealed class DetectableDifferenceTests
{
    /// <summary>
    /// scipy 1.10.1: <c>t = stats.t.ppf(0.975, n + m - 2); s = sqrt(1/n + 1/m); brentq(lambda d: stats.nct.sf(t, n + m - 2, d / s) +
    /// stats.nct.cdf(-t, n + m - 2, d / s) - 0.8, 1e-3, 50)</c>.
    /// </summary>
    [Theory]
    [InlineData(2, 2, 5.653489266395657)]
    [InlineData(3, 3, 3.070892266363692)]
    [InlineData(5, 5, 2.0244393392691653)]
    [InlineData(5, 20, 1.4627963282165217)]
    [InlineData(10, 10, 1.324947392579203)]
    [InlineData(20, 20, 0.9091290328949533)]
    [InlineData(30, 30, 0.7356210693021928)]
    [InlineData(64, 64, 0.4990691779618879)]
    public void It_is_that_of_the_noncentral_t_distribution(int first, int second, double expected)
    {
        Assert.Equal(expected, DetectableDifference.Of(first, second), 1e-6);
        Assert.Equal(expected, DetectableDifference.Of(second, first), 1e-6);
        if (first == second) Assert.Equal(expected, DetectableDifference.Of(first), 1e-6);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(5, 1)]
    [InlineData(0, 0)]
    public void A_single_run_shows_no_difference(int first, int second) =>
        Assert.Equal(double.NaN, DetectableDifference.Of(first, second));

    /// <summary>For many runs the test is that of normal numbers: 1.96 + 0.8416 standard errors.</summary>
    [Fact]
    public void Many_runs_have_the_difference_of_the_normal_distribution() =>
        Assert.Equal(2.801585 * Math.Sqrt(2.0 / 100_000), DetectableDifference.Of(100_000), 1e-6);

    /// <summary>The standard error of a share of 4000 samples is 0.6 %.</summary>
    [Fact]
    public void The_test_finds_the_difference_four_times_in_five()
    {
        const int Runs = 5, Samples = 4000;
        double difference = DetectableDifference.Of(Runs), critical = StudentT.InvCDF(0, 1, (2 * Runs) - 2, 0.975);
        var generator = new RandomGenerator(80);
        int found = 0;
        for (int sample = 0; sample < Samples; sample++)
        {
            (double meanA, double squaresA) = Draw(0);
            (double meanB, double squaresB) = Draw(difference);
            double error = Math.Sqrt((squaresA + squaresB) / ((2 * Runs) - 2) * 2 / Runs);
            if (Math.Abs(meanA - meanB) > critical * error) found++;
        }

        Assert.InRange(found / (double)Samples, 0.78, 0.82);

        (double Mean, double Squares) Draw(double center)
        {
            (double sum, double squares) = (0, 0);
            for (int run = 0; run < Runs; run++)
            {
                double value = center + generator.NextNormal();
                (sum, squares) = (sum + value, squares + (value * value));
            }

            return (sum / Runs, squares - (sum * sum / Runs));
        }
    }
}
