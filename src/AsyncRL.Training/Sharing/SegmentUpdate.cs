using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Sharing;

/// <summary>A segment's update of θ. The same sweep writes the thread's next snapshot.</summary>
public readonly ref struct SegmentUpdate
{
    /// <summary>The segment's gradient, finite. Its stored numbers are scratch after the update.</summary>
    public required SegmentGradient<float> Gradient { get; init; }

    /// <summary>The factor of the gradient: below 1 if the gradient is clipped.</summary>
    public required float Scale { get; init; }

    /// <summary>The thread's own block: receives θ′.</summary>
    public required Span<float> Snapshot { get; init; }

    /// <summary>Multiplies out the factors and scales all numbers.</summary>
    internal void MultiplyOut(BlockKernels kernels)
    {
        foreach (GradientRegion<float> region in Gradient.Regions)
        {
            if (region.Products is { } products)
                kernels.MultiplyOut(products, Gradient.Samples, 0, Gradient.Stored.Slice(region.Offset, region.Length));
        }

        if (Scale != 1) BlockKernels.Scale(Gradient.Stored, Scale);
    }
}
