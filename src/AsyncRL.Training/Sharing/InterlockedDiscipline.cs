using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Training.Sharing;

/// <summary>
/// Every shared number by compare-and-exchange: no addition is ever lost. The step uses the statistic that one's own exchange installed.
/// Tens of times slower than plain vectors (docs/performance.md); it exists so that the price of a lost addition can be measured.
/// </summary>
internal sealed class InterlockedDiscipline : SharingDiscipline
{
    public override string Name => "interlocked";

    public override string Summary => "one compare-exchange per number: no addition is ever lost, the slowest";

    internal override void Read(ReadOnlySpan<float> shared, Span<float> destination)
    {
        for (int i = 0; i < shared.Length && i < destination.Length; i++) destination[i] = Volatile.Read(in shared[i]);
    }

    internal override void Apply<TRule>(TRule rule, Span<float> parameters, Span<float> statistic, ReadOnlySpan<float> gradient)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            var delta = ScalarLane<float>.Broadcast(gradient[i]);
            ScalarLane<float> next = ExchangeStatistic(rule, ref statistic[i], delta);
            Subtract(ref parameters[i], ScalarLane<float>.Sum(rule.Step(next, delta)));
        }
    }

    /// <summary>target -= amount, repeated until no other thread wrote in between.</summary>
    internal static void Subtract(ref float target, float amount)
    {
        ref int bits = ref Unsafe.As<float, int>(ref target);
        int seen = Volatile.Read(ref bits);
        while (true)
        {
            int wanted = BitConverter.SingleToInt32Bits(BitConverter.Int32BitsToSingle(seen) - amount);

            // The comparison is of bits, not of floats: NaN equals itself and -0 differs from 0, so the loop ends on both.
            int found = Interlocked.CompareExchange(ref bits, wanted, seen);
            if (found == seen) return;
            seen = found;
        }
    }

    private static ScalarLane<float> ExchangeStatistic<TRule>(TRule rule, ref float statistic, ScalarLane<float> delta)
        where TRule : struct, IUpdateRule
    {
        ref int bits = ref Unsafe.As<float, int>(ref statistic);
        int seen = Volatile.Read(ref bits);
        while (true)
        {
            ScalarLane<float> next = rule.NextStatistic(ScalarLane<float>.Broadcast(BitConverter.Int32BitsToSingle(seen)), delta);
            int found = Interlocked.CompareExchange(ref bits, BitConverter.SingleToInt32Bits(ScalarLane<float>.Sum(next)), seen);
            if (found == seen) return next;
            seen = found;
        }
    }
}
