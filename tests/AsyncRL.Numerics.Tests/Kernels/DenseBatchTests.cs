using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Kernels;

/// <summary>Compares the forward pass of many rows with the forward pass of each row alone, bit for bit.</summary>
public class DenseBatchTests
{
    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Every_number_of_outputs_to_290_has_the_bits_of_the_rows_alone(VectorWidth width)
    {
        for (int outputs = 1; outputs <= 290; outputs++) AssertSameBits(width, new Sizes(5, 6, outputs));
    }

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Every_number_of_inputs_to_100_has_the_bits_of_the_rows_alone(VectorWidth width)
    {
        for (int inputs = 1; inputs <= 100; inputs++)
        {
            foreach (int outputs in new[] { 16, 37, 150 }) AssertSameBits(width, new Sizes(4, inputs, outputs));
        }
    }

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Every_number_of_rows_to_70_has_the_bits_of_the_rows_alone(VectorWidth width)
    {
        for (int rows = 0; rows <= 70; rows++)
        {
            foreach (int outputs in new[] { 20, 256 }) AssertSameBits(width, new Sizes(rows, 50, outputs));
        }
    }

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void The_matrices_of_the_papers_network_have_the_bits_of_the_rows_alone(VectorWidth width)
    {
        AssertSameBits(width, new Sizes(33, 2592, 256));
        AssertSameBits(width, new Sizes(33, 256, 1024));
    }

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Rows_that_are_apart_are_added_to_and_what_is_between_them_is_not_written(VectorWidth width)
    {
        foreach (int outputs in new[] { 12, 20, 64, 300 })
            AssertSameBits(width, new Sizes(7, 55, outputs) { InputStride = 60, OutputStride = outputs + 9, Adds = true });
    }

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void An_input_that_is_no_number_is_seen_in_every_output_of_its_row_and_in_no_other(VectorWidth width)
    {
        foreach (int outputs in new[] { 20, 300 })
        {
            for (int at = 0; at < 35; at++)
            {
                var run = new Run(new Sizes(5, 35, outputs));
                run.Input.Span.Clear();
                run.Input.Span[(2 * 35) + at] = float.NaN;
                VectorChoice.Invoke(width, run);
                for (int i = 0; i < run.Output.Span.Length; i++) Assert.Equal(i / outputs == 2, float.IsNaN(run.Output.Span[i]));
            }
        }
    }

    private static void AssertSameBits(VectorWidth width, Sizes sizes)
    {
        Run together = new(sizes), alone = new(sizes) { OneByOne = true };
        VectorChoice.Invoke(width, together);
        VectorChoice.Invoke(width, alone);
        Bits.AssertSame<float>(alone.Output.Span, together.Output.Span, $"{width}, {sizes}");
        together.Output.AssertGuardsUntouched($"{width}, {sizes}");
    }

    private sealed record Sizes(int Rows, int Inputs, int Outputs)
    {
        internal int InputStride { get; init; } = Inputs;

        internal int OutputStride { get; init; } = Outputs;

        internal bool Adds { get; init; }
    }

    private sealed class Run : IVectorOperation<Run>
    {
        private readonly Sizes _sizes;
        private readonly GuardedBlock<float> _weights;
        private readonly GuardedBlock<float> _bias;

        internal Run(Sizes sizes)
        {
            _sizes = sizes;
            var generator = new RandomGenerator((ulong)((1000 * sizes.Inputs) + sizes.Outputs));
            Input = GuardedBlock<float>.ToRead(sizes.Rows * sizes.InputStride, generator);
            _weights = GuardedBlock<float>.ToRead(sizes.Inputs * sizes.Outputs, generator);
            _bias = GuardedBlock<float>.ToRead(sizes.Outputs, generator);
            Output = GuardedBlock<float>.ToWrite(sizes.Rows * sizes.OutputStride);
            Numbers.Draw(generator, Output.Span);

            // A third of the inputs is 0 in every row; other zeros are in some rows only.
            for (int i = 0; i < Input.Span.Length; i++)
            {
                if (i % sizes.InputStride % 3 == 1 || generator.NextInteger(3) == 0) Input.Span[i] = 0;
            }
        }

        internal bool OneByOne { get; init; }

        internal GuardedBlock<float> Input { get; }

        internal GuardedBlock<float> Output { get; }

        public Run Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float>
        {
            if (!OneByOne)
            {
                new DenseBatch<float>
                {
                    Input = DenseBatch<float>.Rows((ReadOnlySpan<float>)Input.Span, _sizes.Rows, _sizes.Inputs, _sizes.InputStride),
                    Weights = _weights.Span,
                    Bias = _sizes.Adds ? default : _bias.Span,
                    Output = DenseBatch<float>.Rows(Output.Span, _sizes.Rows, _sizes.Outputs, _sizes.OutputStride),
                }.Forward<TVector>();
                return this;
            }

            for (int row = 0; row < _sizes.Rows; row++)
            {
                Span<float> output = Output.Span.Slice(row * _sizes.OutputStride, _sizes.Outputs);
                DenseKernel.Forward<TVector, float>(
                    Input.Span.Slice(row * _sizes.InputStride, _sizes.Inputs), _weights.Span, _sizes.Adds ? output : _bias.Span, output);
            }

            return this;
        }
    }
}
