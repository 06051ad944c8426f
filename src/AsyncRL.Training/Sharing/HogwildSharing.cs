using System.Runtime.InteropServices;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Training.Sharing;

/// <summary>
/// Hogwild! (Niu et al. 2011), the paper's sharing mode: only plain vector loads and stores. Between one thread's load and its store,
/// another thread's update of the same numbers may be lost. Every number stays whole (see <see cref="SharedParameters"/>).
/// </summary>
internal sealed class HogwildSharing<TVector>() : SharingMode(BlockKernels.For(TVector.Kind))
    where TVector : unmanaged, IVector<TVector, float>
{
    public override string Name => "hogwild";

    public override string Summary => "plain vector loads and stores, races allowed: the paper's (section 4; Niu et al. 2011), the fastest";

    internal override void Read(ReadOnlySpan<float> shared, Span<float> destination)
    {
        // Span.CopyTo is not used, because its kind of memory access is not documented. A vector's load is known to read each number whole.
        ref float from = ref MemoryMarshal.GetReference(shared);
        ref float to = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)shared.Length, width = (nuint)TVector.Width;
        for (nuint i = 0; i + width <= length; i += width) TVector.Store(TVector.Load(in from, i), ref to, i);
    }

    internal override void Apply<TRule>(TRule rule, Span<float> parameters, Span<float> statistic, ReadOnlySpan<float> gradient)
    {
        ref float theta = ref MemoryMarshal.GetReference(parameters);
        ref float statistics = ref MemoryMarshal.GetReference(statistic);
        ref float gradients = ref MemoryMarshal.GetReference(gradient);
        nuint length = (nuint)parameters.Length, width = (nuint)TVector.Width;
        for (nuint i = 0; i + width <= length; i += width)
        {
            TVector delta = TVector.Load(in gradients, i);
            TVector next = rule.NextStatistic(TVector.Load(in statistics, i), delta);
            TVector.Store(next, ref statistics, i);
            TVector.Store(TVector.Load(in theta, i) - rule.Step(next, delta), ref theta, i);
        }
    }

    internal override void ApplyProducts<TRule>(TRule rule, in ProductsSweep sweep)
    {
        if (sweep.Scale == 1) FusedSweep<TVector, TRule, Unscaled>.Run(rule, in sweep);
        else FusedSweep<TVector, TRule, Scaled>.Run(rule, in sweep);
    }

    internal override void ApplyMoments<TRule>(
        TRule rule, Span<float> parameters, Span<float> mean, Span<float> square, ReadOnlySpan<float> gradient)
    {
        ref float theta = ref MemoryMarshal.GetReference(parameters);
        ref float means = ref MemoryMarshal.GetReference(mean);
        ref float squares = ref MemoryMarshal.GetReference(square);
        ref float gradients = ref MemoryMarshal.GetReference(gradient);
        nuint length = (nuint)parameters.Length, width = (nuint)TVector.Width;
        for (nuint i = 0; i + width <= length; i += width)
        {
            TVector delta = TVector.Load(in gradients, i);
            TVector nextMean = rule.NextMean(TVector.Load(in means, i), delta);
            TVector nextSquare = rule.NextSquare(TVector.Load(in squares, i), delta);
            TVector.Store(nextMean, ref means, i);
            TVector.Store(nextSquare, ref squares, i);
            TVector.Store(TVector.Load(in theta, i) - rule.Step(nextMean, nextSquare), ref theta, i);
        }
    }
}
