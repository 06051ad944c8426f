using System.Collections.Immutable;
using System.Numerics;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Layers;

/// <summary>
/// An immutable description of one step of a network: its shapes, its parameters, and its two passes. A layer holds no tensors. All data
/// that changes comes with the pass and belongs to one thread. Therefore one layer serves every thread.
/// </summary>
/// <remarks>A new layer is one file: derive from this class and implement <see cref="ISampledLayer"/>; see docs/gradients.md.</remarks>
public abstract class Layer
{
    private readonly ImmutableArray<int> _offsets;

    /// <summary>Describes the layer.</summary>
    /// <param name="kind">A short lower-case word, for example "conv".</param>
    /// <param name="input">Shape of a row of inputs.</param>
    /// <param name="output">Shape of a row of outputs.</param>
    /// <param name="parameters">The parameters in the order of storage.</param>
    /// <exception cref="ArgumentException">The kind is not so written.</exception>
    protected Layer(string kind, Shape input, Shape output, params ImmutableArray<ParameterShape> parameters)
    {
        (Kind, Input, Output, Parameters) = (Check.Kind(kind), input, output, parameters);
        var offsets = ImmutableArray.CreateBuilder<int>(parameters.Length);
        int next = 0;
        foreach (ParameterShape parameter in parameters)
        {
            offsets.Add(next);
            next = checked(next + ParameterPadding.RoundUp(parameter.Length));
        }

        _offsets = offsets.MoveToImmutable();
        ParameterBlockLength = next;
    }

    /// <summary>The kind of layer: lower-case letters, words joined by hyphens.</summary>
    public string Kind { get; }

    /// <summary>Shape of a row of inputs.</summary>
    public Shape Input { get; }

    /// <summary>Shape of a row of outputs.</summary>
    public Shape Output { get; }

    /// <summary>The parameters in the order of storage.</summary>
    public ImmutableArray<ParameterShape> Parameters { get; }

    /// <summary>Length of the block of parameters, padding included: each parameter starts at a multiple of 16.</summary>
    public int ParameterBlockLength { get; }

    /// <summary>Number of state elements that one time step passes to the next; 0 for a layer without memory.</summary>
    public virtual int StateLength => 0;

    /// <summary>Number of elements per row, in addition to the outputs, that the forward pass stores for the backward pass.</summary>
    public virtual int RecordLength => 0;

    /// <summary>Length of the scratch that the forward pass needs, for any number of rows.</summary>
    public virtual int ForwardScratchLength => 0;

    /// <summary>
    /// Number of elements per row, in addition to the input, that the layer reads and that no other layer computes, for example an action,
    /// or the last action and reward.
    /// </summary>
    public virtual int JoinedLength => 0;

    /// <summary>Number of multiply-adds of one row's forward pass, for reports of speed.</summary>
    public virtual long MultiplyAddsPerRow => 0;

    /// <summary>The parameters whose gradients a backward pass can keep as factors. A pass keeps all of them as factors, or none.</summary>
    public virtual ImmutableArray<WeightFactors> Factors => [];

    /// <summary>Whether the passes skip the weights of inputs that are 0.</summary>
    public virtual bool SkipsZeroInputs => false;

    /// <summary>
    /// Whether the passes compute row by row, without a state, and gain nothing from many rows. Then a network may divide the rows into
    /// several passes.
    /// </summary>
    internal virtual bool PassesRowByRow => false;

    /// <summary>Whether the backward pass reads the outputs of the forward pass.</summary>
    internal virtual bool BackwardReadsOutput => true;

    /// <summary>The position at which a parameter starts within the layer's block.</summary>
    /// <param name="parameter">Index into <see cref="Parameters"/>.</param>
    /// <returns>The offset, a multiple of 16.</returns>
    public int ParameterOffset(int parameter) => _offsets[parameter];

    /// <summary>
    /// Whether to keep the gradients of the weights as <see cref="Factors"/>. This requires that a sweep over each matrix in whole cache
    /// lines is possible, and that computing their norm, which takes the products of all pairs of rows, is cheap compared with the outer
    /// products themselves.
    /// </summary>
    /// <param name="rows">Rows of the longest segment.</param>
    /// <returns>Whether keeping factors saves time.</returns>
    public bool FactorsPay(int rows)
    {
        if (Factors.IsEmpty) return false;
        foreach (WeightFactors factors in Factors)
        {
            int columns = Parameters[factors.Parameter].Dimensions[1];
            if (columns % ParameterPadding.Granularity != 0 || 2 * rows > columns) return false;
        }

        return true;
    }

    /// <summary>Length of the scratch that the backward pass needs; at least that of the forward pass.</summary>
    /// <param name="rows">Rows of the segment, of all sequences.</param>
    /// <param name="sequences">Number of sequences.</param>
    /// <returns>The number of elements.</returns>
    public virtual int ScratchLength(int rows, int sequences) => 0;

