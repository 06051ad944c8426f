using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Initialization;

/// <summary>
/// Uniform in ±1/√fan_in, for weights and biases: Torch 7's default, which the paper's authors and its replicas used. Built from exactly
/// rounded operations. Therefore a seed gives the same bits on every system.
/// </summary>
public sealed class FanInUniform() : Initializer("torch", "uniform ±1/√fan_in for weights and biases (Torch 7, the replicas' choice)")
{
    /// <inheritdoc/>
    protected override void DrawWeights(ParameterShape shape, RandomGenerator generator, Span<float> destination) =>
        FillUniform(1 / Math.Sqrt(shape.FanIn), generator, destination);

    /// <inheritdoc/>
    protected override void DrawBias(ParameterShape shape, RandomGenerator generator, Span<float> destination) =>
        DrawWeights(shape, generator, destination);
}
