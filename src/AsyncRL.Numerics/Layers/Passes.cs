namespace AsyncRL.Numerics.Layers;

/// <summary>
/// The data that a layer's forward pass reads and writes. A row is one time step of one sequence: row t · sequences + b is step t of
/// sequence b. Every matrix is row-major.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
public readonly ref struct ForwardPass<T>
    where T : unmanaged
{
    private readonly int _furtherSequences;

    /// <summary>Number of rows to compute: 1 while one actor acts.</summary>
    public required int Rows { get; init; }

    /// <summary>Number of sequences, which share the parameters and nothing else: 1 unless set. It divides the rows.</summary>
    public int Sequences
    {
        get => _furtherSequences + 1;
        init => _furtherSequences = value - 1;
    }

    /// <summary>[rows]: whether an episode begins at a row; empty if none does.</summary>
    public ReadOnlySpan<bool> Starts { get; init; }

    /// <summary>The layer's parameters, a block of length <see cref="Layer.ParameterBlockLength"/>.</summary>
    public ReadOnlySpan<T> Parameters { get; init; }

    /// <summary>[rows, <see cref="Layer.Input"/>].</summary>
    public required ReadOnlySpan<T> Input { get; init; }

    /// <summary>[rows, <see cref="Layer.JoinedLength"/>]: further numbers that the layer reads.</summary>
    public ReadOnlySpan<T> Joined { get; init; }

    /// <summary>[rows, <see cref="Layer.Output"/>], overwritten.</summary>
    public required Span<T> Output { get; init; }

    /// <summary>
    /// [rows + sequences, <see cref="Layer.StateLength"/>]: row r is the state before row r of the inputs, row r + sequences is the state
    /// after it. The states after the rows are overwritten, and the state before a row that starts an episode is set to 0.
    /// </summary>
    public Span<T> State { get; init; }

    /// <summary>[rows, <see cref="Layer.RecordLength"/>], overwritten.</summary>
    public Span<T> Record { get; init; }

    /// <summary>Scratch of at least <see cref="Layer.ForwardScratchLength"/> elements, with any content.</summary>
    public Span<T> Scratch { get; init; }
}

/// <summary>A layer's forward pass over one vector.</summary>
internal delegate void ForwardFunction<T>(in ForwardPass<T> pass)
    where T : unmanaged;

/// <summary>
/// The data that a layer's backward pass reads and writes. The rows are a whole segment of every sequence: one matrix product per layer,
/// not one per step.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
public readonly ref struct BackwardPass<T>
    where T : unmanaged
{
    private readonly int _furtherSequences;

    /// <summary>Rows of the segment, of all sequences.</summary>
    public required int Rows { get; init; }

    /// <inheritdoc cref="ForwardPass{T}.Sequences"/>
    public int Sequences
    {
        get => _furtherSequences + 1;
        init => _furtherSequences = value - 1;
    }

    /// <summary>[rows], as the forward pass read it: no gradient passes from a row that starts an episode to the step before.</summary>
    public ReadOnlySpan<bool> Starts { get; init; }

    /// <summary>The layer's parameters as they were in the forward pass.</summary>
    public ReadOnlySpan<T> Parameters { get; init; }

    /// <summary>[rows, input], as the forward pass read it.</summary>
    public required ReadOnlySpan<T> Input { get; init; }

    /// <summary>
    /// Whether the input is the output of a rectifier. Where such an input is 0, its gradient is masked afterwards and may be any finite
    /// number. Therefore the layer may skip it.
    /// </summary>
    public bool InputIsRectified { get; init; }

    /// <summary>The input if it is the output of a rectifier, else empty.</summary>
    internal ReadOnlySpan<T> RectifiedInput => InputIsRectified ? Input : default;

    /// <summary>[rows, output], as the forward pass left it.</summary>
    public required ReadOnlySpan<T> Output { get; init; }

    /// <summary>[rows, output]: the derivative of the loss with respect to the output.</summary>
    public required ReadOnlySpan<T> OutputGradient { get; init; }

    /// <summary>
    /// The derivative of the loss with respect to the parameters, in their layout. The pass <b>adds</b> to it. Empty if it is not needed.
    /// </summary>
    public Span<T> ParameterGradient { get; init; }

    /// <summary>
    /// Whether the gradients of <see cref="Layer.Factors"/> are kept as factors. The factors then stay valid after the pass, and nothing is
    /// added to their part of <see cref="ParameterGradient"/>.
    /// </summary>
    public bool KeepsFactors { get; init; }

    /// <summary>
    /// [rows, input]: the derivative of the loss with respect to the input, <b>overwritten</b>. Empty if it is not needed (the first
    /// layer).
    /// </summary>
    public Span<T> InputGradient { get; init; }

    /// <summary>
    /// [rows, <see cref="Layer.JoinedLength"/>]: the derivative of the loss with respect to the joined numbers, <b>overwritten</b>.
    /// </summary>
    public Span<T> JoinedGradient { get; init; }

    /// <summary>[rows + sequences, <see cref="Layer.StateLength"/>], as the forward pass left it.</summary>
    public ReadOnlySpan<T> State { get; init; }

    /// <summary>[rows, <see cref="Layer.RecordLength"/>], as the forward pass left it.</summary>
    public ReadOnlySpan<T> Record { get; init; }

    /// <summary>Scratch of at least <see cref="Layer.ScratchLength"/> elements, with any content.</summary>
    public Span<T> Scratch { get; init; }
}

/// <summary>A layer's backward pass over one vector.</summary>
internal delegate void BackwardFunction<T>(in BackwardPass<T> pass)
    where T : unmanaged;

/// <summary>
/// A matrix of weights [inputs, outputs] whose gradient over a segment is a sum of outer products, dW[i, o] = Σₜ left[t, i] · right[t, o],
/// and the positions of the factors after the backward pass. The factors are about a hundred times smaller than the matrix. The update of θ
/// can multiply them out during its sweep, and dW need not be stored.
/// </summary>
/// <param name="Parameter">Index into <see cref="Layer.Parameters"/>.</param>
/// <param name="Left">The matrix whose rows begin with left[t].</param>
/// <param name="Right">The matrix that contains the rows right[t], one after the other.</param>
public sealed record WeightFactors(int Parameter, FactorPlace Left, FactorPlace Right);

/// <summary>A matrix with a row for each time step that a backward pass reads or writes.</summary>
public enum FactorPlace
{
    /// <summary><see cref="BackwardPass{T}.Input"/>.</summary>
    Input,

    /// <summary><see cref="BackwardPass{T}.State"/>: the state before each time step.</summary>
    State,

    /// <summary><see cref="BackwardPass{T}.OutputGradient"/>.</summary>
    OutputGradient,

    /// <summary>The first elements of <see cref="BackwardPass{T}.Scratch"/>.</summary>
    Scratch,
}
