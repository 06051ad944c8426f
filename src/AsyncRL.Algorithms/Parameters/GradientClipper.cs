using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Networks;

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
    internal static double Measure(BlockKernels kernels, SegmentGradient<float> gradient, double largestNorm, out float scale)
    {
        double squares = kernels.SumOfSquares(gradient);

        // RMSProp squares the gradient in float: a square that overflows would make g infinite permanently.
        if (!(squares <= float.MaxValue)) throw new NonFiniteGradientException(squares);
        double norm = Math.Sqrt(squares);
        scale = largestNorm > 0 && norm > largestNorm ? (float)(largestNorm / norm) : 1;
        return norm;
    }
}
