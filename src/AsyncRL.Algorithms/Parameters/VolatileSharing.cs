using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// Every shared number is accessed by <see cref="Volatile"/> reads and writes: by .NET's memory model alone they are whole, and ordered. An
/// addition can still be lost between the read and the write.
/// </summary>
/// <param name="kernels">Sweeps over the thread's own memory.</param>
internal sealed class VolatileSharing(BlockKernels kernels) : SharingMode(kernels)
{
    public override string Name => "volatile";

    public override string Summary => "one volatile read and write per number: ordered, may lose additions";

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
            if (TRule.Statistics > 0)
            {
                nextFirst = rule.NextFirst(Read(ref statistics.First[i]), delta);
                Volatile.Write(ref statistics.First[i], ScalarVector<float>.Sum(nextFirst));
            }

            if (TRule.Statistics > 1)
            {
                nextSecond = rule.NextSecond(Read(ref statistics.Second[i]), delta);
                Volatile.Write(ref statistics.Second[i], ScalarVector<float>.Sum(nextSecond));
            }

            float step = ScalarVector<float>.Sum(rule.Step(delta, nextFirst, nextSecond));
            Volatile.Write(ref parameters[i], Volatile.Read(ref parameters[i]) - step);
        }
    }

    private static ScalarVector<float> Read(ref float number) => ScalarVector<float>.Broadcast(Volatile.Read(ref number));
}
