using AsyncRL.Environments.Drawing;

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

/// <summary>Draws upright pictures into a frame at the size that their distance gives them.</summary>
internal static class SpritePainter
{
    private const int MostColors = 16;

    /// <summary>Draws a picture.</summary>
    /// <param name="sprite">The picture.</param>
    /// <param name="right">The position of its middle, in meters to the right of the line of sight.</param>
    /// <param name="depth">The distance ahead of the camera, in meters, above 0.</param>
    /// <param name="lean">The shift of its top to the right, in meters.</param>
    /// <param name="frame">The frame.</param>
    internal static void Draw(Sprite sprite, float right, float depth, float lean, Span<uint> frame)
    {
        float scale = View.Focal / depth;
        float width = sprite.Width * scale, height = sprite.Height * scale;
        float foot = View.Horizon + (View.CameraHeight * scale), left = View.Middle + (right * scale) - (0.5f * width);
        int top = Math.Max(0, Rounded(foot - height)), bottom = Math.Min(View.Height, Rounded(foot));
        Span<uint> palette = stackalloc uint[MostColors];
        int haze = View.HazeAt(depth);
        for (int color = 0; color < sprite.Palette.Length; color++) palette[color] = Color.Mix(sprite.Palette[color], View.Haze, haze);

        float rowStep = sprite.Rows / height, columnStep = sprite.Columns / width;
        for (int row = top; row < bottom; row++)
        {
            float texelRow = (row + 0.5f - (foot - height)) * rowStep;
            if (texelRow < 0 || texelRow >= sprite.Rows) continue;
            float shift = lean * scale * (1 - (texelRow / sprite.Rows));
            int begin = Math.Max(0, Rounded(left + shift)), end = Math.Min(View.Width, Rounded(left + shift + width));
            ReadOnlySpan<byte> texels = sprite.Row((int)texelRow);
            Span<uint> pixels = frame.Slice(row * View.Width, View.Width);
            float texel = (begin + 0.5f - left - shift) * columnStep;
            for (int column = begin; column < end; column++, texel += columnStep)
            {
                byte color = texels[Math.Clamp((int)texel, 0, texels.Length - 1)];
                if (color != Sprite.Transparent) pixels[column] = palette[color];
            }
        }
    }

    /// <summary>Rounds to the nearest whole number; numbers far outside the frame become numbers just outside.</summary>
    private static int Rounded(float place) => (int)MathF.Floor(Math.Clamp(place, -1000, 1000) + 0.5f);
}
