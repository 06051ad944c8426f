namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>A flat picture that stands upright on the ground and faces the camera.</summary>
internal sealed class Sprite
{
    /// <summary>The number of the color that is not drawn.</summary>
    internal const byte Transparent = 0;

    private readonly byte[] _texels;

    /// <summary>Reads a picture.</summary>
    /// <param name="width">Its width on the ground, in meters.</param>
    /// <param name="letters">The letters of its colors; a full stop is transparent.</param>
    /// <param name="palette">The colors of the letters.</param>
    /// <param name="rows">The picture from the top, one letter per texel.</param>
    internal Sprite(float width, string letters, ReadOnlySpan<uint> palette, params ReadOnlySpan<string> rows)
    {
        Palette = [0, .. palette];
        (Columns, Rows) = (rows[0].Length, rows.Length);
        (Width, Height) = (width, width * Rows / Columns);
        _texels = new byte[Columns * Rows];
        for (int i = 0; i < _texels.Length; i++) _texels[i] = (byte)(letters.IndexOf(rows[i / Columns][i % Columns]) + 1);
    }

    /// <summary>The colors by number; color 0 is not drawn.</summary>
    internal uint[] Palette { get; }

    /// <summary>The width in texels.</summary>
    internal int Columns { get; }

    /// <summary>The height in texels.</summary>
    internal int Rows { get; }

    /// <summary>The width on the ground, in meters.</summary>
    internal float Width { get; }

    /// <summary>The height above the ground, in meters.</summary>
    internal float Height { get; }

    /// <summary>A row of texels, as numbers of colors.</summary>
    internal ReadOnlySpan<byte> Row(int row) => _texels.AsSpan(row * Columns, Columns);
}
