using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>The grass: light and dark squares, and a grain that makes motion visible at short distances. The texture repeats.</summary>
internal static class Grass
{
    /// <summary>Width and height of the texture in texels.</summary>
    internal const int TextureSize = 64;

    /// <summary>Texels per meter.</summary>
    internal const float TexelsPerMetre = 2;

    private const uint Mean = 0x5A9A48;
    private const int SquareLevels = 9;
    private const int GrainLevels = 10;
    private const int Grains = (2 * GrainLevels) + 1;
    private const int TexelsPerSquare = 16;

    /// <summary>[row, column]: numbers of colors in a palette.</summary>
    internal static byte[] Texture { get; } = MakeTexture();

    /// <summary>The colors by their numbers: all grains of dark squares, then of light ones.</summary>
    /// <param name="squareContrast">The contrast of the squares, from 0 to 256.</param>
    /// <param name="grainContrast">The contrast of the grain, from 0 to 256.</param>
    internal static uint[] Palette(int squareContrast, int grainContrast)
    {
        var palette = new uint[2 * Grains];
        for (int i = 0; i < palette.Length; i++)
        {
            int square = i < Grains ? -SquareLevels : SquareLevels;
            int grain = (i % Grains) - GrainLevels;
            palette[i] = Color.Shifted(Mean, ((square * squareContrast) + (grain * grainContrast)) / 256);
        }

        return palette;
    }

    private static byte[] MakeTexture()
    {
        var texture = new byte[TextureSize * TextureSize];
        for (int i = 0; i < texture.Length; i++)
        {
            int isLight = ((i / TextureSize / TexelsPerSquare) ^ (i % TextureSize / TexelsPerSquare)) & 1;
            texture[i] = (byte)((isLight * Grains) + (Hash.Of(7, (uint)i) % Grains));
        }

        return texture;
    }
}

/// <summary>Numbers that look random and are the same each time: the grain of textures without stored random numbers.</summary>
internal static class Hash
{
    /// <summary>Mixes two numbers (the finalizer of MurmurHash3).</summary>
    internal static uint Of(uint a, uint b)
    {
        uint mixed = unchecked((a * 0x9E3779B1) ^ (b * 0x85EBCA77));
        mixed = unchecked((mixed ^ (mixed >> 16)) * 0x85EBCA6B);
        mixed = unchecked((mixed ^ (mixed >> 13)) * 0xC2B2AE35);
        return mixed ^ (mixed >> 16);
    }
}
