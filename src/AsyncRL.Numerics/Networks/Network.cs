using System.Numerics;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Networks;

/// <summary>
/// Runs a network over one vector. It holds no tensors: parameters, activations and gradients come with each call. Therefore all threads
/// share one network.
/// </summary>
/// <typeparam name="T">The element: <see cref="float"/> to train, <see cref="double"/> to prove.</typeparam>
public abstract class Network<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected Network(NetworkStructure structure) => Structure = structure;

    /// <summary>The layers and the positions of their parameters.</summary>
    public NetworkStructure Structure { get; }

    /// <summary>The vector that the passes compute over.</summary>
    public abstract VectorWidth VectorWidth { get; }

    /// <summary>
    /// Computes the heads' outputs for some time steps of every sequence. The activations contain the observations of these steps.
    /// </summary>
    /// <param name="parameters">A block of the network's layout.</param>
    /// <param name="activations">Contains the observations; receives every layer's outputs.</param>
    /// <param name="firstStep">First time step to compute.</param>
    /// <param name="steps">Number of time steps to compute: 1 while acting.</param>
    /// <exception cref="ArgumentException">The parameters are not a block of the network's layout.</exception>
    public void Forward(ReadOnlySpan<T> parameters, Activations<T> activations, int firstStep, int steps) =>
        Forward(parameters, activations, activations.Part, firstStep, steps);

    /// <summary>Computes the outputs of a part of the network. The activations contain what the part reads.</summary>
    /// <param name="parameters">A block of the network's layout.</param>
    /// <param name="activations">Contains the observations and the further numbers; receives the outputs of the part's layers.</param>
    /// <param name="part">The part.</param>
    /// <param name="firstStep">First time step to compute.</param>
    /// <param name="steps">Number of time steps to compute.</param>
    /// <exception cref="ArgumentException">The parameters are not a block of the network's layout.</exception>
    public abstract void Forward(
        ReadOnlySpan<T> parameters, Activations<T> activations, NetworkPart part, int firstStep, int steps);

    /// <summary>
    /// Backpropagates the heads' output gradients of time steps 0 to <paramref name="steps"/> − 1 of every sequence and <b>adds</b> to the
    /// gradient of the parameters.
    /// </summary>
    /// <param name="parameters">The block that the forward passes of these steps used.</param>
    /// <param name="activations">The activations after the forward passes, with the output gradients of every head.</param>
    /// <param name="steps">Time steps of the segment.</param>
    /// <param name="gradient">A block of the network's layout, added to.</param>
    /// <param name="inputGradient">
    /// [steps · sequences, observation]: receives the derivative of the loss with respect to the observations. Empty if it is not needed.
    /// </param>
    /// <exception cref="ArgumentException">A block or the input gradient does not have the length that the network requires.</exception>
    public void Backward(
        ReadOnlySpan<T> parameters, Activations<T> activations, int steps, Span<T> gradient, Span<T> inputGradient = default)
    {
        Check.Length("network", "gradient", gradient.Length, Structure.Layout.BlockLength);
        Backward(parameters, activations, activations.Part, steps, gradient, inputGradient);
    }

    /// <summary>
    /// Backpropagates the output gradients of the heads of a part through the part. The derivatives with respect to further numbers are in
    /// <see cref="Activations{T}.JoinedGradient"/> afterwards.
    /// </summary>
    /// <param name="parameters">The block that the forward passes of these steps used.</param>
    /// <param name="activations">The activations after the forward passes, with the output gradients of the part's heads.</param>
    /// <param name="part">The part.</param>
    /// <param name="steps">Time steps of the segment.</param>
    /// <param name="gradient">A block of the network's layout, added to. Empty if no parameters learn, which saves a third.</param>
    /// <param name="inputGradient">
    /// [steps · sequences, observation]: receives the derivative of the loss with respect to the observations. Empty if it is not needed.
    /// </param>
    /// <exception cref="ArgumentException">A block or the input gradient does not have the length that the network requires.</exception>
    public abstract void Backward(
        ReadOnlySpan<T> parameters,
        Activations<T> activations,
        NetworkPart part,
        int steps,
        Span<T> gradient,
        Span<T> inputGradient = default);

    /// <summary>
    /// Does the same for a gradient that may keep factors. The first backward pass after <see cref="SegmentGradient{T}.Clear"/> keeps
    /// factors if it is over the activations that the gradient was made for. Every other backward pass adds to a stored gradient.
    /// </summary>
    /// <param name="parameters">The block that the forward passes of these steps used.</param>
    /// <param name="activations">The activations after the forward passes, with the output gradients of every head.</param>
    /// <param name="steps">Time steps of the segment.</param>
    /// <param name="gradient">A gradient of the network's layout, added to.</param>
    /// <param name="inputGradient">
    /// [steps · sequences, observation]: receives the derivative of the loss with respect to the observations. Empty if it is not needed.
    /// </param>
    /// <exception cref="ArgumentException">The parameters or the input gradient have a length that the network does not expect.</exception>
    public abstract void Backward(
        ReadOnlySpan<T> parameters, Activations<T> activations, int steps, SegmentGradient<T> gradient, Span<T> inputGradient = default);

    /// <summary>Overwrites the destination by a sum of outer products, with the bits that a backward pass would have stored.</summary>
    internal abstract void MultiplyOut(OuterProducts<T> products, int samples, Span<T> destination);
}

