using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Tests.Gradients;

/// <summary>
/// Comparisons across a kink are meaningless and are repeated, but not too often: a check that skips most points proves nothing.
/// </summary>
public class KinkTests
{
    private static readonly GradientCheckOptions NoDirections = new() { Directions = 0, FewRedraws = 0 };

    [Fact]
    public void Comparisons_that_met_a_kink_are_made_again()
    {
        GradientReport report = Check(new ExampleProblem { Kinks = variable => variable is 1 or 8 ? 1 : 0 }, NoDirections);
        Assert.True(report.Passed, report.ToString());
        Assert.Equal(2, report.Redrawn);
        Assert.Equal(ExampleProblem.VariablesInAll + 2, report.Draws);
        Assert.Equal([3, 27], Array.ConvertAll([.. report.Rows], row => row.Checked));
    }

    [Fact]
    public void More_kinks_than_a_fifth_of_the_draws_fail_with_a_sentence()
    {
        GradientReport report = Check(new ExampleProblem { Kinks = variable => variable is 1 or (>= 8 and < 14) ? 1 : 0 }, NoDirections);
        Assert.False(report.Passed);
        Assert.True(report.RedrawnTooOften);
        Assert.Equal("example: 7 of 30 draws met a kink; expected at most 20 %.", report.ToString());
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)]
    public void A_few_kinks_are_allowed_whatever_their_share_is(int kinks, bool passes)
    {
        GradientCheckOptions options = NoDirections with { FewRedraws = 6, LargestRedrawnShare = 0.1 };
        GradientReport report = Check(new ExampleProblem { Kinks = variable => variable >= 8 && variable < 8 + kinks ? 1 : 0 }, options);
        Assert.Equal(passes, report.Passed);
        Assert.Equal(!passes, report.RedrawnTooOften);
    }

    [Fact]
    public void Kinks_without_end_fail_rather_than_loop()
    {
        const int MostEvaluations = 10_000;
        int evaluations = 0;
        double Count(double value)
        {
            if (++evaluations > MostEvaluations) Assert.Fail($"After {MostEvaluations} evaluations the check continues.");
            return value;
        }

        var problem = new ExampleProblem { Kinks = _ => int.MaxValue, SpoilValue = Count };
        Assert.True(Check(problem, new GradientCheckOptions()).RedrawnTooOften);
    }

    /// <summary>A repeated comparison can meet another kink. The check may pass only if all comparisons were made in the end.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(6, false)]
    public void Whatever_passes_has_compared_everything(int variablesWithTwoKinks, bool passes)
    {
        int Kinks(int variable) => variable is >= 5 and < 11 ? (variable < 5 + variablesWithTwoKinks ? 2 : 1) : 0;
        GradientReport report = Check(new ExampleProblem { Kinks = Kinks }, NoDirections);
        Assert.Equal(passes, report.Passed);
        if (passes) Assert.Equal([3, 27], Array.ConvertAll([.. report.Rows], row => row.Checked));
    }

    [Fact]
    public void A_rectifiers_pattern_changes_where_an_input_changes_sign_and_only_there()
    {
        var relu = new Relu(Shape.Vector(3));
        ulong pattern = relu.KinkPattern([0.5, -0.5, 2]);
        Assert.Equal(pattern, relu.KinkPattern([0.25, -3, 1e-300]));
        Assert.NotEqual(pattern, relu.KinkPattern([0.5, 0.5, 2]));
        Assert.NotEqual(pattern, relu.KinkPattern([0.5, -0.5, 0]));
        Assert.NotEqual(pattern, relu.KinkPattern([-0.5, 0.5, 2]));
    }

    [Fact]
    public void A_rectifier_looked_at_across_its_kink_is_drawn_again()
    {
        // With points this far apart a large share of the comparisons crosses the kink.
        var options = new GradientCheckOptions { Step = 0.3, FewRedraws = 0 };
        GradientReport report = GradientChecker.Check(new LayerProblem(new Relu(Shape.Vector(50)), 2), new RandomGenerator(1), options);
        Assert.True(report.RedrawnTooOften);
    }

    private static GradientReport Check(ExampleProblem problem, GradientCheckOptions options) =>
        GradientChecker.Check(problem, new RandomGenerator(1), options);
}
