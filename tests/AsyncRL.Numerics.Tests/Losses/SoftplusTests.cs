using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Losses;

namespace AsyncRL.Numerics.Tests.Losses;

/// <summary>Softplus and its derivative over the whole range, in units in the last place.</summary>
public class SoftplusTests
{
    private const double StatedBound = 6;

    /// <summary>Every 1009th float from where the result is the smallest subnormal number to where it is the argument.</summary>
    [Fact]
    public void In_float_the_error_is_within_the_stated_bound_everywhere()
    {
        for (int bits = 0; bits <= BitConverter.SingleToInt32Bits(103.9f); bits += 1009)
        {
            float x = BitConverter.Int32BitsToSingle(bits);
            AssertWithinBound(x, Softplus.Value(x));
            AssertWithinBound(-x, Softplus.Value(-x));
        }
    }

    [Theory]
    [InlineData(-700, 700)]
    [InlineData(-40, 40)]
    [InlineData(-1, 1)]
    public void In_double_the_error_is_within_the_stated_bound(double from, double to)
    {
        var generator = new RandomGenerator(1);
        for (int i = 0; i < 2000; i++)
        {
            double x = from + ((to - from) * generator.NextDouble()), error = PreciseMath.Softplus(x).ErrorInUnits(Softplus.Value(x));
            Assert.True(error <= StatedBound, $"softplus({x:R}) is {error:F2} ulp off; expected at most {StatedBound}.");
        }
    }

    /// <summary>1 + e^−16.6 is 1 or the float after it; the logarithm of that is 0 or twice too large.</summary>
    [Fact]
    public void A_spread_far_below_0_keeps_its_digits()
    {
        Assert.Equal(6.17606e-8, Softplus.Value(-16.6f), 1e-12);
        Assert.Equal(1.92875e-22, Softplus.Value(-50f), 1e-26);
        Assert.True(Softplus.Value(-103f) > 0);
    }

    [Theory]
    [InlineData(0, 0.6931471805599453)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(1e30, 1e30)]
    [InlineData(-1e30, 0)]
    public void A_special_argument_gives_the_exact_result(double x, double expected)
    {
        Assert.Equal(expected, Softplus.Value(x));
        Assert.Equal((float)expected, Softplus.Value((float)x));
    }

    private static void AssertWithinBound(float x, float actual)
    {
        double power = Math.Exp(-Math.Abs((double)x));
        double expected = Math.Max(x, 0) + (power < 0.5 ? 2 * Math.Atanh(power / (2 + power)) : Math.Log(1 + power));
        double unit = Math.ScaleB(1, Math.Max(Math.ILogB(expected), -126) - 23), error = Math.Abs(actual - expected) / unit;
        if (!(error <= StatedBound)) Assert.Fail($"softplus({x:R}) is {actual:R}, {error:F2} ulp off; expected at most {StatedBound}.");
    }
}
