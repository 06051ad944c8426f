using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Training.Sharing;

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

    internal override void Apply<TRule>(TRule rule, Span<float> parameters, Span<float> statistic, ReadOnlySpan<float> gradient)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            var delta = ScalarVector<float>.Broadcast(gradient[i]);
            var old = ScalarVector<float>.Broadcast(Volatile.Read(ref statistic[i]));
            ScalarVector<float> next = rule.NextStatistic(old, delta);
            Volatile.Write(ref statistic[i], ScalarVector<float>.Sum(next));
            float step = ScalarVector<float>.Sum(rule.Step(next, delta));
            Volatile.Write(ref parameters[i], Volatile.Read(ref parameters[i]) - step);
        }
    }

    internal override void ApplyMoments<TRule>(
        TRule rule, Span<float> parameters, Span<float> mean, Span<float> square, ReadOnlySpan<float> gradient)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            var delta = ScalarVector<float>.Broadcast(gradient[i]);
            ScalarVector<float> nextMean = rule.NextMean(ScalarVector<float>.Broadcast(Volatile.Read(ref mean[i])), delta);
            ScalarVector<float> nextSquare = rule.NextSquare(ScalarVector<float>.Broadcast(Volatile.Read(ref square[i])), delta);
            Volatile.Write(ref mean[i], ScalarVector<float>.Sum(nextMean));
            Volatile.Write(ref square[i], ScalarVector<float>.Sum(nextSquare));
            float step = ScalarVector<float>.Sum(rule.Step(nextMean, nextSquare));
            Volatile.Write(ref parameters[i], Volatile.Read(ref parameters[i]) - step);
        }
    }
}
