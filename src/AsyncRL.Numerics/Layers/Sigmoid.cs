using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;

namespace AsyncRL.Numerics.Layers;

/// <summary>
/// The logistic sigmoid: y = 1 / (1 + e⁻ˣ), element by element. Backward: dx = dy · y (1 − y). The networks of the early 1990s have it.
/// </summary>
public sealed class Sigmoid : Layer, ISampledLayer
{
    /// <summary>Describes the layer.</summary>
    /// <param name="input">Shape of input and output.</param>
    public Sigmoid(Shape input)
        : base("sigmoid", input, input)
    {
    }

    /// <inheritdoc/>
    internal override bool PassesRowByRow => true;

    /// <inheritdoc/>
    public static Layer Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new Sigmoid(new Shape(1 + generator.NextInteger(5), 1 + generator.NextInteger(5), 1 + generator.NextInteger(5)));
    }

    /// <inheritdoc/>
    protected override void ComputeForward<TVector, T>(in ForwardPass<T> pass) =>
        Elementwise.Map<LogisticSigmoid, TVector, T>(pass.Input, pass.Output);

    /// <inheritdoc/>
    protected override void ComputeBackward<TVector, T>(in BackwardPass<T> pass)
    {
        if (!pass.InputGradient.IsEmpty)
            Elementwise.MultiplyBySlope<TVector, T>(pass.Output, pass.OutputGradient, pass.InputGradient);
    }
}
