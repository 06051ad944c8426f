using System.Numerics;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Numerics.Networks;

/// <summary>
/// What one thread's passes through a network leave behind: every layer's outputs for the rows of a segment, kept from acting so that
/// training needs no second forward pass, and the buffers through which gradients flow back. Owned by one thread.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
public sealed class Activations<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBlock<T> _input;
    private readonly AlignedBlock<T>[] _trunk;
    private readonly AlignedBlock<T>[] _heads;
    private readonly AlignedBlock<T>[] _headGradients;

    /// <summary>Allocates for a network.</summary>
    /// <param name="structure">The network.</param>
    /// <param name="rows">Rows: the agent steps of a segment and one for the bootstrap.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is below 1.</exception>
    public Activations(NetworkStructure structure, int rows)
    {
        ArgumentNullException.ThrowIfNull(structure);
        Structure = structure;
        Rows = Check.Positive("activations", nameof(rows), rows);
        _input = new AlignedBlock<T>(rows * structure.Input.Size);
        _trunk = new AlignedBlock<T>[structure.Trunk.Length];
        int widest = structure.TrunkOutput.Size, scratch = 0;
        for (int i = 0; i < _trunk.Length; i++)
        {
            Layer layer = structure.Trunk[i];
            _trunk[i] = new AlignedBlock<T>(rows * layer.Output.Size);
            widest = Math.Max(widest, layer.Output.Size);
            scratch = Math.Max(scratch, layer.ScratchLength);
        }

        _heads = new AlignedBlock<T>[structure.Heads.Length];
        _headGradients = new AlignedBlock<T>[structure.Heads.Length];
        for (int i = 0; i < _heads.Length; i++)
        {
            _heads[i] = new AlignedBlock<T>(rows * structure.Heads[i].Outputs);
            _headGradients[i] = new AlignedBlock<T>(rows * structure.Heads[i].Outputs);
        }

        GradientAbove = new AlignedBlock<T>(rows * widest);
        GradientBelow = new AlignedBlock<T>(rows * widest);
        Scratch = new AlignedBlock<T>(scratch);
    }

    /// <summary>The network.</summary>
    public NetworkStructure Structure { get; }

    /// <summary>Rows of every matrix.</summary>
    public int Rows { get; }

    internal AlignedBlock<T> GradientAbove { get; }

    internal AlignedBlock<T> GradientBelow { get; }

    internal AlignedBlock<T> Scratch { get; }

    /// <summary>One row of observations, to be written before the forward pass.</summary>
    /// <param name="row">The row.</param>
    /// <returns>[input].</returns>
    public Span<T> Input(int row) => RowsOf(_input, Structure.Input.Size, row, 1);

    /// <summary>One row of a head's outputs, as the forward pass left it.</summary>
    /// <param name="head">Index of the head.</param>
    /// <param name="row">The row.</param>
    /// <returns>[outputs].</returns>
    public Span<T> Output(int head, int row) => RowsOf(_heads[head], Structure.Heads[head].Outputs, row, 1);

    /// <summary>One row of the derivative of the loss by a head's outputs, to be written before the backward pass.</summary>
    /// <param name="head">Index of the head.</param>
    /// <param name="row">The row.</param>
    /// <returns>[outputs].</returns>
    public Span<T> OutputGradient(int head, int row) => RowsOf(_headGradients[head], Structure.Heads[head].Outputs, row, 1);

    internal Span<T> HeadRows(int head, int first, int count) => RowsOf(_heads[head], Structure.Heads[head].Outputs, first, count);

    internal Span<T> HeadGradientRows(int head, int first, int count) =>
        RowsOf(_headGradients[head], Structure.Heads[head].Outputs, first, count);

    /// <summary>Rows of what a layer of the trunk reads; <paramref name="layer"/> = the number of layers is what the heads read.</summary>
    internal Span<T> TrunkInputRows(int layer, int first, int count) => layer == 0
        ? RowsOf(_input, Structure.Input.Size, first, count)
        : RowsOf(_trunk[layer - 1], Structure.Trunk[layer - 1].Output.Size, first, count);

    private static Span<T> RowsOf(AlignedBlock<T> block, int width, int first, int count) => block.Span.Slice(first * width, count * width);
}
