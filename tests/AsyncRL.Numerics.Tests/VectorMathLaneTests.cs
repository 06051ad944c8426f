using AsyncRL.Numerics.Lanes;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Randomness;

namespace AsyncRL.Numerics.Tests;

/// <summary>The elementary functions give the same bits at every width, in the vector loop and in its tail.</summary>
public class VectorMathLaneTests
{
    private const int LargestLength = 257;

    private static readonly float[] Special =
    [
        0, -0.0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon, 1e-40f, 88.8f, -88.8f, -104,
        1, -1, float.MaxValue, float.MinValue, 0.70710677f, 0.70710683f, 1.17549435e-38f, 10, -10,
    ];

    public static TheoryData<string, LaneWidth> FunctionsAndLanes
    {
        get
        {
            var data = new TheoryData<string, LaneWidth>();
            foreach (string function in ElementaryFunction.Names)
            {
                foreach (LaneWidth width in Enum.GetValues<LaneWidth>()) data.Add(function, width);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(FunctionsAndLanes))]
    public void Every_length_to_257_has_the_bits_of_the_scalar_lane(string function, LaneWidth width)
    {
        for (int length = 0; length <= LargestLength; length++)
        {
            GuardedBlock<float> source = MakeSource(length);
            GuardedBlock<float> expected = GuardedBlock<float>.ToWrite(length), result = GuardedBlock<float>.ToWrite(length);
            LaneChoice.Invoke(LaneWidth.Scalar, new ElementaryFunction(function, source, expected));
            LaneChoice.Invoke(width, new ElementaryFunction(function, source, result));
            result.AssertGuardsUntouched($"{function}, {width}, length {length}");
            Bits.AssertSame<float>(expected.Span, result.Span, $"{function}, {width}, length {length}");

            LaneChoice.Invoke(width, new ElementaryFunction(function, source, source));
            source.AssertGuardsUntouched($"{function}, {width}, length {length}, in place");
            Bits.AssertSame<float>(expected.Span, source.Span, $"{function}, {width}, length {length}, in place");
        }
    }

    [Fact]
    public void Different_lengths_get_a_sentence() => Assert.Equal(
        "A span has 3 numbers; expected 4.",
        Assert.Throws<ArgumentException>(() => VectorMath.Exp<ScalarLane<float>, float>(new float[3], new float[4])).Message);

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
