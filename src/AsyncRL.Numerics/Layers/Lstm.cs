using System.Collections.Immutable;
using System.Numerics;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Layers;

/// <summary>
/// A layer of long short-term memory cells (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000): with
/// z = b + x·U + h₋₁·W, split into the parts i, f, o, g of <c>cells</c> numbers each,
/// <code>
/// i = σ(zᵢ)   f = σ(z_f + 1)   o = σ(zₒ)   g = tanh(z_g)
/// c = f ∘ c₋₁ + i ∘ g          y = h = o ∘ tanh(c)
/// </code>
/// The 1 in the forget gate lets cells remember from the start of training (Jozefowicz et al. 2015).
/// </summary>
/// <remarks>
/// <para>Each sequence has its own state [h, c], and all sequences take a time step together. The first states of
/// <see cref="ForwardPass{T}.State"/> are those before the first step. A segment is differentiated with respect to everything except them:
/// gradients do not cross segments (truncated backpropagation through time), and they do not cross the start of an episode.</para>
/// <para>Backward goes through the steps once, from the last to the first, for the gradients dz of the gates, because each step's dz needs
/// the next one's through W. When dz of all rows is known, dU += xᵀ·dz, dW += h₋₁ᵀ·dz, db += Σ dz and dx = dz·Uᵀ are one matrix product
/// each over the segment. See docs/numerics/lstm.md.</para>
/// </remarks>
public sealed class Lstm : Layer, ISampledLayer
{
    private const int InputWeights = 0;
    private const int RecurrentWeights = 1;
    private const int Bias = 2;
    private const int Gates = 4;

    private readonly int _cells;

    /// <summary>Describes the layer.</summary>
    /// <param name="input">Shape of the input; only its size matters.</param>
    /// <param name="cells">Number of cells, and of outputs.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no inputs or no cells.</exception>
    public Lstm(Shape input, int cells)
        : base(
            "lstm",
            input,
            Shape.Vector(Check.Positive("lstm", nameof(cells), cells)),
            new ParameterShape(
                "input-weights",
                ParameterRole.Weights,
                [Check.Positive("lstm", "inputs", input.Size), Gates * cells],
                input.Size + cells,
                Gates * cells),
            new ParameterShape("recurrent-weights", ParameterRole.Weights, [cells, Gates * cells], input.Size + cells, Gates * cells),
            new ParameterShape("bias", ParameterRole.Bias, [Gates * cells], input.Size + cells, Gates * cells)) => _cells = cells;

    /// <summary>h and c.</summary>
    public override int StateLength => 2 * _cells;

    /// <summary>The gates i, f, o, g, and tanh(c).</summary>
    public override int RecordLength => (Gates + 1) * _cells;

    /// <inheritdoc/>
    public override long MultiplyAddsPerRow => (long)(Input.Size + _cells) * Gates * _cells;

    /// <inheritdoc/>
    public override ImmutableArray<WeightFactors> Factors { get; } =
    [
        new(InputWeights, FactorPlace.Input, FactorPlace.Scratch), new(RecurrentWeights, FactorPlace.State, FactorPlace.Scratch),
    ];

    /// <inheritdoc/>
    public override bool SkipsZeroInputs => true;

