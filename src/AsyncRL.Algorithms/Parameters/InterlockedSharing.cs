using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// Every shared number is updated by compare-and-exchange: no addition is ever lost. The step uses the statistic that the thread's own
/// exchange installed. This is tens of times slower than plain vectors (docs/performance.md). It exists so that the cost of a lost addition
/// can be measured.
/// </summary>
/// <param name="kernels">Sweeps over the thread's own memory.</param>
internal sealed class InterlockedSharing(BlockKernels kernels) : SharingMode(kernels)
{
    public override string Name => "interlocked";

    public override string Summary => "one compare-exchange per number: no addition is ever lost, the slowest";

    internal override void Read(ReadOnlySpan<float> shared, Span<float> destination)
    {
        for (int i = 0; i < shared.Length && i < destination.Length; i++) destination[i] = Volatile.Read(in shared[i]);
    }

    internal override void Apply<TRule>(
        TRule rule, Span<float> parameters, StatisticSpans statistics, ReadOnlySpan<float> gradient)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            var delta = ScalarVector<float>.Broadcast(gradient[i]);
            ScalarVector<float> nextFirst = default, nextSecond = default;
            if (TRule.Statistics > 0) nextFirst = Exchange<FirstStatistic<TRule>>(new(rule), ref statistics.First[i], delta);
            if (TRule.Statistics > 1) nextSecond = Exchange<SecondStatistic<TRule>>(new(rule), ref statistics.Second[i], delta);
            Subtract(ref parameters[i], ScalarVector<float>.Sum(rule.Step(delta, nextFirst, nextSecond)));
        }
    }

    internal override void Average(ReadOnlySpan<float> parameters, Span<float> average, float decay)
    {
        for (int i = 0; i < average.Length; i++)
        {
            ref int bits = ref Unsafe.As<float, int>(ref average[i]);
            for (int seen = Volatile.Read(ref bits), found; ; seen = found)
            {
                float moved = (decay * BitConverter.Int32BitsToSingle(seen)) + ((1 - decay) * Volatile.Read(in parameters[i]));
                found = Interlocked.CompareExchange(ref bits, BitConverter.SingleToInt32Bits(moved), seen);
                if (found == seen) break;
            }
        }
    }

    /// <summary>target -= amount, repeated until no other thread wrote between the read and the write.</summary>
    internal static void Subtract(ref float target, float amount)
    {
        ref int bits = ref Unsafe.As<float, int>(ref target);
        int seen = Volatile.Read(ref bits);
        while (true)
        {
            int wanted = BitConverter.SingleToInt32Bits(BitConverter.Int32BitsToSingle(seen) - amount);

            // Compares bits, not floats: NaN equals itself and -0 differs from 0, and therefore the loop ends on both.
            int found = Interlocked.CompareExchange(ref bits, wanted, seen);
            if (found == seen) return;
            seen = found;
        }
    }

    /// <summary>Updates a statistic, repeated until no other thread wrote between the read and the write.</summary>
    /// <returns>The value that this thread's own exchange installed.</returns>
    private static ScalarVector<float> Exchange<TUpdate>(TUpdate move, ref float statistic, ScalarVector<float> delta)
        where TUpdate : struct, IStatisticUpdate
    {
        ref int bits = ref Unsafe.As<float, int>(ref statistic);
        int seen = Volatile.Read(ref bits);
        while (true)
        {
            ScalarVector<float> next = move.Next(ScalarVector<float>.Broadcast(BitConverter.Int32BitsToSingle(seen)), delta);
            int found = Interlocked.CompareExchange(ref bits, BitConverter.SingleToInt32Bits(ScalarVector<float>.Sum(next)), seen);
            if (found == seen) return next;
            seen = found;
        }
    }

    /// <summary>The rule's statistic that is updated.</summary>
    private interface IStatisticUpdate
    {
        ScalarVector<float> Next(ScalarVector<float> statistic, ScalarVector<float> gradient);
    }

    private readonly struct FirstStatistic<TRule>(TRule rule) : IStatisticUpdate
        where TRule : struct, IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ScalarVector<float> Next(ScalarVector<float> statistic, ScalarVector<float> gradient) => rule.NextFirst(statistic, gradient);
    }

    private readonly struct SecondStatistic<TRule>(TRule rule) : IStatisticUpdate
        where TRule : struct, IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ScalarVector<float> Next(ScalarVector<float> statistic, ScalarVector<float> gradient) =>
            rule.NextSecond(statistic, gradient);
    }
}
