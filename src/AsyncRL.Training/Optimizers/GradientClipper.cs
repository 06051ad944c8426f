using AsyncRL.Numerics.Kernels;

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
        double squares = kernels.SumOfSquares(gradient);

        // RMSProp squares the gradient in float: what overflows there would make g infinite for ever.
        if (!(squares <= float.MaxValue)) throw new NonFiniteGradientException(squares);
        double norm = Math.Sqrt(squares);
        if (largestNorm > 0 && norm > largestNorm) BlockKernels.Scale(gradient, (float)(largestNorm / norm));
        return norm;
    }
}
