using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Optimizers;

/// <summary>
/// The gate before θ: measures the global L2 norm of a segment's gradient, over all its numbers, refuses a gradient that is not finite, and
/// scales one that is too long down to the largest norm.
/// </summary>
/// <param name="kernels">The sweeps.</param>
/// <param name="largestNorm">The largest norm, 0 for no limit.</param>
internal sealed class GradientClipper(BlockKernels kernels, double largestNorm)
{
    /// <summary>Clips in place.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The norm before clipping.</returns>
    /// <exception cref="NonFiniteGradientException">A number is NaN or infinite, or so large that its square is.</exception>
    internal double Clip(Span<float> gradient)
    {
        double norm = Norm(kernels.SumOfSquares(gradient));
        if (IsTooLong(norm)) BlockKernels.Scale(gradient, (float)(largestNorm / norm));
        return norm;
    }

    /// <summary>Measures a segment's gradient without touching it.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="scale">What it must be multiplied by: 1, or less where it is too long.</param>
    /// <returns>The norm before clipping.</returns>
    /// <exception cref="NonFiniteGradientException">A number is NaN or infinite, or so large that its square is.</exception>
    internal double Measure(SegmentGradient<float> gradient, out float scale)
    {
        double norm = Norm(kernels.SumOfSquares(gradient));
        scale = IsTooLong(norm) ? (float)(largestNorm / norm) : 1;
        return norm;
    }

    private static double Norm(double squares)
    {
        // RMSProp squares the gradient in float: what overflows there would make g infinite for ever.
        if (!(squares <= float.MaxValue)) throw new NonFiniteGradientException(squares);
        return Math.Sqrt(squares);
    }

    private bool IsTooLong(double norm) => largestNorm > 0 && norm > largestNorm;
}
