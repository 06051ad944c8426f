using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Initialization;

/// <summary>
/// Uniform in ±√(6 / (fan_in + fan_out)), biases 0. It keeps the variance of activations and gradients through linear layers.
/// </summary>
public sealed class GlorotUniform() : Initializer("glorot", "uniform ±√(6/(fan_in+fan_out)), biases 0 (Glorot and Bengio 2010)")
{
    /// <inheritdoc/>
    protected override void DrawWeights(ParameterShape shape, RandomGenerator generator, Span<float> destination) =>
        FillUniform(Math.Sqrt(6.0 / (shape.FanIn + shape.FanOut)), generator, destination);
}
