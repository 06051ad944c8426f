namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The positions of a grid's pixels, tile by tile: the position at which each patch starts in the input, and the position of its result.
/// The last tile repeats its last pixel up to the tile's size. A pixel that is computed twice is stored over itself.
/// </summary>
internal sealed class PixelTable
{
    private readonly nuint[] _inputs;
    private readonly nuint[] _outputs;

    private PixelTable(nuint[] inputs, nuint[] outputs, int placesPerTile)
    {
        (_inputs, _outputs, PlacesPerTile) = (inputs, outputs, placesPerTile);
        Tiles = inputs.Length / placesPerTile;
    }

    /// <summary>Number of pixels in a tile, or of groups of pixels.</summary>
    internal int PlacesPerTile { get; }

    internal int Tiles { get; }

    /// <summary>Makes tiles of pixels at any positions.</summary>
    internal static PixelTable OfPixels(PixelGrid input, PixelGrid output, int pixelsPerTile)
    {
        var pixels = new List<(int Row, int Column)>();
        for (int row = 0; row < output.Rows; row++)
        {
            for (int column = 0; column < output.Columns; column++) pixels.Add((row, column));
        }

        return Of(pixels, input, output, pixelsPerTile);
    }

    /// <summary>
    /// Makes tiles of groups of neighbors within a row. A row's last group ends at the end of the row. Therefore groups may overlap.
    /// </summary>
    internal static PixelTable OfGroups(PixelGrid input, PixelGrid output, int pixelsPerGroup, int groupsPerTile)
    {
        var groups = new List<(int Row, int Column)>();
        for (int row = 0; row < output.Rows; row++)
        {
            for (int column = 0; column < output.Columns; column += pixelsPerGroup)
                groups.Add((row, Math.Min(column, output.Columns - pixelsPerGroup)));
        }

        return Of(groups, input, output, groupsPerTile);
    }

    /// <summary>Offsets of the first numbers of a tile's patches.</summary>
    internal ReadOnlySpan<nuint> Inputs(int tile) => _inputs.AsSpan(tile * PlacesPerTile, PlacesPerTile);

    /// <summary>Offsets of the first channels of a tile's results.</summary>
    internal ReadOnlySpan<nuint> Outputs(int tile) => _outputs.AsSpan(tile * PlacesPerTile, PlacesPerTile);

    private static PixelTable Of(List<(int Row, int Column)> places, PixelGrid input, PixelGrid output, int placesPerTile)
    {
        while (places.Count % placesPerTile != 0) places.Add(places[^1]);
        return new PixelTable(Offsets(input), Offsets(output), placesPerTile);

        nuint[] Offsets(PixelGrid grid) => [.. places.ConvertAll(place => grid.Offset(place.Row, place.Column))];
    }
}

/// <summary>A regular grid of positions in a block, with all distances in elements.</summary>
internal readonly record struct PixelGrid(int Origin, int Rows, int Columns, int RowStride, int ColumnStride)
{
    internal nuint Offset(int row, int column) => (nuint)(Origin + (row * RowStride) + (column * ColumnStride));
}
