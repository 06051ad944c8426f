namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>Meadows: squares mown light and dark, and a grain that shows near motion.</summary>
internal static class Grass
{
    private const uint Mean = 0x5A9A48;
    private const int SquareLevels = 9;
    private const int GrainLevels = 10;
    private const int TextureSize = 64;
    private const float TexelsPerMetre = 2;
    private const int TexelsPerSquare = 16;

    /// <summary>Keeps coordinates above 0, where the conversion to whole numbers rounds down.</summary>
    private const float Offset = 32 * 1024;

    private static readonly byte[] Grain = MakeGrain();

    /// <summary>The colour at a place.</summary>
    /// <param name="x">In metres.</param>
    /// <param name="y">In metres.</param>
    /// <param name="row">The row in which it is seen.</param>
    internal static uint At(float x, float y, GroundRow row)
    {
        int texelX = (int)((x * TexelsPerMetre) + Offset), texelY = (int)((y * TexelsPerMetre) + Offset);
        int isLight = ((texelX / TexelsPerSquare) ^ (texelY / TexelsPerSquare)) & 1;
        int grain = Grain[((texelY % TextureSize) * TextureSize) + (texelX % TextureSize)] - GrainLevels;
        int change = (((((2 * isLight) - 1) * SquareLevels * row.BandContrast) + (grain * row.GrainContrast)) >> 8);
        return unchecked(Mean + (uint)(change * 0x010101));
    }

    private static byte[] MakeGrain()
    {
        var grain = new byte[TextureSize * TextureSize];
        for (int i = 0; i < grain.Length; i++) grain[i] = (byte)(Hash.Of(7, (uint)i) % ((2 * GrainLevels) + 1));
        return grain;
    }
}
