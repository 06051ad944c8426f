using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;

namespace AsyncRL.Numerics.Tests.Gradients;

/// <summary>Tests what exactly the checker compares, and with which tolerance.</summary>
public class CheckerToleranceTests
{
    private static readonly GradientCheckOptions NoDirections = new() { Directions = 0 };
    private static readonly GradientCheckOptions DirectionsOnly = new() { VariablesPerGroup = 0, Directions = 20 };

    /// <summary>If both derivatives are small, an error of 1e-6 · 1e-3 · max(1, |L|) is allowed.</summary>
    [Theory]
    [InlineData(0.5, 0.99e-9, true)]
    [InlineData(0.5, 1.01e-9, false)]
    [InlineData(-0.5, -1.01e-9, false)]
    [InlineData(5, 4.95e-9, true)]
    [InlineData(5, 5.05e-9, false)]
    [InlineData(-5, 4.95e-9, true)]
    [InlineData(-5, -5.05e-9, false)]
    public void Small_derivatives_are_compared_as_if_they_were_a_thousandth_of_the_loss(double value, double derivative, bool passes) =>
        Assert.Equal(passes, Check(new FlatProblem(value, derivative), NoDirections).Passed);

    [Fact]
    public void Directions_have_length_one()
    {
        var problem = new FlatProblem(1);
        Check(problem, DirectionsOnly with { Step = 1e-3 });
        Assert.Equal(40, problem.Distances.Count);
        Assert.All(problem.Distances, distance => Assert.Equal(1e-3, distance, 1e-9));
    }

    [Fact]
    public void Kinks_between_the_points_of_a_direction_are_drawn_again()
    {
        GradientReport report = Check(new FlatProblem(1) { EvaluationsInKinks = 4 }, DirectionsOnly);
        Assert.True(report.Rows[^1].Passed, report.ToString());
        Assert.Equal((22, 2), (report.Draws, report.Redrawn));
    }

    /// <summary>One wrong derivative among 27, of which 10 are drawn, is found for some seeds and not for others.</summary>
    [Fact]
    public void Variables_are_drawn_from_the_whole_group()
    {
        const int Seeds = 40;
        GradientCheckOptions options = NoDirections with { VariablesPerGroup = 10 };
        foreach (int wrong in new[] { 5, 18, 31 })
        {
            int found = 0;
            for (ulong seed = 1; seed <= Seeds; seed++)
            {
                var problem = new ExampleProblem { Spoil = gradient => gradient[wrong] += 0.1 };
                if (!GradientChecker.Check(problem, new RandomGenerator(seed), options).Passed) found++;
            }

            Assert.InRange(found, 1, Seeds - 1);
        }
    }

    private static GradientReport Check(FlatProblem problem, GradientCheckOptions options) =>
        GradientChecker.Check(problem, new RandomGenerator(1), options);
}