    /// <inheritdoc/>
    public static Layer Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new Lstm(Shape.Vector(1 + generator.NextInteger(40)), 1 + generator.NextInteger(40));
    }

    /// <summary>
    /// The gradients of the gates of all rows, and the gradients with respect to h and c that a time step passes to the previous one.
    /// </summary>
    /// <param name="rows">Rows of the segment, of all sequences.</param>
    /// <param name="sequences">Number of sequences.</param>
    /// <returns>The number of elements.</returns>
    public override int ScratchLength(int rows, int sequences) => checked((rows * Gates * _cells) + (sequences * 2 * _cells));

    /// <inheritdoc/>
    protected override void ComputeForward<TVector, T>(in ForwardPass<T> pass)
    {
        new DenseBatch<T>
        {
            Input = DenseBatch<T>.Rows(pass.Input, pass.Rows, Input.Size, Input.Size),
            Weights = Slice(pass.Parameters, InputWeights),
            Bias = Slice(pass.Parameters, Bias),
            Output = DenseBatch<T>.Rows(pass.Record, pass.Rows, Gates * _cells, RecordLength),
        }.Forward<TVector>();
        for (int row = 0; row < pass.Rows; row += pass.Sequences) ForwardStep<TVector, T>(in pass, row);
    }

    /// <inheritdoc/>
    protected override void ComputeBackward<TVector, T>(in BackwardPass<T> pass)
    {
        Span<T> gateGradients = pass.Scratch[..(pass.Rows * Gates * _cells)];
        BackwardThroughTime<TVector, T>(in pass, gateGradients, pass.Scratch.Slice(gateGradients.Length, pass.Sequences * 2 * _cells));

        if (!pass.ParameterGradient.IsEmpty)
            Reductions.AddColumnSums<TVector, T>(pass.Rows, gateGradients, Slice(pass.ParameterGradient, Bias));
        if (!pass.KeepsFactors && !pass.ParameterGradient.IsEmpty) AddWeightGradients<TVector, T>(in pass, gateGradients);
        if (pass.InputGradient.IsEmpty) return;
        DotProductKernel.MultiplyTransposed<TVector, T>(
            Input.Size, Gates * _cells, gateGradients, Slice(pass.Parameters, InputWeights), pass.RectifiedInput, pass.InputGradient);
    }

    /// <summary>One time step of every sequence: z += h₋₁·W, the gates, the new state.</summary>
    private void ForwardStep<TVector, T>(in ForwardPass<T> pass, int firstRow)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int end = firstRow + pass.Sequences;
        for (int row = firstRow; row < end && !pass.Starts.IsEmpty; row++)
        {
            if (pass.Starts[row]) pass.State.Slice(row * StateLength, StateLength).Clear();
        }

        new DenseBatch<T>
        {
            Input = DenseBatch<T>.Rows(pass.State[(firstRow * StateLength)..], pass.Sequences, _cells, StateLength),
            Weights = Slice(pass.Parameters, RecurrentWeights),
            Output = DenseBatch<T>.Rows(pass.Record[(firstRow * RecordLength)..], pass.Sequences, Gates * _cells, RecordLength),
        }.Forward<TVector>();
        for (int row = firstRow; row < end; row++)
        {
            Span<T> record = pass.Record.Slice(row * RecordLength, RecordLength);
            ReadOnlySpan<T> before = pass.State.Slice(row * StateLength, StateLength);
            Span<T> after = pass.State.Slice((row + pass.Sequences) * StateLength, StateLength);
            LstmKernel.Forward<TVector, T>(_cells, record, before[_cells..], after[_cells..], after[.._cells]);
            after[.._cells].CopyTo(pass.Output.Slice(row * _cells, _cells));
        }
    }

    /// <summary>dU += xᵀ·dz and dW += h₋₁ᵀ·dz.</summary>
    private void AddWeightGradients<TVector, T>(in BackwardPass<T> pass, ReadOnlySpan<T> gateGradients)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var inputs = new SampleGrid(1, 0, (nuint)pass.Rows, (nuint)Input.Size);
        OuterProductKernel.Accumulate<TVector, T>(
            inputs, Input.Size, Gates * _cells, pass.Input, gateGradients, Slice(pass.ParameterGradient, InputWeights));
        var statesBefore = new SampleGrid(1, 0, (nuint)pass.Rows, (nuint)StateLength);
        OuterProductKernel.Accumulate<TVector, T>(
            statesBefore, _cells, Gates * _cells, pass.State, gateGradients, Slice(pass.ParameterGradient, RecurrentWeights));
    }

    /// <summary>Computes the gates' gradients, the last step first.</summary>
    private void BackwardThroughTime<TVector, T>(in BackwardPass<T> pass, Span<T> gateGradients, Span<T> carried)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        carried.Clear();
        int sequences = pass.Sequences, gates = Gates * _cells;
        Span<T> outputCarried = carried[..(sequences * _cells)], cellCarried = carried[(sequences * _cells)..];
        for (int firstRow = pass.Rows - sequences; firstRow >= 0; firstRow -= sequences)
        {
            Span<T> stepGradients = gateGradients.Slice(firstRow * gates, sequences * gates);
            for (int b = 0; b < sequences; b++)
            {
                int row = firstRow + b;
                LstmKernel.Backward<TVector, T>(
                    _cells,
                    pass.Record.Slice(row * RecordLength, RecordLength),
                    pass.State.Slice((row * StateLength) + _cells, _cells),
                    pass.OutputGradient.Slice(row * _cells, _cells),
                    outputCarried.Slice(b * _cells, _cells),
                    cellCarried.Slice(b * _cells, _cells),
                    stepGradients.Slice(b * gates, gates));
            }

            if (firstRow == 0) return;
            DotProductKernel.MultiplyTransposed<TVector, T>(
                _cells, gates, stepGradients, Slice(pass.Parameters, RecurrentWeights), default, outputCarried);
            for (int b = 0; b < sequences && !pass.Starts.IsEmpty; b++)
            {
                if (!pass.Starts[firstRow + b]) continue;
                outputCarried.Slice(b * _cells, _cells).Clear();
                cellCarried.Slice(b * _cells, _cells).Clear();
            }
        }
    }
}
