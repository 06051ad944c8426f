using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests;

/// <summary>Compares the elementary functions of doubles with <see cref="PreciseMath"/>, at random arguments of all sizes.</summary>
public class VectorMathDoubleTests
{
    private const int Arguments = 2000;

    [Theory]
    [InlineData("exp", -745.1, 709.78)]
    [InlineData("exp", -1, 1)]
    [InlineData("log", 1e-3, 1e3)]
    [InlineData("log", 0.5, 2)]
    [InlineData("log", 0.99, 1.01)]
    [InlineData("log1p", -0.9999, 1e3)]
    [InlineData("log1p", -0.5, 1)]
    [InlineData("tanh", -22, 22)]
    [InlineData("tanh", -1.1, 1.1)]
    [InlineData("sigmoid", -709.7, 40)]
    [InlineData("sigmoid", -2, 2)]
    public void The_error_is_within_the_stated_bound(string function, double from, double to)
    {
        var generator = new RandomGenerator(1);
        for (int i = 0; i < Arguments; i++) AssertWithinBound(function, from + ((to - from) * generator.NextDouble()));
    }

    [Theory]
    [InlineData("exp", -60, 8, true)]
    [InlineData("log", -1074, 1023, false)]
    [InlineData("log1p", -90, 1000, false)]
    [InlineData("log1p", -90, -1, true)]
    [InlineData("tanh", -90, 4, true)]
    [InlineData("sigmoid", -60, 8, true)]
    public void The_error_at_arguments_of_every_size_is_within_the_stated_bound(string function, int smallest, int largest, bool signed)
    {
        var generator = new RandomGenerator(2);
        for (int i = 0; i < Arguments; i++)
        {
            double x = Math.ScaleB(1 + generator.NextDouble(), smallest + generator.NextInteger(largest - smallest + 1));
            AssertWithinBound(function, signed && generator.NextInteger(2) == 0 ? -x : x);
        }
    }

    /// <summary>Arguments at which 1 + x passes a power of two, and at which x alone no longer determines the result.</summary>
    [Fact]
    public void The_error_of_log1p_near_its_seams_is_within_the_stated_bound()
    {
        foreach (double seam in new[] { Math.Sqrt(0.5) - 1, Math.Sqrt(2) - 1, 1, Math.Sqrt(8) - 1, 1e16 })
        {
            double above = seam, below = seam;
            for (int i = 0; i < 200; i++)
            {
                AssertWithinBound("log1p", above = Math.BitIncrement(above));
                AssertWithinBound("log1p", below = Math.BitDecrement(below));
            }
        }
    }

    /// <summary>
    /// The region where the logarithm is smallest, and the region where its mantissa changes from one power of two to the next.
    /// </summary>
    [Fact]
    public void The_error_of_log_near_its_seams_is_within_the_stated_bound()
    {
        foreach (double seam in new[] { 1, Math.Sqrt(0.5), Math.Sqrt(2) })
        {
            double above = seam, below = seam;
            for (int i = 0; i < 200; i++)
            {
                AssertWithinBound("log", above = Math.BitIncrement(above));
                AssertWithinBound("log", below = Math.BitDecrement(below));
            }
        }
    }

    [Fact]
    public void The_precise_functions_round_to_the_doubles_that_every_table_has()
    {
        Assert.InRange(PreciseMath.Exp(1).ErrorInUnits(2.718281828459045), 0, 0.5);
        Assert.InRange(PreciseMath.Exp(-700).ErrorInUnits(9.85967654375977e-305), 0, 0.5);
        Assert.InRange(PreciseMath.Log(10).ErrorInUnits(2.302585092994046), 0, 0.5);
        Assert.InRange(PreciseMath.Log(double.Epsilon).ErrorInUnits(-744.4400719213812), 0, 0.5);
        Assert.InRange(PreciseMath.Log1P(9.313225746154785e-10).ErrorInUnits(9.313225741817976e-10), 0, 0.5);
        Assert.InRange(PreciseMath.Log1P(9).ErrorInUnits(2.302585092994046), 0, 0.5);
        Assert.InRange(PreciseMath.Softplus(0).ErrorInUnits(0.6931471805599453), 0, 0.5);
        Assert.InRange(PreciseMath.Softplus(-700).ErrorInUnits(9.85967654375977e-305), 0, 0.5);
        Assert.InRange(PreciseMath.Tanh(1).ErrorInUnits(0.7615941559557649), 0, 0.5);
        Assert.InRange(PreciseMath.Sigmoid(-1).ErrorInUnits(0.2689414213699951), 0, 0.5);
        Assert.InRange(PreciseMath.Exp(1).ErrorInUnits(Math.BitIncrement(2.718281828459045)), 0.5, 1.5);
    }

    private static void AssertWithinBound(string function, double x)
    {
        var result = new double[1];
        ElementaryFunction.Apply<ScalarVector<double>, double>(function, [x], result);
        double error = double.IsFinite(result[0]) ? PreciseMath.Evaluate(function, x).ErrorInUnits(result[0]) : double.NaN;
        double bound = StatedBounds.Of(function);
        if (!(error <= bound)) Assert.Fail($"{function}({x:R}) is {result[0]:R}, {error:F2} ulp off; expected at most {bound}.");
    }
}
