using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// Checks every gradient before it reaches θ. It measures the global L2 norm of a gradient over all its numbers, refuses a gradient that is
/// not finite, and computes the factor that shortens a gradient that is too long.
/// </summary>
internal static class GradientClipper
{
    /// <summary>Measures a gradient without changing it.</summary>
    /// <param name="kernels">The sweeps.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="largestNorm">The largest norm, 0 for no limit.</param>
    /// <param name="scale">The factor for the gradient: 1, or less if the gradient is too long.</param>
    /// <returns>The norm before clipping.</returns>
    /// <exception cref="NonFiniteGradientException">A number is NaN or infinite, or its square is infinite.</exception>
    internal static double Measure(BlockKernels kernels, SegmentGradient<float> gradient, double largestNorm, out float scale) =>
        Measure(kernels.SumOfSquares(gradient), largestNorm, out scale);

    /// <summary>Checks a gradient whose sum of squares is known.</summary>
    /// <param name="squares">The sum of the squares of all its numbers.</param>
    /// <param name="largestNorm">The largest norm, 0 for no limit.</param>
    /// <param name="scale">The factor for the gradient: 1, or less if the gradient is too long.</param>
    /// <returns>The norm before clipping.</returns>
    /// <exception cref="NonFiniteGradientException">The sum is not finite in float.</exception>
    internal static double Measure(double squares, double largestNorm, out float scale)
    {
        // RMSProp squares the gradient in float: a square that overflows would make g infinite permanently.
        if (!(squares <= float.MaxValue)) throw new NonFiniteGradientException(squares);
        double norm = Math.Sqrt(squares);
        scale = largestNorm > 0 && norm > largestNorm ? (float)(largestNorm / norm) : 1;
        return norm;
    }
}

/// <summary>The scaling of a gradient before an update. It is a type, so that the absence of scaling costs no time.</summary>
internal interface IGradientScaling
{
    /// <summary>The gradient as the rule receives it.</summary>
    static abstract TVector Apply<TVector>(TVector gradient, TVector scale)
        where TVector : unmanaged, IVector<TVector, float>;
}

/// <summary>No scaling: the gradient is not clipped.</summary>
internal readonly struct Unscaled : IGradientScaling
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TVector>(TVector gradient, TVector scale)
        where TVector : unmanaged, IVector<TVector, float> => gradient;
}

/// <summary>Shortens the gradient to the largest norm allowed.</summary>
internal readonly struct Scaled : IGradientScaling
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TVector>(TVector gradient, TVector scale)
        where TVector : unmanaged, IVector<TVector, float> => gradient * scale;
}

/// <summary>
/// A segment's gradient contains a number that is not finite or has a square that is not finite. The gradient was refused before it reached
/// θ.
/// </summary>
public sealed class NonFiniteGradientException : Exception
{
    /// <summary>Reports a gradient.</summary>
    /// <param name="sumOfSquares">Its sum of squares.</param>
    public NonFiniteGradientException(double sumOfSquares)
        : base(FormattableString.Invariant(
            $"The gradient's sum of squares is {sumOfSquares}; expected a finite float, so the update was refused."))
    {
    }

    /// <summary>Reports the gradient.</summary>
    public NonFiniteGradientException()
    {
    }

    /// <summary>Reports the gradient.</summary>
    /// <param name="message">The message.</param>
    public NonFiniteGradientException(string message)
        : base(message)
    {
    }

    /// <summary>Reports the gradient.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The exception that caused the report.</param>
    public NonFiniteGradientException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
