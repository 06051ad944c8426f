using System.Numerics;
using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Networks;

/// <summary>How many numbers <see cref="Activations{T}"/> takes, counted without allocating them, for any number of rows.</summary>
/// <param name="Numbers">Numbers of all blocks together. Four bytes of pixels are counted as a number.</param>
/// <param name="LargestBlock">Numbers of the largest block.</param>
public readonly record struct ActivationsSize(Int128 Numbers, Int128 LargestBlock)
{
    private static readonly Int128 MoreThanABlock = (Int128)int.MaxValue + 1;

    /// <summary>Counts.</summary>
    /// <param name="structure">The network.</param>
    /// <param name="steps">Time steps: the agent steps of a segment and one for the bootstrap.</param>
    /// <param name="sequences">Number of sequences.</param>
    /// <param name="ofPixels">Whether every observation is written as pixels.</param>
    /// <param name="part">The layers that are computed; all if null.</param>
    /// <returns>The size.</returns>
    public static ActivationsSize Of(
        NetworkStructure structure, long steps, int sequences = 1, bool ofPixels = false, NetworkPart? part = null)
    {
        ArgumentNullException.ThrowIfNull(structure);
        part ??= structure.Whole;
        Int128 rows = (Int128)steps * sequences;
        RowBlocks? blocks = ofPixels ? RowBlocks.Of(structure, rows) : null;
        ActivationsSize size = default(ActivationsSize).Plus(blocks is null ? rows : RowBlocks.Rows, structure.Input.Size);
        size = size.Plus(rows, structure.SideInputs);
        if (blocks is not null) size = size.PlusPixels(rows * structure.Input.Size);
        for (int i = 0; i < structure.Nodes.Length; i++)
        {
            if (!part.Includes(i)) continue;
            Layer layer = structure.Nodes[i].Layer;
            if (blocks is null || !blocks.IsInPlace(i))
            {
                size = size.Plus(rows, layer.Output.Size);
                size = size.Plus(blocks is not null && blocks.HasShortGradient(i) ? RowBlocks.Rows : rows, layer.Output.Size);
            }

            size = size.Plus(rows + sequences, layer.StateLength).Plus(rows, layer.RecordLength);
            size = size.Plus(rows, layer.JoinedLength).Plus(rows, structure.Nodes[i].ReadsSideInputs ? 0 : layer.JoinedLength);
            size = size.Plus(1, ScratchOf(layer, rows, sequences));
        }

        return size.Plus(rows, part.SpareWidth());
    }

    /// <summary>Two activations together.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>The sum of the numbers, and the larger of the largest blocks.</returns>
    public ActivationsSize Plus(ActivationsSize other) =>
        new(Numbers + other.Numbers, Int128.Max(LargestBlock, other.LargestBlock));

    private ActivationsSize PlusPixels(Int128 pixels) =>
        new(Numbers + ((pixels + sizeof(float) - 1) / sizeof(float)), Int128.Max(LargestBlock, pixels));

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

/// <summary>The share of a layer's inputs that are not 0. Only inputs that are 0 can be skipped.</summary>
/// <param name="Row">The share of inputs that are not 0, as the mean over the rows of a segment.</param>
/// <param name="Segment">The share of inputs that are not 0 in at least one row of the segment.</param>
public readonly record struct InputDensity(double Row, double Segment)
{
    /// <summary>No input can be skipped.</summary>
    public static InputDensity Full => new(1, 1);

    /// <summary>Counts the inputs that are not 0.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="inputs">[row, input].</param>
    internal static InputDensity Of<T>(int rows, ReadOnlySpan<T> inputs)
        where T : unmanaged, INumber<T>
    {
        int width = inputs.Length / rows, open = 0, everOpen = 0;
        for (int i = 0; i < width; i++)
        {
            int before = open;
            for (int row = 0; row < rows; row++) open += inputs[(row * width) + i] != T.Zero ? 1 : 0;
            everOpen += open > before ? 1 : 0;
        }

        return new InputDensity((double)open / (rows * width), (double)everOpen / width);
    }
}
