using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Optimizers;

/// <summary>
/// Checks every gradient before it reaches θ. It measures the global L2 norm of a segment's gradient over all its numbers, refuses a
/// gradient that is not finite, and scales a gradient that is too long down to the largest norm.
/// </summary>
/// <param name="kernels">The sweeps.</param>
/// <param name="largestNorm">The largest norm, 0 for no limit.</param>
internal sealed class GradientClipper(BlockKernels kernels, double largestNorm)
{
    /// <summary>Clips a gradient in place.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The norm before clipping.</returns>
    /// <exception cref="NonFiniteGradientException">A number is NaN or infinite, or its square is infinite.</exception>
    internal double Clip(Span<float> gradient)
    {
        double norm = Norm(kernels.SumOfSquares(gradient));
        if (IsTooLong(norm)) BlockKernels.Scale(gradient, (float)(largestNorm / norm));
        return norm;
    }

    /// <summary>Measures a segment's gradient without changing it.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="scale">The factor for the gradient: 1, or less if the gradient is too long.</param>
    /// <returns>The norm before clipping.</returns>
    /// <exception cref="NonFiniteGradientException">A number is NaN or infinite, or its square is infinite.</exception>
    internal double Measure(SegmentGradient<float> gradient, out float scale)
    {
        double norm = Norm(kernels.SumOfSquares(gradient));
        scale = IsTooLong(norm) ? (float)(largestNorm / norm) : 1;
        return norm;
    }

    private static double Norm(double squares)
    {
        // RMSProp squares the gradient in float: a square that overflows would make g infinite permanently.
        if (!(squares <= float.MaxValue)) throw new NonFiniteGradientException(squares);
        return Math.Sqrt(squares);
    }

    private bool IsTooLong(double norm) => largestNorm > 0 && norm > largestNorm;
}
