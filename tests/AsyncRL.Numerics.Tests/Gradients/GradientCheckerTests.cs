using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;

namespace AsyncRL.Numerics.Tests.Gradients;

/// <summary>Checks the checker: it must detect every way in which a gradient can be wrong.</summary>
public class GradientCheckerTests
{
    [Fact]
    public void A_right_gradient_passes()
    {
        GradientReport report = Check(new ExampleProblem());
        Assert.True(report.Passed, report.ToString());
        Assert.Equal([3, 27, 3], Array.ConvertAll([.. report.Rows], row => row.Checked));
        Assert.Equal(0, report.Redrawn);
        Assert.Contains("agree", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1.00001)]
    public void A_wrong_factor_fails(double factor) => AssertFails(gradient =>
    {
        foreach (ref double derivative in gradient) derivative *= factor;
    });

    [Theory]
    [InlineData(0, "left", 0)]
    [InlineData(2, "left", 2)]
    [InlineData(5, "right", 0)]
    [InlineData(31, "right", 26)]
    public void One_wrong_derivative_fails_and_is_named(int index, string group, int indexWithinGroup)
    {
        GradientReport report = AssertFails(gradient => gradient[index] += 0.01);
        Assert.Contains($"DISAGREE; worst {group}[{indexWithinGroup}]", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_term_fails()
    {
        var report = AssertFails(gradient => gradient[0] = Math.Cos(1));
        Assert.False(report.Rows[0].Passed);
        Assert.True(report.Rows[1].Passed);
    }

    [Fact]
    public void Derivatives_in_each_others_places_fail() => AssertFails(gradient => gradient.Reverse());

    [Fact]
    public void A_directional_derivative_sees_a_variable_that_was_not_looked_at()
    {
        var options = new GradientCheckOptions { VariablesPerGroup = 0 };
        GradientReport report = Check(new ExampleProblem { Spoil = gradient => gradient[7] += 0.1 }, options);
        Assert.False(report.Rows[2].Passed);
    }

    [Fact]
    public void An_error_within_the_tolerance_passes() => Assert.True(
        Check(new ExampleProblem { Spoil = gradient => gradient[6] *= 1 + 1e-8 }).Passed);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_derivative_that_is_no_number_fails_wherever_it_stands(double value)
    {
        var options = new GradientCheckOptions { Directions = 0 };
        foreach (int index in new[] { 0, 1, 2, 5, 8, 31 })
        {
            GradientReport report = Check(new ExampleProblem { Spoil = gradient => gradient[index] = value }, options);
            Assert.False(report.Passed, $"variable {index}: {report}");
            Assert.Contains("NaN", report.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_is_no_number_fails(double value) => Assert.False(Check(new ExampleProblem { SpoilValue = _ => value }).Passed);

    [Fact]
    public void An_infinite_value_at_the_point_itself_does_not_excuse_a_wrong_gradient()
    {
        int evaluations = 0;
        var problem = new ExampleProblem
        {
            Spoil = gradient => gradient.Fill(1e6),
            SpoilValue = value => evaluations++ == 0 ? double.PositiveInfinity : value,
        };
        Assert.False(Check(problem).Passed);
    }

    [Fact]
    public void A_gradient_in_the_padding_that_is_no_number_fails() => AssertFails(gradient => gradient[3] = double.NaN);

    /// <summary>
    /// The error of a quotient falls with the square of the step, the error of an extrapolated quotient with its fourth power.
    /// </summary>
    [Fact]
    public void Extrapolated_quotients_bear_a_wide_step_and_still_find_a_wrong_derivative()
    {
        var wide = new GradientCheckOptions { Step = 0.01 };
        GradientCheckOptions extrapolated = wide with { Extrapolates = true };
        Assert.False(Check(new ExampleProblem(), wide).Passed);
        Assert.True(Check(new ExampleProblem(), extrapolated).Passed);
        Assert.False(Check(new ExampleProblem { Spoil = gradient => gradient[6] *= 1 + 1e-5 }, extrapolated).Passed);
    }

    [Fact]
    public void A_check_that_looked_at_nothing_fails() => Assert.False(
        Check(new ExampleProblem(), new GradientCheckOptions { VariablesPerGroup = 0, Directions = 0 }).Passed);

    [Fact]
    public void The_point_is_put_back_after_every_comparison()
    {
        double[] drawn = [];
        ExampleProblem? problem = null;
        problem = new ExampleProblem { Spoil = _ => drawn = problem!.Variables.ToArray() };
        Check(problem);
        Assert.Equal(drawn, problem.Variables.ToArray());
    }

    [Fact]
    public void The_same_seed_gives_the_same_report() =>
        Assert.Equal(Check(new ExampleProblem()).ToString(), Check(new ExampleProblem()).ToString());

    private static GradientReport AssertFails(Action<Span<double>> spoil)
    {
        GradientReport report = Check(new ExampleProblem { Spoil = spoil });
        Assert.False(report.Passed, report.ToString());
        return report;
    }

    private static GradientReport Check(ExampleProblem problem, GradientCheckOptions? options = null) =>
        GradientChecker.Check(problem, new RandomGenerator(1), options);
}
