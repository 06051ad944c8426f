using System.Numerics;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests;

/// <summary>
/// Tests the elementary functions at the edges of their ranges, for floats and doubles. Other tests cover the wide vectors.
/// </summary>
public class VectorMathSpecialValueTests
{
    [Theory]
    [InlineData("exp", 0, 1)]
    [InlineData("exp", -0.0, 1)]
    [InlineData("exp", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("exp", double.NegativeInfinity, 0)]
    [InlineData("exp", double.NaN, double.NaN)]
    [InlineData("exp", 1e30, double.PositiveInfinity)]
    [InlineData("exp", -1e30, 0)]
    [InlineData("exp", 1e-30, 1)]
    [InlineData("log", 1, 0)]
    [InlineData("log", 0, double.NegativeInfinity)]
    [InlineData("log", -0.0, double.NegativeInfinity)]
    [InlineData("log", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("log", double.NegativeInfinity, double.NaN)]
    [InlineData("log", double.NaN, double.NaN)]
    [InlineData("log", -1, double.NaN)]
    [InlineData("log", -1e-30, double.NaN)]
    [InlineData("log1p", 0, 0)]
    [InlineData("log1p", -0.0, 0)]
    [InlineData("log1p", -1, double.NegativeInfinity)]
    [InlineData("log1p", -1.5, double.NaN)]
    [InlineData("log1p", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("log1p", double.NegativeInfinity, double.NaN)]
    [InlineData("log1p", double.NaN, double.NaN)]
    [InlineData("tanh", 0, 0)]
    [InlineData("tanh", double.PositiveInfinity, 1)]
    [InlineData("tanh", double.NegativeInfinity, -1)]
    [InlineData("tanh", double.NaN, double.NaN)]
    [InlineData("tanh", 25, 1)]
    [InlineData("tanh", -25, -1)]
    [InlineData("sigmoid", 0, 0.5)]
    [InlineData("sigmoid", -0.0, 0.5)]
    [InlineData("sigmoid", double.PositiveInfinity, 1)]
    [InlineData("sigmoid", double.NegativeInfinity, 0)]
    [InlineData("sigmoid", double.NaN, double.NaN)]
    [InlineData("sigmoid", 1000, 1)]
    [InlineData("sigmoid", -1000, 0)]
    public void A_special_argument_gives_the_exact_result(string function, double argument, double expected)
    {
        AssertExactly((float)expected, Apply(function, (float)argument), $"{function}({argument})");
        AssertExactly(expected, Apply(function, argument), $"{function}({argument})");
    }

    [Fact]
    public void Exp_overflows_only_where_no_number_is_large_enough()
    {
        Assert.True(float.IsFinite(Apply("exp", 88.72283f)));
        Assert.Equal(float.PositiveInfinity, Apply("exp", 88.72284f));
        Assert.True(double.IsFinite(Apply("exp", 709.782712893384)));
        Assert.Equal(double.PositiveInfinity, Apply("exp", 709.7827128933841));
    }

    [Fact]
    public void Exp_underflows_gradually()
    {
        Assert.Equal(float.Epsilon, Apply("exp", -103.5f));
        Assert.Equal(0, Apply("exp", -104.1f));
        Assert.Equal(double.Epsilon, Apply("exp", -744.8));
        Assert.Equal(0, Apply("exp", -745.2));
    }

    [Fact]
    public void Log_takes_the_smallest_and_the_largest_number()
    {
        Assert.Equal(-103.27893f, Apply("log", float.Epsilon));
        Assert.Equal(88.72284f, Apply("log", float.MaxValue));
        Assert.Equal(-744.4400719213812, Apply("log", double.Epsilon), 13);
        Assert.Equal(709.782712893384, Apply("log", double.MaxValue), 13);
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e-20)]
    [InlineData(1e-44)]
    public void Log1p_of_a_small_number_is_that_number(double x)
    {
        foreach (double signed in new[] { x, -x })
        {
            float single = (float)signed;
            Assert.Equal(single, Apply("log1p", single), 3 * (MathF.BitIncrement(MathF.Abs(single)) - MathF.Abs(single)));
            Assert.Equal(signed - (signed * signed / 2), Apply("log1p", signed), 3 * (Math.BitIncrement(x) - x));
        }
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-20)]
    [InlineData(1e-44)]
    public void Tanh_of_a_small_number_keeps_its_digits_and_sign(double x)
    {
        foreach (double signed in new[] { x, -x })
        {
            float single = (float)signed, fourUnits = 4 * (MathF.BitIncrement(MathF.Abs(single)) - MathF.Abs(single));
            Assert.Equal((float)Math.Tanh(single), Apply("tanh", single), fourUnits);
            Assert.Equal(Math.Tanh(signed), Apply("tanh", signed), 4 * (Math.BitIncrement(x) - x));
        }
    }

    [Fact]
    public void Powers_of_e_and_their_logarithms_meet_again()
    {
        for (double x = -80; x <= 80; x += 0.37) Assert.Equal(x, Apply("log", Apply("exp", x)), 1e-13);
    }

    private static void AssertExactly<T>(T expected, T actual, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The sign of a zero is not guaranteed.
        if (expected != actual) Bits.AssertSame([expected], [actual], what);
    }

    private static T Apply<T>(string function, T argument)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = new T[1];
        ElementaryFunction.Apply<ScalarVector<T>, T>(function, [argument], result);
        return result[0];
    }
}
