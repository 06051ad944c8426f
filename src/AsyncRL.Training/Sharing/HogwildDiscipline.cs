using System.Runtime.InteropServices;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Training.Sharing;

/// <summary>
/// Hogwild! (Niu et al. 2011), the paper's discipline: only plain vector loads and stores. Between one thread's load and its store, another
/// thread's update of the same numbers may be lost. Every number stays whole (see <see cref="SharedParameters"/>).
/// </summary>
internal sealed class HogwildDiscipline<TLane>() : SharingDiscipline(BlockKernels.For(TLane.Kind))
    where TLane : unmanaged, ILane<TLane, float>
{
    public override string Name => "hogwild";

    public override string Summary => "plain vector loads and stores, races allowed: the paper's (section 4; Niu et al. 2011), the fastest";

    internal override void Read(ReadOnlySpan<float> shared, Span<float> destination)
    {
        // Span.CopyTo is not used, because its kind of memory access is not documented. A lane's load is known to read each number whole.
        ref float from = ref MemoryMarshal.GetReference(shared);
        ref float to = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)shared.Length, width = (nuint)TLane.Width;
        for (nuint i = 0; i + width <= length; i += width) TLane.Store(TLane.Load(in from, i), ref to, i);
    }

    internal override void Apply<TRule>(TRule rule, Span<float> parameters, Span<float> statistic, ReadOnlySpan<float> gradient)
    {
        ref float theta = ref MemoryMarshal.GetReference(parameters);
        ref float statistics = ref MemoryMarshal.GetReference(statistic);
        ref float gradients = ref MemoryMarshal.GetReference(gradient);
        nuint length = (nuint)parameters.Length, width = (nuint)TLane.Width;
        for (nuint i = 0; i + width <= length; i += width)
        {
            TLane delta = TLane.Load(in gradients, i);
            TLane next = rule.NextStatistic(TLane.Load(in statistics, i), delta);
            TLane.Store(next, ref statistics, i);
            TLane.Store(TLane.Load(in theta, i) - rule.Step(next, delta), ref theta, i);
        }
    }

    internal override void ApplyProducts<TRule>(TRule rule, in ProductsSweep sweep)
    {
        if (sweep.Scale == 1) FusedSweep<TLane, TRule, Unscaled>.Run(rule, in sweep);
        else FusedSweep<TLane, TRule, Scaled>.Run(rule, in sweep);
    }

    internal override void ApplyMoments<TRule>(
        TRule rule, Span<float> parameters, Span<float> mean, Span<float> square, ReadOnlySpan<float> gradient)
    {
        ref float theta = ref MemoryMarshal.GetReference(parameters);
        ref float means = ref MemoryMarshal.GetReference(mean);
        ref float squares = ref MemoryMarshal.GetReference(square);
        ref float gradients = ref MemoryMarshal.GetReference(gradient);
        nuint length = (nuint)parameters.Length, width = (nuint)TLane.Width;
        for (nuint i = 0; i + width <= length; i += width)
        {
            TLane delta = TLane.Load(in gradients, i);
            TLane nextMean = rule.NextMean(TLane.Load(in means, i), delta);
            TLane nextSquare = rule.NextSquare(TLane.Load(in squares, i), delta);
            TLane.Store(nextMean, ref means, i);
            TLane.Store(nextSquare, ref squares, i);
            TLane.Store(TLane.Load(in theta, i) - rule.Step(nextMean, nextSquare), ref theta, i);
        }
    }
}
