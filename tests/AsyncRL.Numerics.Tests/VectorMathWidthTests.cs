using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests;

/// <summary>The elementary functions give the same bits at every width, in the vector loop and in its tail.</summary>
public class VectorMathWidthTests
{
    private const int LargestLength = 257;

    private static readonly float[] Special =
    [
        0, -0.0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon, 1e-40f, 88.8f, -88.8f, -104,
        1, -1, float.MaxValue, float.MinValue, 0.70710677f, 0.70710683f, 1.17549435e-38f, 10, -10,
    ];

    public static TheoryData<string, VectorWidth> FunctionsAndVectors
    {
        get
        {
            var data = new TheoryData<string, VectorWidth>();
            foreach (string function in ElementaryFunction.Names)
            {
                foreach (VectorWidth width in Enum.GetValues<VectorWidth>()) data.Add(function, width);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(FunctionsAndVectors))]
    public void Every_length_to_257_has_the_bits_of_the_scalar_vector(string function, VectorWidth width)
    {
        for (int length = 0; length <= LargestLength; length++)
        {
            GuardedBlock<float> source = MakeSource(length);
            GuardedBlock<float> expected = GuardedBlock<float>.ToWrite(length), result = GuardedBlock<float>.ToWrite(length);
            VectorChoice.Invoke(VectorWidth.Scalar, new ElementaryFunction(function, source, expected));
            VectorChoice.Invoke(width, new ElementaryFunction(function, source, result));
            result.AssertGuardsUntouched($"{function}, {width}, length {length}");
            Bits.AssertSame<float>(expected.Span, result.Span, $"{function}, {width}, length {length}");

            VectorChoice.Invoke(width, new ElementaryFunction(function, source, source));
            source.AssertGuardsUntouched($"{function}, {width}, length {length}, in place");
            Bits.AssertSame<float>(expected.Span, source.Span, $"{function}, {width}, length {length}, in place");
        }
    }

    [Fact]
    public void Different_lengths_get_a_sentence() => Assert.Equal(
        "A span has 3 numbers; expected 4.",
        Assert.Throws<ArgumentException>(() => VectorMath.Exp<ScalarVector<float>, float>(new float[3], new float[4])).Message);

    /// <summary>Numbers of all sizes, one in eight of them special.</summary>
    private static GuardedBlock<float> MakeSource(int length)
    {
        var generator = new RandomGenerator((ulong)length);
        GuardedBlock<float> source = GuardedBlock<float>.ToRead(length);
        foreach (ref float x in source.Span)
        {
            x = generator.NextInteger(8) == 0
                ? Special[generator.NextInteger(Special.Length)]
                : ((2 * generator.NextSingle()) - 1) * MathF.ScaleB(1, generator.NextInteger(16) - 8);
        }

        return source;
    }
}