/// <summary>Makes networks that run over a vector chosen at run time.</summary>
public static class NetworkFactory
{
    /// <summary>Makes a network for training.</summary>
    /// <param name="structure">The network.</param>
    /// <param name="width">The vector.</param>
    /// <returns>A network of floats.</returns>
    public static Network<float> Single(NetworkStructure structure, VectorWidth width) =>
        VectorChoice.Invoke(width, new MakeNetwork<NoLayerClock>(structure, default));

    /// <summary>Makes a network that times its layers. Each pass of a layer takes some 50 ns longer.</summary>
    /// <param name="structure">The network.</param>
    /// <param name="width">The vector.</param>
    /// <param name="times">Receives the times; made for the same structure.</param>
    /// <returns>A network of floats.</returns>
    public static Network<float> Timed(NetworkStructure structure, VectorWidth width, LayerTimes times)
    {
        ArgumentNullException.ThrowIfNull(times);
        return VectorChoice.Invoke(width, new MakeNetwork<LayerStopwatch>(structure, new LayerStopwatch(times)));
    }

    /// <summary>Makes the same network in double, one number at a time, for proving gradients.</summary>
    /// <param name="structure">The network.</param>
    /// <returns>A network of doubles.</returns>
    public static Network<double> Double(NetworkStructure structure) =>
        new VectorNetwork<ScalarVector<double>, double, NoLayerClock>(structure, default);

    private sealed record MakeNetwork<TClock>(NetworkStructure Structure, TClock Clock) : IVectorOperation<Network<float>>
        where TClock : struct, ILayerClock
    {
        public Network<float> Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float> => new VectorNetwork<TVector, float, TClock>(Structure, Clock);
    }
}

