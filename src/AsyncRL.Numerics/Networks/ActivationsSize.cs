using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Networks;

/// <summary>How many numbers <see cref="Activations{T}"/> takes, counted without allocating them, for any number of rows.</summary>
/// <param name="Numbers">Numbers of all blocks together.</param>
/// <param name="LargestBlock">Numbers of the largest block.</param>
public readonly record struct ActivationsSize(Int128 Numbers, Int128 LargestBlock)
{
    private static readonly Int128 MoreThanABlock = (Int128)int.MaxValue + 1;

    /// <summary>Counts.</summary>
    /// <param name="structure">The network.</param>
    /// <param name="steps">Time steps: the agent steps of a segment and one for the bootstrap.</param>
    /// <param name="sequences">Number of sequences.</param>
    /// <returns>The size.</returns>
    public static ActivationsSize Of(NetworkStructure structure, long steps, int sequences = 1)
    {
        ArgumentNullException.ThrowIfNull(structure);
        Int128 rows = (Int128)steps * sequences;
        ActivationsSize size = default(ActivationsSize).Plus(rows, structure.Input.Size);
        foreach (NetworkNode node in structure.Nodes)
        {
            Layer layer = node.Layer;
            size = size.Plus(rows, layer.Output.Size).Plus(rows, layer.Output.Size);
            size = size.Plus(rows + sequences, layer.StateLength).Plus(rows, layer.RecordLength);
            size = size.Plus(1, ScratchOf(layer, rows, sequences));
        }

        return size.Plus(rows, SpareWidth(structure));
    }

    /// <summary>The most numbers in a row of an input gradient that is added to another one.</summary>
    internal static int SpareWidth(NetworkStructure structure)
    {
        int widest = 0;
        foreach (NetworkNode node in structure.Nodes)
        {
            if (!node.IsFirstContribution) widest = Math.Max(widest, node.Layer.Input.Size);
        }

        return widest;
    }

    private ActivationsSize Plus(Int128 rows, Int128 width)
    {
        Int128 block = rows * width;
        return new ActivationsSize(Numbers + block, Int128.Max(LargestBlock, block));
    }

    private static Int128 ScratchOf(Layer layer, Int128 rows, int sequences)
    {
        try
        {
            return rows > int.MaxValue ? MoreThanABlock : layer.ScratchLength((int)rows, sequences);
        }
        catch (OverflowException)
        {
            return MoreThanABlock;
        }
    }
}
