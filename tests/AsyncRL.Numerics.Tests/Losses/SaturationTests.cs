using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Losses;

/// <summary>
/// Results near 0 and 1 in float, and their errors. A gate or a probability near 1 has no digits left for its distance to 1: differences to
/// 1 are exact within a few units of 1, not of themselves. Each bound is that of docs/numerics.
/// </summary>
public class SaturationTests
{
    private const double Unit = 1.0 / (1 << 24);

    /// <summary>
    /// tanh within 4 units in the last place, at most 4 · 2⁻²⁴ below 1, enters twice; the square and the difference are rounded.
    /// </summary>
    [Fact]
    public void The_derivative_of_tanh_is_within_10_units_of_1() => ForEachArgument((x, _, tanh) =>
    {
        double precise = Math.Tanh(x);
        Assert.Equal(1 - (precise * precise), 1 - (tanh * tanh), 10 * Unit);
    });

    /// <summary>σ within 4 units in the last place enters σ (1 − σ) with a factor of at most 1; two more roundings.</summary>
    [Fact]
    public void The_derivative_of_the_sigmoid_is_within_6_units_of_1_and_keeps_its_digits_below_0() => ForEachArgument((x, sigmoid, _) =>
    {
        double precise = 1 / (1 + Math.Exp(-x)), derivative = precise / (1 + Math.Exp(x)), actual = sigmoid * (1 - sigmoid);
        Assert.Equal(derivative, actual, 6 * Unit);
        if (x is < 0 and > -87) Assert.Equal(derivative, actual, 12 * Unit * derivative);
    });

    /// <summary>
    /// The logarithm of a probability p near 1 is −(1 − p). Float computes it from 1 + Σ e^(z − max), with an error of 2⁻²³. The gradient p
    /// − 1 and the entropy have the same error.
    /// </summary>
    [Fact]
    public void A_nearly_certain_softmax_is_within_units_of_1()
    {
        float[] probabilities = new float[3], logarithms = new float[3];
        double[] precise = new double[3], preciseLogarithms = new double[3];
        for (float distance = 0; distance < 120; distance += 0.0371f)
        {
            Softmax.Distribution([distance, 0, 0.5f], probabilities, logarithms);
            Softmax.Distribution([distance, 0, 0.5], precise, preciseLogarithms);
            for (int j = 0; j < 3; j++)
            {
                Assert.Equal(preciseLogarithms[j], logarithms[j], 4 * Unit * (1 + Math.Abs(preciseLogarithms[j])));
                Assert.Equal(precise[j] - 1, probabilities[j] - 1, 4 * Unit);
            }

            double entropy = PolicyEntropy.Value<double>(precise, preciseLogarithms);
            Assert.Equal(entropy, PolicyEntropy.Value<float>(probabilities, logarithms), 12 * Unit);
            Assert.InRange(PolicyEntropy.Value<float>(probabilities, logarithms), 0, (float)Math.Log(3));
        }
    }

    private static void ForEachArgument(Action<double, float, float> assert)
    {
        float[] sigmoid = new float[1], tanh = new float[1];
        for (float x = -90; x < 90; x += 0.0137f)
        {
            VectorMath.Sigmoid<ScalarVector<float>, float>([x], sigmoid);
            VectorMath.Tanh<ScalarVector<float>, float>([x], tanh);
            assert(x, sigmoid[0], tanh[0]);
        }
    }
}
