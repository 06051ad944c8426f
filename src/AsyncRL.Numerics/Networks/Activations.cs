using System.Numerics;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Numerics.Networks;

/// <summary>
/// The data that one thread's passes through a network produce: every layer's outputs for the rows of a segment, the states of layers with
/// memory, and the buffers through which gradients flow back. The outputs are kept from acting, so that training needs no second forward
/// pass. The object belongs to one thread.
/// </summary>
/// <remarks>
/// A row is one time step of one sequence: row t · <see cref="Sequences"/> + b is step t of sequence b. The rows of a step are neighbors,
/// so that one forward pass serves all sequences. Each sequence has its own state of the layers with memory.
/// </remarks>
/// <typeparam name="T">The element.</typeparam>
public sealed class Activations<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Matrix _input;
    private readonly Matrix _side;
    private readonly Buffers[] _nodes;
    private readonly bool[] _starts;
    private readonly byte[] _pixels;

    /// <summary>Allocates the activations of a network.</summary>
    /// <param name="structure">The network.</param>
    /// <param name="steps">Number of time steps: the agent steps of a segment and one for the bootstrap.</param>
    /// <param name="sequences">Number of sequences: the environments that act side by side.</param>
    /// <param name="ofPixels">
    /// Whether every observation comes by <see cref="WritePixels"/>. Then a convolutional network over many rows takes much less memory.
    /// </param>
    /// <param name="part">The layers that the passes compute; all if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="OverflowException">A block would have more numbers than an array can.</exception>
    public Activations(NetworkStructure structure, int steps, int sequences = 1, bool ofPixels = false, NetworkPart? part = null)
    {
        ArgumentNullException.ThrowIfNull(structure);
        (Structure, Part) = (structure, part ?? structure.Whole);
        Steps = Check.Positive("activations", nameof(steps), steps);
        Sequences = Check.Positive("activations", nameof(sequences), sequences);
        int rows = checked(steps * sequences);
        _starts = new bool[rows];
        Blocks = ofPixels ? RowBlocks.Of(structure, rows) : null;
        _pixels = Blocks is null ? [] : new byte[checked(rows * structure.Input.Size)];
        _input = NewMatrix(Blocks is not null, structure.Input.Size);
        _side = NewMatrix(isShort: false, structure.SideInputs);
        _nodes = new Buffers[structure.Nodes.Length];
        for (int i = 0; i < _nodes.Length; i++) _nodes[i] = NewBuffers(i);

        Spare = new AlignedBlock<T>(checked(rows * Part.SpareWidth()));
    }

    /// <summary>The network.</summary>
    public NetworkStructure Structure { get; }

    /// <summary>The layers that the passes compute.</summary>
    public NetworkPart Part { get; }

    /// <summary>Number of time steps.</summary>
    public int Steps { get; }

    /// <summary>Number of sequences.</summary>
    public int Sequences { get; }

    /// <summary>Number of rows of every matrix: steps · sequences.</summary>
    public int Rows => _starts.Length;

    /// <summary>
    /// [<see cref="Rows"/>]: whether an episode begins at a row. The state before such a row is 0, and no gradient passes to the step
    /// before it. The caller writes it before the forward pass; all elements are false at first.
    /// </summary>
    public Span<bool> Starts => _starts;

    /// <summary>The blocks of rows that pass through the leading layers together; null for all rows at once.</summary>
    internal RowBlocks? Blocks { get; }

    /// <summary>Receives an input gradient that is added to another one afterwards.</summary>
    internal AlignedBlock<T> Spare { get; }

    /// <summary>The gradient that keeps factors in these activations; null if none does.</summary>
    internal SegmentGradient<T>? Factors { get; set; }

    /// <summary>The row of a time step of a sequence.</summary>
    /// <param name="step">The time step.</param>
    /// <param name="sequence">The sequence.</param>
    /// <returns>The index of the row.</returns>
    public int Row(int step, int sequence) => (step * Sequences) + sequence;

    /// <summary>
    /// One row of observations. The caller writes it before the forward pass. Factors that a gradient keeps in this row are multiplied out
    /// first. Therefore a span that was requested before a backward pass must not be written after it.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <returns>[input].</returns>
    /// <exception cref="InvalidOperationException">The observations are kept as pixels.</exception>
    public Span<T> Input(int row)
    {
        if (Blocks is not null) throw new InvalidOperationException("The activations keep observations as pixels; expected WritePixels.");
        MultiplyOutFactors(row);
        return _input.Rows(row, 1);
    }

    /// <summary>One row of the numbers beside the observation. The caller writes it before the forward pass.</summary>
    /// <param name="row">The row.</param>
    /// <returns>[<see cref="NetworkStructure.SideInputs"/>].</returns>
    public Span<T> Side(int row) => _side.Rows(row, 1);

    /// <summary>One row of the features: see <see cref="BranchPoint.Features"/>.</summary>
    /// <param name="row">The row.</param>
    /// <returns>The outputs of the node <see cref="NetworkStructure.FeatureNode"/>.</returns>
    public ReadOnlySpan<T> Features(int row) => OutputRows(Structure.FeatureNode, row, 1);

    /// <summary>One row of a layer's outputs, as the forward pass left it.</summary>
    /// <param name="node">Index of the layer in <see cref="NetworkStructure.Nodes"/>.</param>
    /// <param name="row">The row.</param>
    /// <returns>[output]; empty for a layer that the passes leave out.</returns>
    public ReadOnlySpan<T> LayerOutput(int node, int row) => OutputRows(node, row, 1);

    /// <summary>Writes one row of observations, bytes 0 to 255, which the network takes as numbers 0 to 1.</summary>
    /// <param name="row">The row.</param>
    /// <param name="pixels">[input].</param>
    public void WritePixels(int row, ReadOnlySpan<byte> pixels)
    {
        Check.Length("activations", nameof(pixels), pixels.Length, Structure.Input.Size);
        if (Blocks is null)
        {
            PixelScaling.ToUnitInterval(pixels, Input(row));
            return;
        }

        MultiplyOutFactors(row);
        pixels.CopyTo(Pixels(row, 1));
    }

    /// <summary>One row of a head's outputs, as the forward pass left it.</summary>
    /// <param name="head">Index of the head.</param>
    /// <param name="row">The row.</param>
    /// <returns>[outputs].</returns>
    public Span<T> Output(int head, int row) => HeadRows(head, row, 1);

    /// <summary>
    /// One row of the derivative of the loss with respect to a head's outputs. The caller writes it before the backward pass.
    /// </summary>
    /// <param name="head">Index of the head.</param>
    /// <param name="row">The row.</param>
    /// <returns>[outputs].</returns>
    public Span<T> OutputGradient(int head, int row) => HeadGradientRows(head, row, 1);

    /// <summary>
    /// One row of the further numbers that join the branch of a head. The caller writes it before the forward pass.
    /// </summary>
    /// <param name="head">Index of the head.</param>
    /// <param name="row">The row.</param>
    /// <returns>[<see cref="HeadDescription.Joined"/>].</returns>
    public Span<T> Joined(int head, int row) => JoinedRows(Structure.JoinNode(head), row, 1);

    /// <summary>
    /// One row of the derivative of the loss with respect to the further numbers of a head's branch, as the backward pass left it.
    /// </summary>
    /// <param name="head">Index of the head.</param>
    /// <param name="row">The row.</param>
    /// <returns>[<see cref="HeadDescription.Joined"/>].</returns>
    public Span<T> JoinedGradient(int head, int row) => JoinedGradientRows(Structure.JoinNode(head), row, 1);

    /// <summary>The states of a layer before step 0.</summary>
    /// <param name="node">Index of the layer in <see cref="NetworkStructure.Nodes"/>.</param>
    /// <returns>[<see cref="Sequences"/>, <see cref="Layer.StateLength"/>].</returns>
    public Span<T> InitialState(int node) => States(node, 0, 0);

    /// <summary>Clears the states: the next step 0 is the first of an episode in every sequence.</summary>
    public void ClearState()
    {
        if (!Structure.IsRecurrent) return;
        for (int i = 0; i < _nodes.Length; i++) InitialState(i).Clear();
    }

    /// <summary>
    /// Makes the states after some steps the states before the next step 0. The states after further steps, such as the step of a bootstrap
    /// value, are discarded.
    /// </summary>
    /// <param name="steps">Time steps of the segment.</param>
    public void CarryState(int steps)
    {
        if (!Structure.IsRecurrent) return;
        for (int i = 0; i < _nodes.Length; i++)
        {
            int length = Structure.Nodes[i].Layer.StateLength;
            if (length > 0) States(i, Row(steps, 0), 0).CopyTo(InitialState(i));
        }
    }

    /// <summary>Copies the states of one sequence before a time step to other activations, as their states before step 0.</summary>
    /// <param name="step">The time step, at most <see cref="Steps"/>: the states after the last step.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="destination">Activations of the same network.</param>
    /// <param name="destinationSequence">The sequence there.</param>
    public void CopyState(int step, int sequence, Activations<T> destination, int destinationSequence)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (!Structure.IsRecurrent) return;
        for (int i = 0; i < _nodes.Length; i++)
        {
            int length = Structure.Nodes[i].Layer.StateLength;
            if (length == 0 || !Part.Includes(i)) continue;
            Span<T> states = States(i, Row(step, 0), 0), copy = destination.InitialState(i);
            states.Slice(sequence * length, length).CopyTo(copy.Slice(destinationSequence * length, length));
        }
    }

    /// <summary>Computes the share of a layer's inputs that are not 0.</summary>
    /// <param name="node">Index of the layer in <see cref="NetworkStructure.Nodes"/>.</param>
    /// <param name="rows">Rows of the segment, at least 1.</param>
    /// <returns>The shares; of a layer that the passes leave out, that all are not 0.</returns>
    public InputDensity Density(int node, int rows)
    {
        if (!Part.Includes(node)) return InputDensity.Full;
        bool readsPixels = Blocks is not null && Structure.Nodes[node].Source == NetworkNode.Observation;
        return readsPixels ? InputDensity.Of<byte>(rows, Pixels(0, rows)) : InputDensity.Of<T>(rows, InputRows(node, 0, rows));
    }

    /// <summary>Writes or reads the states before step 0.</summary>
    /// <param name="state">Writes or reads them.</param>
    /// <exception cref="InvalidDataException">A number is not finite.</exception>
    public void Transfer(StateTransfer state)
    {
        for (int i = 0; i < _nodes.Length; i++) state.Floats(InitialState(i), "state of the network");
    }

    /// <summary>Converts the pixels of a block of rows, which the leading layers then read as their first rows of inputs.</summary>
    internal void ConvertPixels(int first, int count) => PixelScaling.ToUnitInterval(Pixels(first, count), _input.Rows(first, count));

    internal Span<T> HeadRows(int head, int first, int count) => OutputRows(Structure.HeadNode(head), first, count);

    internal Span<T> HeadGradientRows(int head, int first, int count) => GradientRows(Structure.HeadNode(head), first, count);

    internal Span<T> OutputRows(int node, int first, int count) => _nodes[node].Output.Rows(first, count);

    /// <summary>Rows of the derivative of the loss with respect to a layer's outputs.</summary>
    internal Span<T> GradientRows(int node, int first, int count) => _nodes[node].Gradient.Rows(first, count);

    /// <summary>Rows of a layer's inputs.</summary>
    internal Span<T> InputRows(int node, int first, int count) => _nodes[node].Input.Rows(first, count);

    /// <summary>The states before <paramref name="count"/> rows, and after the last row of each sequence.</summary>
    internal Span<T> States(int node, int first, int count) => _nodes[node].State.Rows(first, count + Sequences);

    internal Span<T> JoinedRows(int node, int first, int count) => _nodes[node].Joined.Rows(first, count);

    internal Span<T> JoinedGradientRows(int node, int first, int count) => _nodes[node].JoinedGradient.Rows(first, count);

    internal Span<T> Records(int node, int first, int count) => _nodes[node].Record.Rows(first, count);

    /// <summary>A layer's scratch. No other layer uses it: factors that the layer's backward pass writes there stay valid.</summary>
    internal Span<T> Scratch(int node) => _nodes[node].Scratch.Span;

    /// <summary>The block that contains factors of a layer's weights.</summary>
    internal AlignedBlock<T> FactorBlock(int node, FactorPlace place) => place switch
    {
        FactorPlace.Input => _nodes[node].Input.Block,
        FactorPlace.State => _nodes[node].State.Block,
        FactorPlace.OutputGradient => _nodes[node].Gradient.Block,
        _ => _nodes[node].Scratch,
    };

    /// <summary>Multiplies out the factors that a gradient keeps here, if rows from a first one on are about to be overwritten.</summary>
    internal void MultiplyOutFactors(int firstRow)
    {
        if (Factors is { } gradient && firstRow < gradient.Samples) gradient.MultiplyOut();
    }

    private Span<byte> Pixels(int first, int count) => _pixels.AsSpan(first * Structure.Input.Size, count * Structure.Input.Size);

    private Matrix NewMatrix(bool isShort, int width) => new(isShort ? RowBlocks.Rows : Rows, width, isShort);

    private Buffers NewBuffers(int node)
    {
        (Layer layer, int source) = (Structure.Nodes[node].Layer, Structure.Nodes[node].Source);
        if (!Part.Includes(node)) return Buffers.None;
        bool isInPlace = Blocks is not null && Blocks.IsInPlace(node);
        int scratch = layer.ScratchLength(Rows, Sequences);
        Check.LengthAtLeast(layer.Kind, "scratch", scratch, layer.ForwardScratchLength);
        return new Buffers
        {
            Input = source == NetworkNode.Observation ? _input : _nodes[source].Output,
            Output = isInPlace ? _nodes[source].Output : NewMatrix(isShort: false, layer.Output.Size),
            Gradient = isInPlace ? _nodes[source].Gradient
                : NewMatrix(Blocks is not null && Blocks.HasShortGradient(node), layer.Output.Size),
            State = new Matrix(checked(Rows + Sequences), layer.StateLength, isShort: false),
            Record = NewMatrix(isShort: false, layer.RecordLength),
            Joined = Structure.Nodes[node].ReadsSideInputs ? _side : NewMatrix(isShort: false, layer.JoinedLength),
            JoinedGradient = NewMatrix(isShort: false, layer.JoinedLength),
            Scratch = new AlignedBlock<T>(scratch),
        };
    }

    /// <summary>
    /// A matrix with a given number of elements per row. The number is 0 for example for the state of a layer without memory. A short
    /// matrix holds one block of rows, whichever it is.
    /// </summary>
    private sealed class Matrix(int rows, int width, bool isShort)
    {
        internal static Matrix Empty { get; } = new(0, 0, isShort: false);

        internal AlignedBlock<T> Block { get; } = new(checked(rows * width));

        internal Span<T> Rows(int first, int count) =>
            width == 0 ? default : Block.Span.Slice(isShort ? 0 : first * width, count * width);
    }

    private sealed class Buffers
    {
        /// <summary>Those of a layer that the passes leave out.</summary>
        internal static Buffers None { get; } = new()
        {
            Input = Matrix.Empty,
            Output = Matrix.Empty,
            Gradient = Matrix.Empty,
            State = Matrix.Empty,
            Record = Matrix.Empty,
            Joined = Matrix.Empty,
            JoinedGradient = Matrix.Empty,
            Scratch = new AlignedBlock<T>(0),
        };

        internal required Matrix Input { get; init; }

        internal required Matrix Output { get; init; }

        internal required Matrix Gradient { get; init; }

        internal required Matrix State { get; init; }

        internal required Matrix Record { get; init; }

        internal required Matrix Joined { get; init; }

        internal required Matrix JoinedGradient { get; init; }

        internal required AlignedBlock<T> Scratch { get; init; }
    }
}
