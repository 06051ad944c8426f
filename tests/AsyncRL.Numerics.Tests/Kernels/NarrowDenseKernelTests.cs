using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Tests.Textbook;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Kernels;

/// <summary>Tests the passes of a dense layer of 1 to 15 outputs, over numbers of inputs with every length of tail.</summary>
public class NarrowDenseKernelTests
{
    private const int Samples = 3;

    public static TheoryData<VectorWidth, int> Cases
    {
        get
        {
            var data = new TheoryData<VectorWidth, int>();
            foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
            {
                for (int outputs = 1; outputs < NarrowDenseKernel.Limit; outputs++) data.Add(width, outputs);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_both_gradients_are_those_of_the_textbook_loops(VectorWidth width, int outputs)
    {
        foreach (int inputs in new[] { 0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 32, 33, 64, 70 })
        {
            Run run = Compute(width, inputs, outputs);
            var (forward, backward, weights) = (
                new TextbookSum[Samples * outputs], new TextbookSum[Samples * inputs], new TextbookSum[inputs * outputs]);
            for (int o = 0; o < outputs; o++)
            {
                for (int t = 0; t < Samples; t++) forward[(t * outputs) + o].Add(run.Bias.Span[o]);
                for (int i = 0; i < inputs; i++)
                {
                    int w = (i * outputs) + o;
                    weights[w].Add(run.WeightsBefore[w]);
                    for (int t = 0; t < Samples; t++)
                    {
                        double gradient = run.OutputGradient.Span[(t * outputs) + o];
                        forward[(t * outputs) + o].Add((double)run.Input.Span[(t * inputs) + i] * run.Weights.Span[w]);
                        weights[w].Add(run.Input.Span[(t * inputs) + i] * gradient);
                        backward[(t * inputs) + i].Add(run.Weights.Span[w] * gradient);
                    }
                }
            }

            string what = $"{width}, {inputs} inputs, {outputs} outputs";
            TextbookAssert.Within<float>(forward, run.Output.Span, TextbookAssert.SingleUnit, what);
            TextbookAssert.Within<float>(weights, run.WeightGradient.Span, TextbookAssert.SingleUnit, what);
            TextbookAssert.Within<float>(backward, run.InputGradient.Span, TextbookAssert.SingleUnit, what);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_width_has_the_bits_of_the_scalar_width(VectorWidth width, int outputs)
    {
        for (int inputs = 0; inputs <= 40; inputs++)
        {
            (Run scalar, Run vector) = (Compute(VectorWidth.Scalar, inputs, outputs), Compute(width, inputs, outputs));
            string what = $"{width}, {inputs} inputs, {outputs} outputs";
            Bits.AssertSame<float>(scalar.Output.Span, vector.Output.Span, what);
            Bits.AssertSame<float>(scalar.WeightGradient.Span, vector.WeightGradient.Span, what);
            Bits.AssertSame<float>(scalar.InputGradient.Span, vector.InputGradient.Span, what);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_row_among_others_has_the_bits_of_the_row_alone(VectorWidth width, int outputs)
    {
        foreach (int inputs in new[] { 1, 3, 4, 18, 33 })
        {
            Run run = Compute(width, inputs, outputs);
            for (int row = 0; row < Samples; row++)
            {
                Run alone = new(inputs, outputs) { Rows = 1 };
                run.Input.Span.Slice(row * inputs, inputs).CopyTo(alone.Input.Span);
                VectorChoice.Invoke(width, alone);
                Bits.AssertSame<float>(
                    alone.Output.Span[..outputs], run.Output.Span.Slice(row * outputs, outputs), $"{width}, row {row}, {outputs} outputs");
            }
        }
    }

    [Fact]
    public void Weights_without_the_numbers_that_a_vector_reads_beyond_them_get_a_sentence() => Assert.Equal(
        "dense: weights and what follows has 6 numbers; expected at least 22.",
        Assert.Throws<ArgumentException>(
            () => NarrowDenseKernel.Forward<Vector128Float, float>(1, new float[3], new float[6], new float[2], new float[2])).Message);

    private static Run Compute(VectorWidth width, int inputs, int outputs) => VectorChoice.Invoke(width, new Run(inputs, outputs));

    private sealed class Run : IVectorOperation<Run>
    {
        private readonly int _inputs;
        private readonly int _outputs;

        internal Run(int inputs, int outputs)
        {
            (_inputs, _outputs) = (inputs, outputs);
            var generator = new RandomGenerator((ulong)((1000 * inputs) + outputs));
            Input = GuardedBlock<float>.ToRead(Samples * inputs, generator);
            Weights = GuardedBlock<float>.ToRead((inputs * outputs) + NarrowDenseKernel.Limit, generator);
            Weights.Span[(inputs * outputs)..].Fill(float.NaN);
            Bias = GuardedBlock<float>.ToRead(outputs, generator);
            OutputGradient = GuardedBlock<float>.ToRead(Samples * outputs, generator);
            WeightGradient = GuardedBlock<float>.ToRead(inputs * outputs, generator);
            WeightsBefore = WeightGradient.Span.ToArray();
            Output = GuardedBlock<float>.ToWrite(Samples * outputs);
            InputGradient = GuardedBlock<float>.ToWrite(Samples * inputs);
        }

        internal int Rows { get; init; } = Samples;

        internal GuardedBlock<float> Input { get; }

        internal GuardedBlock<float> Weights { get; }

        internal GuardedBlock<float> Bias { get; }

        internal GuardedBlock<float> OutputGradient { get; }

        internal GuardedBlock<float> WeightGradient { get; }

        internal float[] WeightsBefore { get; }

        internal GuardedBlock<float> Output { get; }

        internal GuardedBlock<float> InputGradient { get; }

        public Run Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float>
        {
            NarrowDenseKernel.Forward<TVector, float>(
                Rows, Input.Span[..(Rows * _inputs)], Weights.Span, Bias.Span, Output.Span[..(Rows * _outputs)]);
            Span<float> weights = Weights.Span[..(_inputs * _outputs)];
            NarrowDenseKernel.AddWeightGradient<TVector, float>(_inputs, _outputs, Input.Span, OutputGradient.Span, WeightGradient.Span);
            NarrowDenseKernel.ComputeInputGradient<TVector, float>(
                _inputs, _outputs, OutputGradient.Span, weights, InputGradient.Span);
            Output.AssertGuardsUntouched($"{TVector.Kind}, output of {_outputs}");
            WeightGradient.AssertGuardsUntouched($"{TVector.Kind}, weight gradient of {_inputs}×{_outputs}");
            InputGradient.AssertGuardsUntouched($"{TVector.Kind}, input gradient of {_inputs}");
            return this;
        }
    }
}
