using System.Globalization;
using System.Linq;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Studies.Definition;

namespace AsyncRL.Cli.Tests;

/// <summary>The values of options that a study varies, and the measures of a learning curve that it compares.</summary>
public sealed class VariedOptionTests
{
    [Fact]
    public void A_list_has_its_values_in_order()
    {
        VariedOption option = VariedOption.Read("t-max", "5, 20,1", 1);
        Assert.Equal(["5", "20", "1"], option.Values.AsEnumerable());
        Assert.True(option.IsNumeric);
        Assert.True(option.IsLogarithmic);
        Assert.False(VariedOption.Read("t-max", "5,20,10", 1).IsLogarithmic);
        Assert.False(VariedOption.Read("algorithm", "a3c,ppo", 1).IsNumeric);
    }

    [Fact]
    public void A_grid_has_both_ends_and_equal_distances()
    {
        Assert.Equal(["0.001", "0.01", "0.1"], VariedOption.Read("x", "0.001..0.1:loggrid:3", 1).Values.AsEnumerable());
        Assert.Equal(["-1", "0", "1"], VariedOption.Read("x", "-1..1:lingrid:3", 1).Values.AsEnumerable());
        Assert.Equal(["2"], VariedOption.Read("x", "2..8:lingrid:1", 1).Values.AsEnumerable());
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(50, 77)]
    public void The_values_of_a_longer_range_begin_with_those_of_a_shorter_one(int shorter, ulong seed)
    {
        string[] few = [.. VariedOption.Read("learning-rate", $"1e-4..1e-2:log:{shorter}", seed).Values];
        string[] many = [.. VariedOption.Read("learning-rate", $"1e-4..1e-2:log:{shorter + 7}", seed).Values];
        Assert.Equal(few, many[..shorter]);
        Assert.Equal(few.Length, few.Distinct().Count());
    }

    /// <summary>Of values that are even by their logarithm, half lie below the geometric mean of the ends; of others a tenth.</summary>
    [Theory]
    [InlineData("log", 0.5)]
    [InlineData("lin", 0.0909)]
    public void Drawn_values_have_the_distribution_of_their_kind(string kind, double share)
    {
        double[] values = [.. VariedOption.Read("x", $"1e-4..1e-2:{kind}:4000", 3).Values.Select(
            value => double.Parse(value, CultureInfo.InvariantCulture))];
        Assert.All(values, value => Assert.InRange(value, 1e-4, 1e-2));
        Assert.Equal(share, values.Count(value => value < 1e-3) / 4000.0, 0.03);
    }

    [Fact]
    public void Two_options_draw_different_values_and_two_seeds_too()
    {
        string[] one = [.. VariedOption.Read("learning-rate", "1..2:lin:20", 1).Values];
        Assert.Empty(one.Intersect(VariedOption.Read("entropy-weight", "1..2:lin:20", 1).Values));
        Assert.Empty(one.Intersect(VariedOption.Read("learning-rate", "1..2:lin:20", 2).Values));
        Assert.Equal(one, VariedOption.Read("Learning-Rate", "1..2:lin:20", 1).Values);
    }

    [Fact]
    public void The_area_of_a_curve_is_its_mean_over_agent_steps()
    {
        // A height of 1 until agent step 100, then a line to 3 at 200, and 3 until 300: (100 + 200 + 300) / 300.
        var course = new RunCourse([new(100, 1, 1), new(200, 2, 3), new(300, 3, 3)], 3, double.NaN);
        Assert.Equal(2, course.MeanReturn, 1e-12);
        Assert.True(double.IsNaN(new RunCourse([], double.NaN, double.NaN).MeanReturn));
    }
}
