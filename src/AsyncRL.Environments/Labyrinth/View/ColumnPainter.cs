using System.Runtime.InteropServices;
using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Labyrinth.View;

/// <summary>Paints one column of the view. Spans of pixels begin at the top of the column; rows are one picture width apart.</summary>
internal sealed class ColumnPainter
{
    /// <summary>The number of binary digits after the point in a row's distance and in a ray. Their product fits into 32 bits.</summary>
    private const int DistanceBits = 10;
    private const int RayBits = 14;

    /// <summary>The brightness of faces across y. They are darker than faces across x, so that corners are visible.</summary>
    private const uint SideBrightness = 200;

    private static readonly FloorRow[] FloorRows = MakeFloorRows();

    private readonly Maze _maze;

    /// <summary>Makes a painter.</summary>
    internal ColumnPainter(Maze maze) => _maze = maze;

    /// <summary>Paints the wall.</summary>
    internal void PaintWall(Span<Pixel> pixels, WallHit wall, int firstRow)
    {
        double height = Camera.FocalLength / wall.Distance;
        int level = TextureAtlas.LevelFor(Patterns.Size / height);
        int bits = TextureAtlas.Bits - level;
        int picture = TextureAtlas.OffsetOfPicture(TextureTheme.Wall(_maze.Themes[wall.Tile])) + TextureAtlas.OffsetOfLevel(level);
        ReadOnlySpan<uint> texels = TextureAtlas.Texels.AsSpan(picture, 1 << (2 * bits));
        int x = (int)(wall.Along * (1 << bits));
        uint brightness = Camera.Brightness(wall.Distance);
        if (!wall.IsAcrossX) brightness = (brightness * SideBrightness) >> 8;

        int step = (int)(Tiles.One / height);
        int down = (Tiles.One / 2) + ((((2 * firstRow) + 1 - Camera.Size) * step) >> 1);
        int end = (Camera.Size - firstRow) * Camera.Size;
        for (int pixel = firstRow * Camera.Size; pixel < end; pixel += Camera.Size)
        {
            pixels[pixel].Set(Color.Shaded(texels[(down >> (Tiles.Bits - bits) << bits) + x], brightness));
            down += step;
        }
    }

    /// <summary>Paints floor and ceiling. A row below the middle and its mirror image above it show the same places.</summary>
    internal void PaintFloorAndCeiling(Span<Pixel> pixels, (int X, int Y) eye, (double X, double Y) ray, int firstRowOfWall)
    {
        int rayX = (int)(ray.X * (1 << RayBits));
        int rayY = (int)(ray.Y * (1 << RayBits));
        ReadOnlySpan<byte> themes = _maze.Themes;
        ReadOnlySpan<uint> texels = TextureAtlas.Texels;
        int above = (firstRowOfWall - 1) * Camera.Size;
        int below = (Camera.Size - firstRowOfWall) * Camera.Size;
        foreach (ref readonly FloorRow row in FloorRows.AsSpan(Camera.Middle - firstRowOfWall))
        {
            int x = eye.X + ((rayX * row.Distance) >> (DistanceBits + RayBits - Tiles.Bits));
            int y = eye.Y + ((rayY * row.Distance) >> (DistanceBits + RayBits - Tiles.Bits));
            int theme = themes[((y >> Tiles.Bits) * _maze.Size) + (x >> Tiles.Bits)];
            int texelX = (x & (Tiles.One - 1)) >> (Tiles.Bits - row.Bits);
            int texelY = (y & (Tiles.One - 1)) >> (Tiles.Bits - row.Bits);
            int texel = row.LevelOffset + (texelY << row.Bits) + texelX;
            uint floor = texels[TextureAtlas.OffsetOfPicture(TextureTheme.Floor(theme)) + texel];
            uint ceiling = texels[TextureAtlas.OffsetOfPicture(TextureTheme.Ceiling(theme)) + texel];
            pixels[below].Set(Color.Shaded(floor, row.Brightness));
            pixels[above].Set(Color.Shaded(ceiling, row.Brightness));
            below += Camera.Size;
            above -= Camera.Size;
        }
    }

    private static FloorRow[] MakeFloorRows()
    {
        var rows = new FloorRow[Camera.Size - Camera.Middle];
        for (int row = 0; row < rows.Length; row++)
        {
            double distance = Camera.EyeHeight / (row + 0.5);
            double texelsAcross = Patterns.Size * distance / Camera.FocalLength;
            double texelsDown = Patterns.Size * distance * distance / Camera.EyeHeight;
            int level = TextureAtlas.LevelFor(Math.Sqrt(texelsAcross * texelsDown));
            rows[row] = new FloorRow(
                (int)(distance * (1 << DistanceBits)),
                TextureAtlas.Bits - level,
                TextureAtlas.OffsetOfLevel(level),
                Camera.Brightness(distance));
        }

        return rows;
    }

    /// <summary>The values that are constant along a row of the floor; rows are counted from the horizon.</summary>
    /// <param name="Distance">The distance along the line of sight, in 2⁻¹⁰ tiles.</param>
    /// <param name="Bits">Width and height of its pictures in texels, as the exponent of 2.</param>
    /// <param name="LevelOffset">The index at which the level of those pictures begins.</param>
    /// <param name="Brightness">The brightness, in units of 1/<see cref="Color.Full"/>.</param>
    private readonly record struct FloorRow(int Distance, int Bits, int LevelOffset, uint Brightness);
}

/// <summary>The memory of a pixel in an image of three channels.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Pixel
{
    private byte _red;
    private byte _green;
    private byte _blue;

    /// <summary>Sets the color in place. A pixel that is made elsewhere and copied causes a stall, because its parts are read while they
    /// are written.</summary>
    internal void Set(uint color)
    {
        _red = (byte)(color >> 16);
        _green = (byte)(color >> 8);
        _blue = (byte)color;
    }
}
