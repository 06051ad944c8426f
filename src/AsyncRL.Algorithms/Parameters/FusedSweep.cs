using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// One sweep over a matrix of weights that multiplies out its gradient, updates statistics and θ with it, and copies θ. The gradient exists
/// in registers only. For a matrix and RMSProp, five streams pass through the caches (θ and g in and out, θ′ out). Clearing, accumulating,
/// measuring, applying and copying one after the other would take eleven.
/// </summary>
/// <remarks>
/// Each number is computed as by <c>OuterProductKernel</c>, scaling and <see cref="HogwildSharing{TVector}.Apply"/>, in the same order:
/// the bits are the same. Loads and stores of shared numbers are plain vector accesses, like those of the Hogwild sharing mode. Rows whose
/// inputs were 0 in all time steps have no gradient, and nothing is multiplied out for them; behind rectifiers there are many. If the rule
/// does not move θ without a gradient, θ is only copied in these rows.
/// </remarks>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TRule">The optimizer's arithmetic.</typeparam>
/// <typeparam name="TScaling">The scaling of the gradient before the rule.</typeparam>
internal static class FusedSweep<TVector, TRule, TScaling>
    where TVector : unmanaged, IVector<TVector, float>
    where TRule : struct, IUpdateRule
    where TScaling : struct, IGradientScaling
{
    /// <summary>Sweeps over whole rows. Their lengths are multiples of the floats per cache line.</summary>
    internal static void Run(TRule rule, in ProductsSweep sweep)
    {
        nuint columns = (nuint)sweep.Products.Columns, stride = (nuint)sweep.Products.LeftStride, samples = (nuint)sweep.Samples;
        nuint width = (nuint)TVector.Width, end = (nuint)sweep.Parameters.Length;
        ref float left = ref Unsafe.Add(ref MemoryMarshal.GetReference(sweep.Products.Left), sweep.FirstRow);
        ref float right = ref MemoryMarshal.GetReference(sweep.Products.Right);
        ref float theta = ref MemoryMarshal.GetReference(sweep.Parameters);
        ref float first = ref MemoryMarshal.GetReference(sweep.Statistics.First);
        ref float second = ref MemoryMarshal.GetReference(sweep.Statistics.Second);
        ref float copy = ref MemoryMarshal.GetReference(sweep.Copy);
        TVector scale = TVector.Broadcast(sweep.Scale), zero = TVector.Broadcast(0);
        for (nuint row = 0; row < end; row += columns, left = ref Unsafe.Add(ref left, 1))
        {
            if (IsZero(ref left, stride, samples))
            {
                for (nuint at = row; at < row + columns; at += width)
                    ApplyWithoutGradient(rule, at, ref theta, ref first, ref second, ref copy);
                continue;
            }

            nuint column = 0;
            for (; column + (4 * width) <= columns; column += 4 * width)
            {
                TVector s0 = zero, s1 = zero, s2 = zero, s3 = zero;
                ref float x = ref left;
                ref float d = ref Unsafe.Add(ref right, column);
                for (nuint t = 0; t < samples; t++)
                {
                    TVector input = TVector.Broadcast(x);
                    s0 = TVector.LoadMultiplyAdd(in d, 0, input, s0);
                    s1 = TVector.LoadMultiplyAdd(in d, width, input, s1);
                    s2 = TVector.LoadMultiplyAdd(in d, 2 * width, input, s2);
                    s3 = TVector.LoadMultiplyAdd(in d, 3 * width, input, s3);
                    x = ref Unsafe.Add(ref x, stride);
                    d = ref Unsafe.Add(ref d, columns);
                }

                nuint at = row + column;
                Move(rule, TScaling.Apply(s0, scale), at, ref theta, ref first, ref second, ref copy);
                Move(rule, TScaling.Apply(s1, scale), at + width, ref theta, ref first, ref second, ref copy);
                Move(rule, TScaling.Apply(s2, scale), at + (2 * width), ref theta, ref first, ref second, ref copy);
                Move(rule, TScaling.Apply(s3, scale), at + (3 * width), ref theta, ref first, ref second, ref copy);
            }

            for (; column < columns; column += width)
            {
                TVector sum = zero;
                for (nuint t = 0; t < samples; t++)
                {
                    TVector input = TVector.Broadcast(Unsafe.Add(ref left, t * stride));
                    sum = TVector.LoadMultiplyAdd(in right, (t * columns) + column, input, sum);
                }

                Move(rule, TScaling.Apply(sum, scale), row + column, ref theta, ref first, ref second, ref copy);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Move(
        TRule rule, TVector delta, nuint at, ref float theta, ref float first, ref float second, ref float copy)
    {
        TVector moved = HogwildSharing<TVector>.Move(rule, delta, at, ref theta, ref first, ref second);
        TVector.Store(moved, ref copy, at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ApplyWithoutGradient(
        TRule rule, nuint at, ref float theta, ref float first, ref float second, ref float copy)
    {
        TVector zero = TVector.Broadcast(0);
        if (!TRule.KeepsThetaWithoutGradient)
        {
            Move(rule, zero, at, ref theta, ref first, ref second, ref copy);
            return;
        }

        if (TRule.Statistics > 0) TVector.Store(rule.NextFirst(TVector.Load(in first, at), zero), ref first, at);
        if (TRule.Statistics > 1) TVector.Store(rule.NextSecond(TVector.Load(in second, at), zero), ref second, at);
        TVector.Store(TVector.Load(in theta, at), ref copy, at);
    }

    private static bool IsZero(ref float left, nuint stride, nuint samples)
    {
        for (nuint t = 0; t < samples; t++)
        {
            if (Unsafe.Add(ref left, t * stride) != 0) return false;
        }

        return true;
    }
}
