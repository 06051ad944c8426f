using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests;

/// <summary>
/// Compares the elementary functions of floats with the functions of the system in double. The error of the system's functions is 2⁻²⁹ of
/// the measured error. Arguments are chosen by their bits: every 1009th float of the whole range, and every float around the worst one of
/// an exhaustive test over all floats.
/// </summary>
public class VectorMathSingleTests
{
    private const int Stride = 1009;

    [Theory]
    [InlineData("exp", -103.98f, 88.73f)]
    [InlineData("log", float.Epsilon, float.MaxValue)]
    [InlineData("log1p", -0.99999994f, float.MaxValue)]
    [InlineData("tanh", -12f, 12f)]
    [InlineData("sigmoid", -88.7f, 40f)]
    public void The_error_over_the_whole_range_is_within_the_stated_bound(string function, float from, float to) =>
        AssertWithinBound(function, Order(from), Order(to), Stride);

    [Theory]
    [InlineData("exp", 26.68f, 26.7f)]
    [InlineData("exp", -59.96f, -59.95f)]
    [InlineData("exp", -87.8f, -87.6f)]
    [InlineData("log", 0.999f, 1.01f)]
    [InlineData("log", 1.0615f, 1.0617f)]
    [InlineData("log", 0.7071f, 0.7072f)]
    [InlineData("log", 1.4142f, 1.4143f)]
    [InlineData("log1p", 0.414f, 0.4145f)]
    [InlineData("log1p", -0.2930f, -0.2925f)]
    [InlineData("log1p", 1.8280f, 1.8290f)]
    [InlineData("tanh", 0.0039f, 0.00391f)]
    [InlineData("tanh", -0.1734f, -0.1732f)]
    [InlineData("sigmoid", -16.66f, -16.63f)]
    [InlineData("sigmoid", -87.4f, -87.3f)]
    public void The_error_around_the_worst_arguments_is_within_the_stated_bound(string function, float from, float to) =>
        AssertWithinBound(function, Order(from), Order(to), 1);

    private static void AssertWithinBound(string function, long from, long to, int stride)
    {
        Func<double, double> reference = Reference(function);
        double bound = StatedBounds.Of(function);
        var source = new float[1024];
        var result = new float[1024];
        for (long next = from; next <= to; next += (long)stride * source.Length)
        {
            for (int i = 0; i < source.Length; i++) source[i] = FromOrder(Math.Min(next + ((long)i * stride), to));
            ElementaryFunction.Apply<ScalarVector<float>, float>(function, source, result);
            for (int i = 0; i < source.Length; i++)
            {
                double expected = reference(source[i]), error = Math.Abs(result[i] - expected) / UnitInTheLastPlace(expected);
                if (!(error <= bound) && !IsOverflow(expected, result[i]))
                    Assert.Fail($"{function}({source[i]:R}) is {result[i]:R}, {error:F2} ulp from {expected:R}; expected at most {bound}.");
            }
        }
    }

    private static Func<double, double> Reference(string function) => function switch
    {
        "exp" => Math.Exp,
        "log" => Math.Log,
        "log1p" => x => Math.Abs(x) < 0.5 ? 2 * Math.Atanh(x / (2 + x)) : Math.Log(1 + x),
        "tanh" => Math.Tanh,
        _ => x => 1 / (1 + Math.Exp(-x)),
    };

    /// <summary>Infinity is correct if the true result is too large to be rounded to a float.</summary>
    private static bool IsOverflow(double expected, float result) =>
        float.IsPositiveInfinity(result) && float.IsPositiveInfinity((float)expected);

    /// <summary>
    /// The distance between floats around a number. Below the normal numbers it is the distance at the smallest normal number.
    /// </summary>
    private static double UnitInTheLastPlace(double x) => Math.ScaleB(1, Math.Max(x == 0 ? int.MinValue : Math.ILogB(x), -126) - 23);

    /// <summary>Numbers the floats in ascending order: neighbors differ by 1, and −0 is −1.</summary>
    private static long Order(float x)
    {
        int bits = BitConverter.SingleToInt32Bits(x);
        return bits >= 0 ? bits : int.MinValue - (long)bits - 1;
    }

    private static float FromOrder(long order) => BitConverter.Int32BitsToSingle((int)(order >= 0 ? order : int.MinValue - order - 1));
}
