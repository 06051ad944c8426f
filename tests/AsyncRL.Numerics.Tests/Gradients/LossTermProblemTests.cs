using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Losses;

namespace AsyncRL.Numerics.Tests.Gradients;

/// <summary>Tests what the author of a statistical term sees.</summary>
public class LossTermProblemTests
{
    private static readonly GradientCheckOptions NoDirections = new() { Directions = 0 };

    [Fact]
    public void A_term_with_a_right_gradient_passes() => Assert.True(Check(new Cubes(3)).Passed);

    [Fact]
    public void A_term_with_a_wrong_gradient_is_named_with_the_variable() =>
        Assert.Matches(@"^sum of cubes of 4: gradients DISAGREE; worst outputs\[\d\], analytic ", Check(new Cubes(2)).ToString());

    private static GradientReport Check(LossTerm term) =>
        GradientChecker.Check(new LossTermProblem(term), new RandomGenerator(1), NoDirections);

    /// <summary>Σ x³, whose gradient is correct only for the factor 3, and for any factor at 0.</summary>
    private sealed class Cubes(double factor) : LossTerm("sum of cubes", 4)
    {
        public override double Value(ReadOnlySpan<double> variables)
        {
            double sum = 0;
            foreach (double x in variables) sum += x * x * x;
            return sum;
        }

        public override void AddGradient(ReadOnlySpan<double> variables, Span<double> gradient)
        {
            for (int i = 0; i < variables.Length; i++) gradient[i] += factor * variables[i] * variables[i];
        }
    }
}
