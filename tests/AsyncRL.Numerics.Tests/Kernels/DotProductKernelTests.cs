using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Lanes;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Tests.Textbook;
using AsyncRL.Randomness;

namespace AsyncRL.Numerics.Tests.Kernels;

public class DotProductKernelTests
{
    private const int LargestLength = 257;

    [Theory]
    [MemberData(nameof(SampledTypes.AllLanes), MemberType = typeof(SampledTypes))]
    public void Every_length_to_257_stays_within_the_stated_bound(LaneWidth width)
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

    /// <summary>Large terms first, then many that are each just rounded away: the worst that an order of adding can meet.</summary>
    [Theory]
    [MemberData(nameof(SampledTypes.AllLanes), MemberType = typeof(SampledTypes))]
    public void The_worst_order_of_terms_stays_within_the_stated_bound(LaneWidth width)
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
    [MemberData(nameof(SampledTypes.AllLanes), MemberType = typeof(SampledTypes))]
    public void Every_number_of_inputs_to_257_is_computed(LaneWidth width)
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

    private static void AssertWithinBound(LaneWidth width, Run run)
    {
        int laneWidth = LaneChoice.Invoke(width, run);
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
        : ILaneOperation<int>
    {
        public int Invoke<TLane>()
            where TLane : unmanaged, ILane<TLane, float>
        {
            DotProductKernel.MultiplyTransposed<TLane, float>(Inputs, Outputs, OutputGradient.Span, Weights.Span, InputGradient.Span);
            InputGradient.AssertGuardsUntouched($"{TLane.Kind}, {Inputs} inputs, {Outputs} outputs");
            return TLane.Width;
        }
    }
}
