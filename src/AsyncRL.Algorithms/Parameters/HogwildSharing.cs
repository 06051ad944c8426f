using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Algorithms.Parameters;

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

    internal override void Apply<TRule>(
        TRule rule, Span<float> parameters, StatisticSpans statistics, ReadOnlySpan<float> gradient)
    {
        ref float theta = ref MemoryMarshal.GetReference(parameters);
        ref float first = ref MemoryMarshal.GetReference(statistics.First);
        ref float second = ref MemoryMarshal.GetReference(statistics.Second);
        ref float gradients = ref MemoryMarshal.GetReference(gradient);
        nuint length = (nuint)parameters.Length, width = (nuint)TVector.Width;
        for (nuint i = 0; i + width <= length; i += width)
            Move(rule, TVector.Load(in gradients, i), i, ref theta, ref first, ref second);
    }

    internal override void ApplyProducts<TRule>(TRule rule, in ProductsSweep sweep)
    {
        if (sweep.Scale == 1) FusedSweep<TVector, TRule, Unscaled>.Run(rule, in sweep);
        else FusedSweep<TVector, TRule, Scaled>.Run(rule, in sweep);
    }

    internal override void Average(ReadOnlySpan<float> parameters, Span<float> average, float decay)
    {
        ref float from = ref MemoryMarshal.GetReference(parameters);
        ref float to = ref MemoryMarshal.GetReference(average);
        TVector kept = TVector.Broadcast(decay), taken = TVector.Broadcast(1 - decay);
        nuint length = (nuint)parameters.Length, width = (nuint)TVector.Width;
        for (nuint i = 0; i + width <= length; i += width)
            TVector.Store((kept * TVector.Load(in to, i)) + (taken * TVector.Load(in from, i)), ref to, i);
    }

    /// <summary>Updates one vector of θ and its statistics.</summary>
    /// <returns>The vector of θ after the update.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Move<TRule>(TRule rule, TVector delta, nuint at, ref float theta, ref float first, ref float second)
        where TRule : struct, IUpdateRule
    {
        TVector nextFirst = TVector.Broadcast(0), nextSecond = TVector.Broadcast(0);
        if (TRule.Statistics > 0)
        {
            nextFirst = rule.NextFirst(TVector.Load(in first, at), delta);
            TVector.Store(nextFirst, ref first, at);
        }

        if (TRule.Statistics > 1)
        {
            nextSecond = rule.NextSecond(TVector.Load(in second, at), delta);
            TVector.Store(nextSecond, ref second, at);
        }

        TVector moved = TVector.Load(in theta, at) - rule.Step(delta, nextFirst, nextSecond);
        TVector.Store(moved, ref theta, at);
        return moved;
    }
}
