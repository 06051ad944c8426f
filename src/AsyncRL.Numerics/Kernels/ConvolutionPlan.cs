namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The positions at which a convolution reads and writes, and its tiles: the offsets of every output pixel's patch and of its result.
/// Immutable, made once per layer.
/// </summary>
/// <remarks>
/// A patch is <see cref="PatchRows"/> runs of <see cref="Run"/> consecutive numbers (kernel width × input channels),
/// <see cref="RowStride"/> apart. The weights are [patch row, run, channel] with the channel fastest. Therefore a kernel reads them from
/// first to last.
/// </remarks>
internal sealed class ConvolutionPlan
{
    private const int PixelsPerGroup = 5;
    private const int GroupsPerTile = 4;

    /// <summary>Plans a convolution over a grid of pixels.</summary>
    internal ConvolutionPlan(PixelGrid input, PixelGrid output, int patchRows, int rowStride, int run, int channels)
    {
        (PatchRows, RowStride, Run, Channels) = ((nuint)patchRows, (nuint)rowStride, (nuint)run, (nuint)channels);
        (InputDistance, OutputDistance) = ((nuint)input.ColumnStride, (nuint)output.ColumnStride);
        SixPixelTiles = PixelTable.OfPixels(input, output, SixPixelTile.Pixels);
        EightPixelTiles = PixelTable.OfPixels(input, output, 8);
        PairTiles = EightPixelTiles;
        foreach (int pixelsPerTile in (ReadOnlySpan<int>)[9, 10])
        {
            PixelTable table = PixelTable.OfPixels(input, output, pixelsPerTile);
            if (PaddedPixels(table) <= PaddedPixels(PairTiles)) PairTiles = table;
        }

        if (output.Columns < PixelsPerGroup) return;
        PixelTable groups = PixelTable.OfGroups(input, output, PixelsPerGroup, GroupsPerTile);
        if (PixelsPerGroup * PaddedPixels(groups) <= PaddedPixels(EightPixelTiles)) Groups = groups;
    }

    internal nuint PatchRows { get; }

    internal nuint RowStride { get; }

    internal nuint Run { get; }

    internal nuint Channels { get; }

    /// <summary>Number of elements from a pixel's patch to the patch of its right neighbor.</summary>
    internal nuint InputDistance { get; }

    /// <summary>Number of elements from a pixel's result to the result of its right neighbor.</summary>
    internal nuint OutputDistance { get; }

    /// <summary>Tiles of 6 pixels.</summary>
    internal PixelTable SixPixelTiles { get; }

    /// <summary>Tiles of 8 pixels.</summary>
    internal PixelTable EightPixelTiles { get; }

    /// <summary>Tiles of 8, 9 or 10 pixels: the size that repeats the fewest pixels, and the largest of several such sizes.</summary>
    internal PixelTable PairTiles { get; }

    /// <summary>Tiles of 4 groups of 5 neighbors, or null if they would compute more pixels than tiles of 8.</summary>
    internal PixelTable? Groups { get; }

    private static int PaddedPixels(PixelTable table) => table.Tiles * table.PlacesPerTile;
}
