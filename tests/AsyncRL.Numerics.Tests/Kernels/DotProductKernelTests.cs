using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Tests.Textbook;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Kernels;

public class DotProductKernelTests
{
    private const int LargestLength = 257;

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Every_length_to_257_stays_within_the_stated_bound(VectorWidth width)
    {
        for (int length = 1; length <= LargestLength; length++)
        {
            foreach (int inputs in new[] { 0, 1, 2, 7, 8, 9, 17 })
            {
                var generator = new RandomGenerator((ulong)length);
                AssertWithinBound(width, new Run(
                    inputs,
                    length,
                    GuardedBlock<float>.ToRead(3 * length, generator),
                    GuardedBlock<float>.ToRead(inputs * length, generator),
                    GuardedBlock<float>.ToWrite(3 * inputs)));
            }
        }
    }

    /// <summary>
    /// Large terms first, followed by many terms that are each just rounded away: the worst case for any order of addition.
    /// </summary>
    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void The_worst_order_of_terms_stays_within_the_stated_bound(VectorWidth width)
    {
        for (int length = 1; length <= LargestLength; length++)
        {
            for (int large = 1; large <= length; large *= 2)
            {
                GuardedBlock<float> gradient = GuardedBlock<float>.ToRead(length), weights = GuardedBlock<float>.ToRead(length);
                gradient.Span.Fill(1);
                weights.Span.Fill(0.99f / (1 << 24));
                weights.Span[..large].Fill(1);
                AssertWithinBound(width, new Run(1, length, gradient, weights, GuardedBlock<float>.ToWrite(1)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Every_number_of_inputs_to_257_is_computed(VectorWidth width)
    {
        for (int inputs = 1; inputs <= LargestLength; inputs++)
        {
            var generator = new RandomGenerator((ulong)inputs);
            AssertWithinBound(width, new Run(
                inputs,
                19,
                GuardedBlock<float>.ToRead(2 * 19, generator),
                GuardedBlock<float>.ToRead(inputs * 19, generator),
                GuardedBlock<float>.ToWrite(2 * inputs)));
        }
    }

    /// <summary>All heights of tiles and their remainders, with rows of weights that are neighbors and that are not.</summary>
    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Each_row_of_the_gradient_has_the_bits_that_it_has_alone(VectorWidth width)
    {
        foreach (int outputs in new[] { 3, 16, 37, 64 })
        {
            for (int rows = 1; rows <= 12; rows++)
            {
                Run all = Draw(19, outputs, rows);
                VectorChoice.Invoke(width, all);
                for (int t = 0; t < rows; t++)
                {
                    var alone = new Run(19, outputs, GuardedBlock<float>.ToRead(outputs), all.Weights, GuardedBlock<float>.ToWrite(19));
                    all.OutputGradient.Span.Slice(t * outputs, outputs).CopyTo(alone.OutputGradient.Span);
                    VectorChoice.Invoke(width, alone);
                    Span<float> row = all.InputGradient.Span.Slice(t * 19, 19);
                    Bits.AssertSame<float>(alone.InputGradient.Span, row, $"{width}, {outputs} outputs, row {t} of {rows}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Inputs_that_a_rectifier_closed_in_five_rows_get_zero_and_the_others_the_same_bits(VectorWidth width)
    {
        var generator = new RandomGenerator(1);
        foreach (int inputs in new[] { 1, 8, 9, 63, 64, 65, 71, 200, 1023, 1024, 1025, 1100 })
        {
            foreach (int share in new[] { 0, 1, 2, 7, 8 })
            {
                Run run = Draw(inputs, 21, 7);
                VectorChoice.Invoke(width, run);
                float[] expected = run.InputGradient.Span.ToArray();
                var rectified = new float[run.InputGradient.Span.Length];
                foreach (ref float input in rectified.AsSpan()) input = generator.NextInteger(30) < share ? 1 : 0;
                for (int i = 0; i < inputs; i++)
                {
                    bool inFirst = IsClosed(0, 5), inLast = IsClosed(5, 7);
                    for (int t = 0; t < 7; t++)
                    {
                        if (t < 5 ? inFirst : inLast) expected[(t * inputs) + i] = 0;
                    }

                    if (inFirst && inLast) run.Weights.Span.Slice(i * 21, 21).Fill(float.NaN);

                    bool IsClosed(int from, int to)
                    {
                        bool closed = true;
                        for (int t = from; t < to; t++) closed &= rectified[(t * inputs) + i] == 0;
                        return closed;
                    }
                }

                VectorChoice.Invoke(width, run with { Rectified = rectified });
                Bits.AssertSame<float>(expected, run.InputGradient.Span, $"{width}, {inputs} inputs, share {share}");
            }
        }
    }

    /// <summary>More weights than a second-level cache holds are fetched ahead.</summary>
    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Many_weights_stay_within_the_stated_bound(VectorWidth width) => AssertWithinBound(width, Draw(2592, 130, 6));

    private static Run Draw(int inputs, int outputs, int rows)
    {
        var generator = new RandomGenerator((ulong)((1000 * inputs) + outputs));
        return new Run(
            inputs,
            outputs,
            GuardedBlock<float>.ToRead(rows * outputs, generator),
            GuardedBlock<float>.ToRead(inputs * outputs, generator),
            GuardedBlock<float>.ToWrite(rows * inputs));
    }

    private static void AssertWithinBound(VectorWidth width, Run run)
    {
        int laneWidth = VectorChoice.Invoke(width, run);
        int roundings = (run.Outputs / laneWidth) + int.Log2(laneWidth) + (run.Outputs % laneWidth) + 1;
        for (int i = 0; i < run.InputGradient.Span.Length; i++)
        {
            int row = i / run.Inputs;
            TextbookSum sum = default;
            for (int o = 0; o < run.Outputs; o++)
                sum.Add((double)run.OutputGradient.Span[(row * run.Outputs) + o] * run.Weights.Span[((i % run.Inputs) * run.Outputs) + o]);
            double bound = roundings * TextbookAssert.SingleUnit * sum.Magnitude;
            double error = Math.Abs(run.InputGradient.Span[i] - sum.Value);
            if (!(error <= bound)) Assert.Fail($"{width}, {run.Outputs} products: the error is {error:E2}; expected at most {bound:E2}.");
        }
    }

    private sealed record Run(
        int Inputs, int Outputs, GuardedBlock<float> OutputGradient, GuardedBlock<float> Weights, GuardedBlock<float> InputGradient)
        : IVectorOperation<int>
    {
        public float[] Rectified { get; init; } = [];

        public int Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float>
        {
            DotProductKernel.MultiplyTransposed<TVector, float>(
                Inputs, Outputs, OutputGradient.Span, Weights.Span, Rectified, InputGradient.Span);
            InputGradient.AssertGuardsUntouched($"{TVector.Kind}, {Inputs} inputs, {Outputs} outputs");
            return TVector.Width;
        }
    }
}
