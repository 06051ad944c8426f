using AsyncRL.Numerics.Kernels;

namespace AsyncRL.Numerics.Networks;

/// <summary>The norm of a gradient of which some matrices are kept as factors.</summary>
public static class GradientNorm
{
    /// <summary>Sums the squares of all numbers of a gradient, without multiplying out its factors.</summary>
    /// <param name="kernels">The sweeps.</param>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The sum; not finite if a number is not, or if a square overflows.</returns>
    public static double SumOfSquares(this BlockKernels kernels, SegmentGradient<float> gradient)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        ArgumentNullException.ThrowIfNull(gradient);
        double total = 0;
        foreach (GradientRegion<float> region in gradient.Regions)
        {
            total += region.Products is { } products
                ? kernels.SumOfSquares(products, gradient.Samples)
                : kernels.SumOfSquares(gradient.Stored.Slice(region.Offset, region.Length));
        }

        return total;
    }
}
