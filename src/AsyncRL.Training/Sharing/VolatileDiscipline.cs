using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Training.Sharing;

/// <summary>
/// Every shared number is accessed by <see cref="Volatile"/> reads and writes: by .NET's memory model alone they are whole, and ordered. An
/// addition can still be lost between the read and the write.
/// </summary>
/// <param name="kernels">Sweeps over the thread's own memory.</param>
internal sealed class VolatileDiscipline(BlockKernels kernels) : SharingDiscipline(kernels)
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
            var delta = ScalarLane<float>.Broadcast(gradient[i]);
            var old = ScalarLane<float>.Broadcast(Volatile.Read(ref statistic[i]));
            ScalarLane<float> next = rule.NextStatistic(old, delta);
            Volatile.Write(ref statistic[i], ScalarLane<float>.Sum(next));
            float step = ScalarLane<float>.Sum(rule.Step(next, delta));
            Volatile.Write(ref parameters[i], Volatile.Read(ref parameters[i]) - step);
        }
    }

    internal override void ApplyMoments<TRule>(
        TRule rule, Span<float> parameters, Span<float> mean, Span<float> square, ReadOnlySpan<float> gradient)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            var delta = ScalarLane<float>.Broadcast(gradient[i]);
            ScalarLane<float> nextMean = rule.NextMean(ScalarLane<float>.Broadcast(Volatile.Read(ref mean[i])), delta);
            ScalarLane<float> nextSquare = rule.NextSquare(ScalarLane<float>.Broadcast(Volatile.Read(ref square[i])), delta);
            Volatile.Write(ref mean[i], ScalarLane<float>.Sum(nextMean));
            Volatile.Write(ref square[i], ScalarLane<float>.Sum(nextSquare));
            float step = ScalarLane<float>.Sum(rule.Step(nextMean, nextSquare));
            Volatile.Write(ref parameters[i], Volatile.Read(ref parameters[i]) - step);
        }
    }
}