/// <summary>The passes over a vector known at compile time.</summary>
/// <remarks>
/// The passes are those of <see cref="Layer.Forward"/> and <see cref="Layer.Backward"/> without their checks of lengths: the activations
/// are made for the same structure, and every span is cut to the length that its layer declares. For a small network the checks and the
/// lookups of generic virtual methods would take as long as some layers.
/// </remarks>
internal sealed class VectorNetwork<TVector, T, TClock>(NetworkStructure structure, TClock clock) : Network<T>(structure)
    where TVector : unmanaged, IVector<TVector, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TClock : struct, ILayerClock
{
    private readonly ForwardFunction<T>[] _forward =
        Array.ConvertAll([.. structure.Nodes], node => node.Layer.BindForward<TVector, T>());

    private readonly BackwardFunction<T>[] _backward =
        Array.ConvertAll([.. structure.Nodes], node => node.Layer.BindBackward<TVector, T>());

    public override VectorWidth VectorWidth => TVector.Kind;

    public override void Forward(
        ReadOnlySpan<T> parameters, Activations<T> activations, NetworkPart part, int firstStep, int steps)
    {
        CheckActivations(activations, part);
        Check.Length("network", "parameters", parameters.Length, Structure.Layout.BlockLength);
        int firstRow = activations.Row(firstStep, 0), rows = steps * activations.Sequences;
        activations.MultiplyOutFactors(firstRow);
        int leading = activations.Blocks is { } blocks ? part.CountBelow(blocks.LeadingNodes) : 0;
        if (leading > 0)
        {
            for (int row = firstRow, end = firstRow + rows; row < end; row += RowBlocks.Rows)
            {
                int count = Math.Min(RowBlocks.Rows, end - row);
                activations.ConvertPixels(row, count);
                Forward(part.Nodes[..leading], parameters, activations, row, count, sequences: 1);
            }
        }

        Forward(part.Nodes[leading..], parameters, activations, firstRow, rows, activations.Sequences);
    }

    /// <summary>Computes the outputs of some nodes for some rows.</summary>
    private void Forward(
        ReadOnlySpan<PartNode> nodes, ReadOnlySpan<T> parameters, Activations<T> activations, int firstRow, int rows, int sequences)
    {
        foreach ((int i, _) in nodes)
        {
            Layer layer = Structure.Nodes[i].Layer;
            long start = clock.Now;
            _forward[i](new ForwardPass<T>
            {
                Rows = rows,
                Sequences = sequences,
                Starts = activations.Starts.Slice(firstRow, rows),
                Parameters = parameters.Slice(Structure.BlockOffset(i), layer.ParameterBlockLength),
                Input = activations.InputRows(i, firstRow, rows),
                Joined = activations.JoinedRows(i, firstRow, rows),
                Output = activations.OutputRows(i, firstRow, rows),
                State = activations.States(i, firstRow, rows),
                Record = activations.Records(i, firstRow, rows),
                Scratch = activations.Scratch(i),
            });
            clock.EndForward(i, start);
        }
    }

    public override void Backward(
        ReadOnlySpan<T> parameters,
        Activations<T> activations,
        NetworkPart part,
        int steps,
        Span<T> gradient,
        Span<T> inputGradient = default)
    {
        int rows = steps * activations.Sequences;
        CheckActivations(activations, part);
        CheckLengths(parameters, gradient, rows, inputGradient);
        activations.MultiplyOutFactors(0);
        Backward(parameters, activations, part, rows, gradient, null, inputGradient);
    }

    public override void Backward(
        ReadOnlySpan<T> parameters, Activations<T> activations, int steps, SegmentGradient<T> gradient, Span<T> inputGradient = default)
    {
        int rows = steps * activations.Sequences;
        CheckActivations(activations, activations.Part);
        CheckLengths(parameters, gradient.Stored, rows, inputGradient);
        activations.MultiplyOutFactors(0);
        gradient.Begin(this, activations, rows);
        Backward(parameters, activations, activations.Part, rows, gradient.Stored, gradient, inputGradient);
        gradient.End();
    }

    internal override void MultiplyOut(OuterProducts<T> products, int samples, Span<T> destination) =>
        OuterProductKernel.MultiplyOut<TVector, T>(products, samples, 0, destination);

    private void CheckActivations(Activations<T> activations, NetworkPart part)
    {
        if (!ReferenceEquals(activations.Structure, Structure) || !ReferenceEquals(part.Structure, Structure))
            throw new ArgumentException("network: the activations or the part are those of another network; expected those of this one.");
    }

    private void CheckLengths(ReadOnlySpan<T> parameters, ReadOnlySpan<T> gradient, int rows, ReadOnlySpan<T> inputGradient)
    {
        Check.Length("network", "parameters", parameters.Length, Structure.Layout.BlockLength);
        if (!gradient.IsEmpty) Check.Length("network", "gradient", gradient.Length, Structure.Layout.BlockLength);
        if (!inputGradient.IsEmpty) Check.Length("network", "input gradient", inputGradient.Length, (long)rows * Structure.Input.Size);
    }

    private void Backward(
        ReadOnlySpan<T> parameters,
        Activations<T> activations,
        NetworkPart part,
        int rows,
        Span<T> gradient,
        SegmentGradient<T>? factors,
        Span<T> observationGradient)
    {
        int leading = activations.Blocks is { } blocks ? part.CountBelow(blocks.LeadingNodes) : 0;
        Backward(part.Nodes[leading..], parameters, activations, (0, rows, activations.Sequences), gradient, factors, observationGradient);
        if (leading == 0) return;
        for (int row = 0; row < rows; row += RowBlocks.Rows)
        {
            int count = Math.Min(RowBlocks.Rows, rows - row), width = Structure.Input.Size;
            activations.ConvertPixels(row, count);
            Span<T> block = observationGradient.IsEmpty ? default : observationGradient.Slice(row * width, count * width);
            Backward(part.Nodes[..leading], parameters, activations, (row, count, 1), gradient, factors, block);
        }
    }

    /// <summary>Propagates the gradients of some rows back through some nodes.</summary>
    private void Backward(
        ReadOnlySpan<PartNode> nodes,
        ReadOnlySpan<T> parameters,
        Activations<T> activations,
        (int First, int Count, int Sequences) rows,
        Span<T> gradient,
        SegmentGradient<T>? factors,
        Span<T> observationGradient)
    {
        (int first, int count, int sequences) = rows;
        for (int position = nodes.Length - 1; position >= 0; position--)
        {
            (int i, bool isFirstContribution) = nodes[position];
            NetworkNode node = Structure.Nodes[i];
            (int offset, int length) = (Structure.BlockOffset(i), node.Layer.ParameterBlockLength);
            Span<T> sum = node.Source == NetworkNode.Observation
                ? observationGradient
                : activations.GradientRows(node.Source, first, count);
            Span<T> inputGradient = isFirstContribution ? sum : activations.Spare.Span[..sum.Length];
            long start = clock.Now;
            _backward[i](new BackwardPass<T>
            {
                Rows = count,
                Sequences = sequences,
                Starts = activations.Starts.Slice(first, count),
                Parameters = parameters.Slice(offset, length),
                Input = activations.InputRows(i, first, count),
                InputIsRectified = node.Source != NetworkNode.Observation && Structure.Nodes[node.Source].Layer is Relu,
                Output = activations.OutputRows(i, first, count),
                OutputGradient = activations.GradientRows(i, first, count),
                ParameterGradient = gradient.IsEmpty ? default : gradient.Slice(offset, length),
                KeepsFactors = factors is not null && factors.KeepsFactors(i),
                InputGradient = inputGradient,
                JoinedGradient = activations.JoinedGradientRows(i, first, count),
                State = activations.States(i, first, count),
                Record = activations.Records(i, first, count),
                Scratch = activations.Scratch(i),
            });
            clock.EndBackward(i, start);
            if (!isFirstContribution) Elementwise.AddTo<TVector, T>(inputGradient, sum);
        }
    }
}
