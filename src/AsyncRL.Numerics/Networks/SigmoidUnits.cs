using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Networks;

/// <summary>A <see cref="Sigmoid"/> as data.</summary>
[LayerKind("sigmoid")]
public sealed record SigmoidUnits : LayerDescription
{
    /// <inheritdoc/>
    public override bool HasWeights => false;

    /// <inheritdoc/>
    public override Layer Build(Shape input) => new Sigmoid(input);

    /// <summary>The layer as text: "sigmoid".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => "sigmoid";
}
