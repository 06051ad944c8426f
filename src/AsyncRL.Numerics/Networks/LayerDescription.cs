using System.ComponentModel.DataAnnotations;
using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Networks;

/// <summary>A layer as data, before the shape of its input is known.</summary>
/// <remarks>
/// A kind of layer is a record that derives from this class in any assembly; files hold it by the parameters of its constructor, each of
/// which is a property. A <see cref="RangeAttribute"/> on a property is the range that files may give it. The kind's name is that of the
/// class with hyphens, or that of its <see cref="LayerKindAttribute"/>.
/// </remarks>
public abstract record LayerDescription
{
    /// <summary>
    /// Whether it combines its inputs by weights. A layer that does not, such as a rectifier, stays with the layer below it.
    /// </summary>
    public virtual bool HasWeights => true;

    /// <summary>Makes the layer.</summary>
    /// <param name="input">Shape of its input.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentException">The layer does not fit the input; the message states the reason.</exception>
    public abstract Layer Build(Shape input);
}

/// <summary>A <see cref="Conv2D"/> as data.</summary>
/// <param name="Filters">Channels of the output.</param>
/// <param name="Kernel">Height and width of the kernel, in pixels.</param>
/// <param name="Stride">Input pixels from one patch to the next.</param>
public sealed record Convolution(
    [property: Range(1, NetworkJson.LargestSize)] int Filters,
    [property: Range(1, NetworkJson.LargestSize)] int Kernel,
    [property: Range(1, NetworkJson.LargestSize)] int Stride) : LayerDescription
{
    /// <inheritdoc/>
    public override Layer Build(Shape input) => new Conv2D(input, Filters, Kernel, Stride);

    /// <summary>The layer as text: "conv 16@8×8/4".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"conv {Filters}@{Kernel}×{Kernel}/{Stride}";
}

/// <summary>A <see cref="Dense"/> as data.</summary>
/// <param name="Units">Number of outputs.</param>
[LayerKind("dense")]
public sealed record FullyConnected([property: Range(1, NetworkJson.LargestSize)] int Units) : LayerDescription
{
    /// <inheritdoc/>
    public override Layer Build(Shape input) => new Dense(input, Units);

    /// <summary>The layer as text: "dense 256".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"dense {Units}";
}

/// <summary>A <see cref="Dense"/> whose outputs are an image, as data.</summary>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Channels">Numbers per pixel.</param>
[LayerKind("dense-image")]
public sealed record FullyConnectedImage(
    [property: Range(1, NetworkJson.LargestSize)] int Height,
    [property: Range(1, NetworkJson.LargestSize)] int Width,
    [property: Range(1, NetworkJson.LargestSize)] int Channels) : LayerDescription
{
    /// <inheritdoc/>
    public override Layer Build(Shape input) => new Dense(input, new Shape(Height, Width, Channels));

    /// <summary>The layer as text: "dense 9×9×32".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"dense {Height}×{Width}×{Channels}";
}

/// <summary>A <see cref="TransposedConv2D"/> as data.</summary>
/// <param name="Filters">Channels of the output.</param>
/// <param name="Kernel">Height and width of the kernel, in pixels.</param>
/// <param name="Stride">Output pixels from the kernel of one input pixel to that of the next.</param>
public sealed record TransposedConvolution(
    [property: Range(1, NetworkJson.LargestSize)] int Filters,
    [property: Range(1, NetworkJson.LargestSize)] int Kernel,
    [property: Range(1, NetworkJson.LargestSize)] int Stride) : LayerDescription
{
    /// <inheritdoc/>
    public override Layer Build(Shape input) => new TransposedConv2D(input, Filters, Kernel, Stride);

    /// <summary>The layer as text: "transposed conv 7@4×4/2".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"transposed conv {Filters}@{Kernel}×{Kernel}/{Stride}";
}

/// <summary>A <see cref="RecentInputs"/> as data.</summary>
/// <param name="Steps">Number of inputs side by side.</param>
[LayerKind("recent-inputs")]
public sealed record RecentSteps([property: Range(1, NetworkJson.LargestSize)] int Steps) : LayerDescription
{
    /// <inheritdoc/>
    public override bool HasWeights => false;

    /// <inheritdoc/>
    public override Layer Build(Shape input) => new RecentInputs(input, Steps);

    /// <summary>The layer as text: "recent-inputs 3".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"recent-inputs {Steps}";
}

/// <summary>An <see cref="Lstm"/> as data.</summary>
/// <param name="Cells">Number of cells, and of outputs.</param>
[LayerKind("lstm")]
public sealed record LongShortTermMemory([property: Range(1, NetworkJson.LargestSize)] int Cells) : LayerDescription
{
    /// <inheritdoc/>
    public override Layer Build(Shape input) => new Lstm(input, Cells);

    /// <summary>The layer as text: "lstm 256".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"lstm {Cells}";
}

/// <summary>A <see cref="LayerNorm"/> as data.</summary>
public sealed record LayerNormalization : LayerDescription
{
    /// <inheritdoc/>
    public override bool HasWeights => false;

    /// <inheritdoc/>
    public override Layer Build(Shape input) => new LayerNorm(input);

    /// <summary>For people: "layer-norm".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => "layer-norm";
}

/// <summary>A <see cref="Relu"/> as data.</summary>
public sealed record Rectifier : LayerDescription
{
    /// <inheritdoc/>
    public override bool HasWeights => false;

    /// <inheritdoc/>
    public override Layer Build(Shape input) => new Relu(input);

    /// <summary>The layer as text: "relu".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => "relu";
}

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
