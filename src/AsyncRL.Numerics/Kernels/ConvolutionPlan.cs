namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// Where a convolution reads and writes: the offsets of every output pixel's patch and of its result. Immutable, made once per layer.
/// </summary>
/// <remarks>
/// A patch is <see cref="PatchRows"/> runs of <see cref="Run"/> consecutive numbers (kernel width × input channels),
/// <see cref="RowStride"/> apart. The weights are [patch row, run, channel], channel fastest, so that a kernel walks them from front to
/// back.
/// </remarks>
internal sealed class ConvolutionPlan
{
    /// <summary>How many pixels a kernel computes at once; the offset tables repeat their last pixel up to a multiple of it.</summary>
    internal const int PixelsPerTile = 8;

    private readonly nuint[] _inputOffsets;
    private readonly nuint[] _outputOffsets;

    /// <summary>Lays out a grid of pixels.</summary>
    internal ConvolutionPlan(PixelGrid input, PixelGrid output, int patchRows, int rowStride, int run, int channels)
    {
        (PatchRows, RowStride, Run, Channels) = ((nuint)patchRows, (nuint)rowStride, (nuint)run, (nuint)channels);
        _inputOffsets = TileOffsets(input);
        _outputOffsets = TileOffsets(output);
    }

    internal nuint PatchRows { get; }

    internal nuint RowStride { get; }

    internal nuint Run { get; }

    internal nuint Channels { get; }

    /// <summary>Offsets of the patches' first numbers, in tiles.</summary>
    internal ReadOnlySpan<nuint> InputOffsets => _inputOffsets;

    /// <summary>Offsets of the pixels' first channels, in tiles.</summary>
    internal ReadOnlySpan<nuint> OutputOffsets => _outputOffsets;

    private static nuint[] TileOffsets(PixelGrid grid)
    {
        int pixels = grid.Rows * grid.Columns;
        int padded = (pixels + PixelsPerTile - 1) / PixelsPerTile * PixelsPerTile;
        var offsets = new nuint[padded];
        for (int i = 0; i < padded; i++)
        {
            int pixel = Math.Min(i, pixels - 1);
            offsets[i] = (nuint)(grid.Origin + (pixel / grid.Columns * grid.RowStride) + (pixel % grid.Columns * grid.ColumnStride));
        }

        return offsets;
    }
}

/// <summary>A regular grid of places in a block: all distances in elements.</summary>
internal readonly record struct PixelGrid(int Origin, int Rows, int Columns, int RowStride, int ColumnStride);
