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
    /// <param name="rows">Rows: the agent steps of a segment and one for the bootstrap.</param>
    /// <returns>The size.</returns>
    public static ActivationsSize Of(NetworkStructure structure, long rows)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ActivationsSize size = default(ActivationsSize).Plus(rows, structure.Input.Size);
        int widest = 0;
        foreach (NetworkNode node in structure.Nodes)
        {
            Layer layer = node.Layer;
            size = size.Plus(rows, layer.Output.Size).Plus(rows, layer.Output.Size);
            size = size.Plus(rows + 1, layer.StateLength).Plus(rows, layer.RecordLength).Plus(1, ScratchOf(layer, rows));
            widest = Math.Max(widest, layer.Output.Size);
        }

        return size.Plus(rows, widest);
    }

    private ActivationsSize Plus(Int128 rows, Int128 width)
    {
        Int128 block = rows * width;
        return new ActivationsSize(Numbers + block, Int128.Max(LargestBlock, block));
    }

    private static Int128 ScratchOf(Layer layer, long rows)
    {
        try
        {
            return rows > int.MaxValue ? MoreThanABlock : layer.ScratchLength((int)rows);
        }
        catch (OverflowException)
        {
            return MoreThanABlock;
        }
    }
}
