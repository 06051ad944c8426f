namespace AsyncRL.Numerics.Layers;

/// <summary>What a layer's forward pass reads and writes. Row = time step; every matrix is row-major.</summary>
/// <typeparam name="T">The element.</typeparam>
public readonly ref struct ForwardPass<T>
    where T : unmanaged
{
    /// <summary>Rows to compute: 1 while acting.</summary>
    public required int Rows { get; init; }

    /// <summary>The layer's parameters, <see cref="Layer.ParameterBlockLength"/> numbers.</summary>
    public ReadOnlySpan<T> Parameters { get; init; }

    /// <summary>[rows, <see cref="Layer.Input"/>].</summary>
    public required ReadOnlySpan<T> Input { get; init; }

    /// <summary>[rows, <see cref="Layer.Output"/>], overwritten.</summary>
    public required Span<T> Output { get; init; }

    /// <summary>
    /// [rows + 1, <see cref="Layer.StateLength"/>]: row 0 is the state before the first time step, row t + 1 that after time step t, and
    /// all but row 0 are overwritten.
    /// </summary>
    public Span<T> State { get; init; }

    /// <summary>[rows, <see cref="Layer.RecordLength"/>], overwritten.</summary>
    public Span<T> Record { get; init; }
}

/// <summary>
/// What a layer's backward pass reads and writes. The rows are a whole segment: one matrix product a layer, not one a step.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
public readonly ref struct BackwardPass<T>
    where T : unmanaged
{
    /// <summary>Rows of the segment.</summary>
    public required int Rows { get; init; }

    /// <summary>The layer's parameters as they were in the forward pass.</summary>
    public ReadOnlySpan<T> Parameters { get; init; }

    /// <summary>[rows, input], as the forward pass saw it.</summary>
    public required ReadOnlySpan<T> Input { get; init; }

    /// <summary>
    /// Whether the input came out of a rectifier: its gradient where the input is 0 is masked afterwards and may be anything finite, so
    /// that the layer may leave it out.
    /// </summary>
    public bool InputIsRectified { get; init; }

    /// <summary>The input if it came out of a rectifier, else empty.</summary>
    internal ReadOnlySpan<T> RectifiedInput => InputIsRectified ? Input : default;

    /// <summary>[rows, output], as the forward pass left it.</summary>
    public required ReadOnlySpan<T> Output { get; init; }

    /// <summary>[rows, output]: the derivative of the loss by the output.</summary>
    public required ReadOnlySpan<T> OutputGradient { get; init; }

    /// <summary>The derivative of the loss by the parameters, laid out as they are; the pass <b>adds</b> to it.</summary>
    public Span<T> ParameterGradient { get; init; }

    /// <summary>
    /// Whether the gradients of <see cref="Layer.Factors"/> are left as factors, whose places then outlive the pass; nothing is added to
    /// their part of <see cref="ParameterGradient"/>.
    /// </summary>
    public bool KeepsFactors { get; init; }

    /// <summary>
    /// [rows, input]: the derivative of the loss by the input, <b>overwritten</b>; empty where nobody wants it (the first layer).
    /// </summary>
    public Span<T> InputGradient { get; init; }

    /// <summary>[rows + 1, <see cref="Layer.StateLength"/>], as the forward pass left it.</summary>
    public ReadOnlySpan<T> State { get; init; }

    /// <summary>[rows, <see cref="Layer.RecordLength"/>], as the forward pass left it.</summary>
    public ReadOnlySpan<T> Record { get; init; }

    /// <summary>At least <see cref="Layer.ScratchLength"/> numbers of any content.</summary>
    public Span<T> Scratch { get; init; }
}
