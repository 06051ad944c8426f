using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Lanes;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Tests.Textbook;
using AsyncRL.Randomness;

namespace AsyncRL.Numerics.Tests.Kernels;

public class DenseKernelTests
{
    private const int LargestLength = 257;

    [Fact]
    public void The_scalar_lane_agrees_with_the_textbook_loop()
    {
        for (int inputs = 0; inputs <= LargestLength; inputs++)
        {
            Run run = Forward(LaneWidth.Scalar, inputs, 11);
            var sums = new TextbookSum[11];
            for (int o = 0; o < sums.Length; o++)
            {
                sums[o].Add(run.Bias.Span[o]);
                for (int i = 0; i < inputs; i++) sums[o].Add((double)run.Input.Span[i] * run.Weights.Span[(i * sums.Length) + o]);
            }

            TextbookAssert.Within<float>(sums, run.Output.Span, TextbookAssert.SingleUnit, $"{inputs} inputs");
        }
    }

    [Theory]
    [MemberData(nameof(SampledTypes.VectorLanes), MemberType = typeof(SampledTypes))]
    public void Every_number_of_outputs_to_257_has_the_bits_of_the_scalar_lane(LaneWidth width)
    {
        for (int outputs = 0; outputs <= LargestLength; outputs++)
        {
            foreach (int inputs in new[] { 0, 1, 6 }) AssertSameBits(width, inputs, outputs);
        }
    }

    [Theory]
    [MemberData(nameof(SampledTypes.VectorLanes), MemberType = typeof(SampledTypes))]
    public void Every_number_of_inputs_to_257_has_the_bits_of_the_scalar_lane(LaneWidth width)
    {
        for (int inputs = 0; inputs <= LargestLength; inputs++)
        {
            foreach (int outputs in new[] { 1, 21, 48 }) AssertSameBits(width, inputs, outputs);
        }
    }

    /// <summary>256 outputs per step of the widest tile: 16 lanes of 16 floats, with tiles of every other width behind it.</summary>
    [Theory]
    [InlineData(256 + 128 + 64 + 16 + 3)]
    [InlineData(512)]
    [InlineData(1000)]
    public void Many_outputs_have_the_bits_of_the_scalar_lane(int outputs)
    {
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>()) AssertSameBits(width, 5, outputs);
    }

    [Fact]
    public void Without_inputs_the_output_is_the_bias()
    {
        Run run = Forward(LaneWidth.Vector256, 0, 37);
        Bits.AssertSame<float>(run.Bias.Span, run.Output.Span, "output");
    }

    private static void AssertSameBits(LaneWidth width, int inputs, int outputs) => Bits.AssertSame<float>(
        Forward(LaneWidth.Scalar, inputs, outputs).Output.Span,
        Forward(width, inputs, outputs).Output.Span,
        $"{width}, {inputs} inputs, {outputs} outputs");

    private static Run Forward(LaneWidth width, int inputs, int outputs)
    {
        var generator = new RandomGenerator((ulong)((1000 * inputs) + outputs));
        var run = new Run(
            GuardedBlock<float>.ToRead(inputs, generator),
            GuardedBlock<float>.ToRead(inputs * outputs, generator),
            GuardedBlock<float>.ToRead(outputs, generator),
            GuardedBlock<float>.ToWrite(outputs));
        return LaneChoice.Invoke(width, run);
    }

    private sealed record Run(GuardedBlock<float> Input, GuardedBlock<float> Weights, GuardedBlock<float> Bias, GuardedBlock<float> Output)
        : ILaneOperation<Run>
    {
        public Run Invoke<TLane>()
            where TLane : unmanaged, ILane<TLane, float>
        {
            DenseKernel.Forward<TLane, float>(Input.Span, Weights.Span, Bias.Span, Output.Span);
            Output.AssertGuardsUntouched($"{TLane.Kind}, output of {Output.Span.Length}");
            return this;
        }
    }
}
