namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// Where a convolution reads and writes, and in which tiles: the offsets of every output pixel's patch and of its result. Immutable, made
/// once per layer.
/// </summary>
/// <remarks>
/// A patch is <see cref="PatchRows"/> runs of <see cref="Run"/> consecutive numbers (kernel width × input channels),
/// <see cref="RowStride"/> apart. The weights are [patch row, run, channel], channel fastest, so that a kernel walks them from front to
/// back.
/// </remarks>
internal sealed class ConvolutionPlan
{
    private const int PixelsPerGroup = 5;
    private const int GroupsPerTile = 4;

    /// <summary>Lays out a grid of pixels.</summary>
    internal ConvolutionPlan(PixelGrid input, PixelGrid output, int patchRows, int rowStride, int run, int channels)
    {
        (PatchRows, RowStride, Run, Channels) = ((nuint)patchRows, (nuint)rowStride, (nuint)run, (nuint)channels);
        (InputDistance, OutputDistance) = ((nuint)input.ColumnStride, (nuint)output.ColumnStride);
        Eights = PixelTable.OfPixels(input, output, 8);
        PairTiles = Eights;
        foreach (int pixelsPerTile in (ReadOnlySpan<int>)[9, 10])
        {
            PixelTable table = PixelTable.OfPixels(input, output, pixelsPerTile);
            if (PaddedPixels(table) <= PaddedPixels(PairTiles)) PairTiles = table;
        }

        if (output.Columns < PixelsPerGroup) return;
        PixelTable groups = PixelTable.OfGroups(input, output, PixelsPerGroup, GroupsPerTile);
        if (PixelsPerGroup * PaddedPixels(groups) <= PaddedPixels(Eights)) Groups = groups;
    }

    internal nuint PatchRows { get; }

    internal nuint RowStride { get; }

    internal nuint Run { get; }

    internal nuint Channels { get; }

    /// <summary>Elements from a pixel's patch to its right neighbour's.</summary>
    internal nuint InputDistance { get; }

    /// <summary>Elements from a pixel's result to its right neighbour's.</summary>
    internal nuint OutputDistance { get; }

    /// <summary>Tiles of 8 pixels.</summary>
    internal PixelTable Eights { get; }

    /// <summary>Tiles of 8, 9 or 10 pixels: those that repeat the fewest, the larger among equals.</summary>
    internal PixelTable PairTiles { get; }

    /// <summary>Tiles of 4 groups of 5 neighbours, or null where they would compute more pixels than tiles of 8.</summary>
    internal PixelTable? Groups { get; }

    private static int PaddedPixels(PixelTable table) => table.Tiles * table.PlacesPerTile;
}