    /// <summary>Computes the outputs.</summary>
    /// <typeparam name="TVector">The vector to compute over.</typeparam>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="pass">The data to read and write.</param>
    /// <exception cref="ArgumentException">A span does not have the length that the layer's shapes require.</exception>
    public void Forward<TVector, T>(in ForwardPass<T> pass)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckSequences(pass.Rows, pass.Sequences, pass.Starts.Length);
        Check.Length(Kind, "parameters", pass.Parameters.Length, ParameterBlockLength);
        Check.Length(Kind, "input", pass.Input.Length, (long)pass.Rows * Input.Size);
        Check.Length(Kind, "joined numbers", pass.Joined.Length, (long)pass.Rows * JoinedLength);
        Check.Length(Kind, "output", pass.Output.Length, (long)pass.Rows * Output.Size);
        Check.Length(Kind, "state", pass.State.Length, ((long)pass.Rows + pass.Sequences) * StateLength);
        Check.Length(Kind, "record", pass.Record.Length, (long)pass.Rows * RecordLength);
        Check.LengthAtLeast(Kind, "scratch", pass.Scratch.Length, ForwardScratchLength);
        ComputeForward<TVector, T>(in pass);
    }

    /// <summary>Adds to the gradient of the parameters, if it is needed, and overwrites the gradient of the inputs.</summary>
    /// <typeparam name="TVector">The vector to compute over.</typeparam>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="pass">The data to read and write.</param>
    /// <exception cref="ArgumentException">A span does not have the length that the layer's shapes require.</exception>
    public void Backward<TVector, T>(in BackwardPass<T> pass)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckSequences(pass.Rows, pass.Sequences, pass.Starts.Length);
        Check.Length(Kind, "parameters", pass.Parameters.Length, ParameterBlockLength);
        if (!pass.ParameterGradient.IsEmpty)
            Check.Length(Kind, "parameter gradient", pass.ParameterGradient.Length, ParameterBlockLength);
        Check.Length(Kind, "input", pass.Input.Length, (long)pass.Rows * Input.Size);
        Check.Length(Kind, "output", pass.Output.Length, (long)pass.Rows * Output.Size);
        Check.Length(Kind, "output gradient", pass.OutputGradient.Length, (long)pass.Rows * Output.Size);
        if (!pass.InputGradient.IsEmpty) Check.Length(Kind, "input gradient", pass.InputGradient.Length, (long)pass.Rows * Input.Size);
        Check.Length(Kind, "joined gradient", pass.JoinedGradient.Length, (long)pass.Rows * JoinedLength);
        Check.Length(Kind, "state", pass.State.Length, ((long)pass.Rows + pass.Sequences) * StateLength);
        Check.Length(Kind, "record", pass.Record.Length, (long)pass.Rows * RecordLength);
        Check.LengthAtLeast(Kind, "scratch", pass.Scratch.Length, ScratchLength(pass.Rows, pass.Sequences));
        ComputeBackward<TVector, T>(in pass);
    }

    /// <summary>
    /// Binds the forward pass to a vector. A call by type arguments finds the method in a table each time; a bound one does not. The
    /// caller answers for the lengths.
    /// </summary>
    internal ForwardFunction<T> BindForward<TVector, T>()
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ComputeForward<TVector, T>;

    /// <summary>Binds the backward pass to a vector, like <see cref="BindForward"/>.</summary>
    internal BackwardFunction<T> BindBackward<TVector, T>()
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ComputeBackward<TVector, T>;

    /// <summary>
    /// A number that changes when an input crosses a kink of the layer (a rectifier's zero), where central differences are meaningless.
    /// </summary>
    /// <param name="input">Any number of rows of inputs.</param>
    /// <returns>A hash of the sides of the kinks; 0 for a smooth layer.</returns>
    public virtual ulong KinkPattern(ReadOnlySpan<double> input) => 0;

    /// <summary>The forward pass, called after the lengths are checked.</summary>
    /// <typeparam name="TVector">The vector to compute over.</typeparam>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="pass">The data to read and write.</param>
    protected abstract void ComputeForward<TVector, T>(in ForwardPass<T> pass)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The backward pass, called after the lengths are checked.</summary>
    /// <typeparam name="TVector">The vector to compute over.</typeparam>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="pass">The data to read and write.</param>
    protected abstract void ComputeBackward<TVector, T>(in BackwardPass<T> pass)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The part of the layer's block, or of its gradient, that belongs to one parameter.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="block">The layer's parameters or their gradient.</param>
    /// <param name="parameter">Index into <see cref="Parameters"/>.</param>
    /// <returns>The slice, without padding.</returns>
    protected ReadOnlySpan<T> Slice<T>(ReadOnlySpan<T> block, int parameter) =>
        block.Slice(_offsets[parameter], Parameters[parameter].Length);

    /// <inheritdoc cref="Slice{T}(ReadOnlySpan{T}, int)"/>
    protected Span<T> Slice<T>(Span<T> block, int parameter) => block.Slice(_offsets[parameter], Parameters[parameter].Length);

    private void CheckSequences(int rows, int sequences, int starts)
    {
        if (sequences < 1 || rows % sequences != 0)
            throw new ArgumentException($"{Kind}: sequences is {sequences}; expected a divisor of the {rows} rows.");
        if (starts > 0) Check.Length(Kind, "starts", starts, rows);
    }
}

/// <summary>A layer that draws instances of itself for the tests, which find it by this interface.</summary>
public interface ISampledLayer
{
    /// <summary>Draws a small instance with odd shapes.</summary>
    /// <param name="generator">The random number generator.</param>
    /// <returns>A layer of the implementing type.</returns>
    static abstract Layer Sample(RandomGenerator generator);
}
