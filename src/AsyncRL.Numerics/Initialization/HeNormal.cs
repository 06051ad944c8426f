using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Initialization;

/// <summary>Normal with variance 2 / fan_in, biases 0. It keeps the variance of activations through rectified layers.</summary>
public sealed class HeNormal() : Initializer("he", "normal with variance 2/fan_in, biases 0 (He et al. 2015)")
{
    /// <inheritdoc/>
    protected override void DrawWeights(ParameterShape shape, RandomGenerator generator, Span<float> destination)
    {
        double deviation = Math.Sqrt(2.0 / shape.FanIn);
        foreach (ref float value in destination) value = (float)(deviation * generator.NextNormal());
    }
}
