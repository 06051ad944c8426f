using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Tests.Gradients;

/// <summary>Tests what the author of a layer sees: the check passes for a correct layer, and names the wrong part of a wrong one.</summary>
public class LayerProblemTests
{
    [Fact]
    public void A_layer_with_right_gradients_passes() => Assert.True(Check(new ScaledSquare(2, 1)).Passed);

    [Fact]
    public void A_layer_with_a_wrong_input_gradient_is_named_with_the_variable() => Assert.Matches(
        @"^square 3 → 3, 4 rows: gradients DISAGREE; worst input\[\d+\], analytic ", Check(new ScaledSquare(1, 1)).ToString());

    [Fact]
    public void A_layer_with_a_wrong_parameter_gradient_is_named_with_the_variable() => Assert.Matches(
        @"^square 3 → 3, 4 rows: gradients DISAGREE; worst scale\[0\], analytic ", Check(new ScaledSquare(2, -1)).ToString());

    [Fact]
    public void The_parameters_and_the_input_are_checked_and_the_padding_is_not()
    {
        var problem = new LayerProblem(new ScaledSquare(2, 1), 4);
        Assert.Equal<IEnumerable<VariableGroup>>([new("scale", 0, 1), new("input", 16, 12)], problem.Groups);
        Assert.Equal(28, problem.Variables.Length);
    }

    /// <summary>With seven thousand outputs, the rounding of a plain sum would be visible in a difference over so small a step.</summary>
    [Fact]
    public void The_rounding_of_a_large_loss_does_not_show_in_the_difference()
    {
        var problem = new LayerProblem(new Conv2D(new Shape(7, 9, 3), 18, 4, 1), 17);
        var options = new GradientCheckOptions { Step = 1e-6, VariablesPerGroup = 5, Directions = 50 };
        GradientReport report = GradientChecker.Check(problem, new RandomGenerator(1), options);
        Assert.True(report.Passed, report.ToString());
    }

    [Fact]
    public void A_gradient_is_held_to_a_millionth_with_a_floor_of_a_thousandth_and_a_fifth_of_the_draws_may_meet_a_kink()
    {
        var options = new GradientCheckOptions();
        Assert.Equal((1e-6, 1e-3, 0.2, 30), (options.Tolerance, options.Floor, options.LargestRedrawnShare, options.FewRedraws));
        Assert.Equal(int.MaxValue, options.VariablesPerGroup);
        Assert.True(options.Directions > 0);
    }

    private static GradientReport Check(Layer layer) =>
        GradientChecker.Check(new LayerProblem(layer, 4), new RandomGenerator(1), new GradientCheckOptions { Directions = 0 });

    /// <summary>y = a · x², with factors in the gradients that are correct only for 2 and 1.</summary>
    private sealed class ScaledSquare(double inputFactor, double scaleFactor)
        : Layer("square", Shape.Vector(3), Shape.Vector(3), new ParameterShape("scale", ParameterRole.Weights, [1], 1, 1))
    {
        protected override void ComputeForward<TVector, T>(in ForwardPass<T> pass)
        {
            for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = pass.Parameters[0] * pass.Input[i] * pass.Input[i];
        }

        protected override void ComputeBackward<TVector, T>(in BackwardPass<T> pass)
        {
            for (int i = 0; i < pass.Input.Length; i++)
            {
                T x = pass.Input[i], gradient = pass.OutputGradient[i];
                pass.ParameterGradient[0] += T.CreateChecked(scaleFactor) * x * x * gradient;
                pass.InputGradient[i] = T.CreateChecked(inputFactor) * pass.Parameters[0] * x * gradient;
            }
        }
    }
}
