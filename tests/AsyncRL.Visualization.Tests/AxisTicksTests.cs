using System.Linq;
using AsyncRL.Core.Randomness;
using AsyncRL.Visualization.Charts;

namespace AsyncRL.Visualization.Tests;

/// <summary>Labels of axes are round, few, distinct, and within the axis.</summary>
public class AxisTicksTests
{
    [Theory]
    [InlineData(0, 400_000, 8, "0", "50,000", "100,000", "150,000", "200,000", "250,000", "300,000", "350,000", "400,000")]
    [InlineData(0, 400_000, 5, "0", "100,000", "200,000", "300,000", "400,000")]
    [InlineData(0, 1_490_000, 4, "0", "0.5 M", "1 M")]
    [InlineData(-1.2, 1.3, 6, "−1", "−0.5", "0", "0.5", "1")]
    [InlineData(0.1, 0.30000001, 5, "0.1", "0.15", "0.2", "0.25", "0.3")]
    [InlineData(0, 7e-5, 4, "0", "2e-5", "4e-5", "6e-5")]
    [InlineData(1999, 2001, 3, "1,999", "2,000", "2,001")]
    public void A_linear_axis_has_round_labels(double low, double high, double most, params string[] labels) =>
        Assert.Equal(labels, LabelsOf(low, high, false, most));

    [Theory]
    [InlineData(1e-4, 1e-2, 8, "0.0001", "0.0002", "0.0005", "0.001", "0.002", "0.005", "0.01")]
    [InlineData(0.05, 20, 3, "0.1", "1", "10")]
    [InlineData(0.3, 4.9, 3, "0.5", "1", "2")]
    [InlineData(1, 1e9, 5, "1", "100", "10,000", "1 M", "100 M")]
    [InlineData(1e-6, 1e-5, 3, "1e-6", "2e-6", "5e-6", "1e-5")]
    [InlineData(200, 300, 4, "200", "250", "300")]
    public void A_logarithmic_axis_has_powers_of_ten(double low, double high, double most, params string[] labels) =>
        Assert.Equal(labels, LabelsOf(low, high, true, most));

    [Fact]
    public void Labels_of_any_axis_are_few_distinct_and_within_it()
    {
        var generator = new RandomGenerator(5);
        for (int i = 0; i < 20_000; i++)
        {
            double size = Math.Pow(10, (18 * generator.NextDouble()) - 9), low = (generator.NextDouble() - 0.5) * size;
            double high = low + (size * (0.01 + generator.NextDouble())), most = 1 + generator.NextInteger(12);
            List<double> ticks = AxisTicks.Of(low, high, false, most);
            double room = (high - low) * 1e-5;
            Assert.InRange(ticks.Count, 0, (int)most + 1);
            Assert.All(ticks, tick => Assert.InRange(tick, low - room, high + room));
            double spacing = AxisTicks.Spacing(high - low, most), mantissa = spacing / Math.Pow(10, Math.Floor(Math.Log10(spacing) + 1e-9));
            Assert.Contains(Math.Round(mantissa, 6), (double[])[1, 2, 5]);
            Assert.True(ticks.Count >= (int)((high - low) / spacing), $"{low} to {high} has {ticks.Count} labels.");
            string[] labels = LabelsOf(low, high, false, most);
            Assert.Equal(labels.Length, labels.Distinct().Count());
        }
    }

    private static string[] LabelsOf(double low, double high, bool isLogarithmic, double most)
    {
        List<double> ticks = AxisTicks.Of(low, high, isLogarithmic, most);
        double largest = ticks.Count == 0 ? 0 : ticks.Max(Math.Abs);
        return [.. ticks.Select(tick => AxisTicks.LabelOf(tick, isLogarithmic ? Math.Abs(tick) : largest))];
    }
}
