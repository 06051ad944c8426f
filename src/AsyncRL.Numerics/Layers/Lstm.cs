using System.Collections.Immutable;
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
/// <para>Rows are consecutive time steps. Row 0 of <see cref="ForwardPass{T}.State"/> is the state [h, c] before them. A segment is
/// differentiated with respect to everything except that first state: gradients do not cross segments (truncated backpropagation through
/// time).</para>
/// <para>Backward goes through the rows once, from the last to the first, for the gradients dz of the gates, because each step's dz needs
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
    /// <param name="rows">Rows of the segment.</param>
    /// <returns>The number of elements.</returns>
    public override int ScratchLength(int rows) => checked((rows * Gates * _cells) + (2 * _cells));

    /// <inheritdoc/>
    protected override void ComputeForward<TVector, T>(in ForwardPass<T> pass)
    {
        ReadOnlySpan<T> inputWeights = Slice(pass.Parameters, InputWeights);
        ReadOnlySpan<T> recurrentWeights = Slice(pass.Parameters, RecurrentWeights);
        ReadOnlySpan<T> bias = Slice(pass.Parameters, Bias);
        for (int t = 0; t < pass.Rows; t++)
        {
            Span<T> record = pass.Record.Slice(t * RecordLength, RecordLength);
            Span<T> gates = record[..(Gates * _cells)];
            ReadOnlySpan<T> before = pass.State.Slice(t * StateLength, StateLength);
            Span<T> after = pass.State.Slice((t + 1) * StateLength, StateLength);
            DenseKernel.Forward<TVector, T>(pass.Input.Slice(t * Input.Size, Input.Size), inputWeights, bias, gates);
            DenseKernel.Forward<TVector, T>(before[.._cells], recurrentWeights, gates, gates);
            LstmKernel.Forward<TVector, T>(_cells, record, before[_cells..], after[_cells..], after[.._cells]);
            after[.._cells].CopyTo(pass.Output.Slice(t * _cells, _cells));
        }
    }

    /// <inheritdoc/>
    protected override void ComputeBackward<TVector, T>(in BackwardPass<T> pass)
    {
        Span<T> gateGradients = pass.Scratch[..(pass.Rows * Gates * _cells)];
        BackwardThroughTime<TVector, T>(in pass, gateGradients, pass.Scratch.Slice(gateGradients.Length, 2 * _cells));

        Reductions.AddColumnSums<TVector, T>(pass.Rows, gateGradients, Slice(pass.ParameterGradient, Bias));
        if (!pass.KeepsFactors) AddWeightGradients<TVector, T>(in pass, gateGradients);
        if (pass.InputGradient.IsEmpty) return;
        DotProductKernel.MultiplyTransposed<TVector, T>(
            Input.Size, Gates * _cells, gateGradients, Slice(pass.Parameters, InputWeights), pass.RectifiedInput, pass.InputGradient);
    }

    /// <summary>dU += xᵀ·dz and dW += h₋₁ᵀ·dz.</summary>
    private void AddWeightGradients<TVector, T>(in BackwardPass<T> pass, ReadOnlySpan<T> gateGradients)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var inputs = new SampleGrid(1, 0, (nuint)pass.Rows, (nuint)Input.Size);
        OuterProductKernel.Accumulate<TVector, T>(
            inputs, Input.Size, Gates * _cells, pass.Input, gateGradients, Slice(pass.ParameterGradient, InputWeights));
        var statesBefore = new SampleGrid(1, 0, (nuint)pass.Rows, (nuint)StateLength);
        OuterProductKernel.Accumulate<TVector, T>(
            statesBefore, _cells, Gates * _cells, pass.State, gateGradients, Slice(pass.ParameterGradient, RecurrentWeights));
    }

    /// <summary>Computes the gates' gradients, the last row first.</summary>
    private void BackwardThroughTime<TVector, T>(in BackwardPass<T> pass, Span<T> gateGradients, Span<T> carried)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        carried.Clear();
        Span<T> outputCarried = carried[.._cells], cellCarried = carried[_cells..];
        for (int t = pass.Rows - 1; t >= 0; t--)
        {
            Span<T> gateGradient = gateGradients.Slice(t * Gates * _cells, Gates * _cells);
            LstmKernel.Backward<TVector, T>(
                _cells,
                pass.Record.Slice(t * RecordLength, RecordLength),
                pass.State.Slice((t * StateLength) + _cells, _cells),
                pass.OutputGradient.Slice(t * _cells, _cells),
                outputCarried,
                cellCarried,
                gateGradient);
            if (t == 0) return;
            DotProductKernel.MultiplyTransposed<TVector, T>(
                _cells, Gates * _cells, gateGradient, Slice(pass.Parameters, RecurrentWeights), default, outputCarried);
        }
    }
}
