using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Tests.Textbook;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Kernels;

public class DenseKernelTests
{
    private const int LargestLength = 257;

    [Fact]
    public void The_scalar_vector_agrees_with_the_textbook_loop()
    {
        for (int inputs = 0; inputs <= LargestLength; inputs++)
        {
            AssertTextbook(Forward(VectorWidth.Scalar, inputs, 11));
        }
    }

    [Theory]
    [MemberData(nameof(SampledTypes.WideVectors), MemberType = typeof(SampledTypes))]
    public void Every_number_of_outputs_to_257_has_the_bits_of_the_scalar_vector(VectorWidth width)
    {
        for (int outputs = 0; outputs <= LargestLength; outputs++)
        {
            foreach (int inputs in new[] { 0, 1, 6 }) AssertSameBits(width, inputs, outputs);
        }
    }

    [Theory]
    [MemberData(nameof(SampledTypes.WideVectors), MemberType = typeof(SampledTypes))]
    public void Every_number_of_inputs_to_257_has_the_bits_of_the_scalar_vector(VectorWidth width)
    {
        for (int inputs = 0; inputs <= LargestLength; inputs++)
        {
            foreach (int outputs in new[] { 1, 21, 48 }) AssertSameBits(width, inputs, outputs);
        }
    }

    /// <summary>256 outputs per step of the widest tile: 16 vectors of 16 floats, followed by tiles of every other width.</summary>
    [Theory]
    [InlineData(256 + 128 + 64 + 16 + 3)]
    [InlineData(512)]
    [InlineData(1000)]
    public void Many_outputs_have_the_bits_of_the_scalar_vector(int outputs)
    {
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>()) AssertSameBits(width, 5, outputs);
    }

    [Fact]
    public void Without_inputs_the_output_is_the_bias()
    {
        Run run = Forward(VectorWidth.Vector256, 0, 37);
        Bits.AssertSame<float>(run.Bias.Span, run.Output.Span, "output");
    }

    /// <summary>Chunks of inputs are listed at a time. Every length has some inputs that are 0, and 2592 × 256 is fetched ahead.</summary>
    [Theory]
    [InlineData(1023, 19)]
    [InlineData(1024, 19)]
    [InlineData(1025, 19)]
    [InlineData(2592, 256)]
    [InlineData(2592, 144)]
    public void Many_inputs_have_the_bits_of_the_scalar_vector_and_of_the_textbook_loop(int inputs, int outputs)
    {
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>()) AssertSameBits(width, inputs, outputs);
        AssertTextbook(Forward(VectorWidth.Scalar, inputs, outputs));
    }

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Rows_of_weights_whose_input_is_zero_are_not_read(VectorWidth width)
    {
        foreach (int inputs in new[] { 1, 7, 8, 9, 64, 1500 })
        {
            foreach (int outputs in new[] { 1, 5, 16, 300 })
            {
                Run run = Draw(inputs, outputs);
                for (int i = 0; i < inputs; i++)
                {
                    bool closed = i % 3 != 1;
                    if (closed) run.Input.Span[i] = i % 2 == 0 ? 0 : -0f;
                    if (closed) run.Weights.Span.Slice(i * outputs, outputs).Clear();
                }

                VectorChoice.Invoke(width, run);
                float[] expected = run.Output.Span.ToArray();
                for (int i = 0; i < inputs; i++)
                {
                    if (run.Input.Span[i] == 0) run.Weights.Span.Slice(i * outputs, outputs).Fill(float.NaN);
                }

                VectorChoice.Invoke(width, run);
                Bits.AssertSame<float>(expected, run.Output.Span, $"{width}, {inputs} inputs, {outputs} outputs");
                AssertTextbook(run);
            }
        }
    }

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void An_input_that_is_no_number_is_seen_in_every_output(VectorWidth width)
    {
        for (int at = 0; at < 35; at++)
        {
            Run run = Draw(35, 21);
            run.Input.Span.Clear();
            run.Input.Span[at] = float.NaN;
            VectorChoice.Invoke(width, run);
            foreach (float sum in run.Output.Span) Assert.Equal(float.NaN, sum);
        }
    }

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void The_bias_may_be_the_output(VectorWidth width)
    {
        foreach (int outputs in new[] { 3, 7, 16, 37, 150, 300 })
        {
            Run run = Draw(1100, outputs);
            VectorChoice.Invoke(width, run);
            float[] expected = run.Output.Span.ToArray();
            run.Bias.Span.CopyTo(run.Output.Span);
            VectorChoice.Invoke(width, run with { Bias = run.Output });
            Bits.AssertSame<float>(expected, run.Output.Span, $"{width}, {outputs} outputs");
        }
    }

    private static void AssertSameBits(VectorWidth width, int inputs, int outputs) => Bits.AssertSame<float>(
        Forward(VectorWidth.Scalar, inputs, outputs).Output.Span,
        Forward(width, inputs, outputs).Output.Span,
        $"{width}, {inputs} inputs, {outputs} outputs");

    private static void AssertTextbook(Run run)
    {
        var sums = new TextbookSum[run.Output.Span.Length];
        for (int o = 0; o < sums.Length; o++)
        {
            sums[o].Add(run.Bias.Span[o]);
            for (int i = 0; i < run.Input.Span.Length; i++)
            {
                if (run.Input.Span[i] != 0) sums[o].Add((double)run.Input.Span[i] * run.Weights.Span[(i * sums.Length) + o]);
            }
        }

        TextbookAssert.Within<float>(sums, run.Output.Span, TextbookAssert.SingleUnit, $"{run.Input.Span.Length} inputs");
    }

    private static Run Forward(VectorWidth width, int inputs, int outputs) => VectorChoice.Invoke(width, Draw(inputs, outputs));

    private static Run Draw(int inputs, int outputs)
    {
        var generator = new RandomGenerator((ulong)((1000 * inputs) + outputs));
        return new Run(
            GuardedBlock<float>.ToRead(inputs, generator),
            GuardedBlock<float>.ToRead(inputs * outputs, generator),
            GuardedBlock<float>.ToRead(outputs, generator),
            GuardedBlock<float>.ToWrite(outputs));
    }

    private sealed record Run(GuardedBlock<float> Input, GuardedBlock<float> Weights, GuardedBlock<float> Bias, GuardedBlock<float> Output)
        : IVectorOperation<Run>
    {
        public Run Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float>
        {
            DenseKernel.Forward<TVector, float>(Input.Span, Weights.Span, Bias.Span, Output.Span);
            Output.AssertGuardsUntouched($"{TVector.Kind}, output of {Output.Span.Length}");
            return this;
        }
    }
}
