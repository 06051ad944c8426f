using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Labyrinth.View;

/// <summary>
/// All pictures of walls, floors and ceilings in one array. Each picture is followed by smaller copies of itself at half the size, a
/// quarter, and so on (Williams, "Pyramidal parametrics", 1983). Distant surfaces are drawn from a small copy and do not flicker.
/// </summary>
internal static class TextureAtlas
{
    /// <summary>Width and height in texels at level 0, as the exponent of 2.</summary>
    internal const int Bits = 5;

    /// <summary>The level of a single texel.</summary>
    internal const int CoarsestLevel = Bits;

    private static readonly int[] Offsets = [0, 1024, 1280, 1344, 1360, 1364];

    private const int TexelsPerPicture = 1365;

    /// <summary>The texels, as colors: the levels of each picture, and the rows of texels of each level.</summary>
    internal static uint[] Texels { get; } = MakeTexels();

    /// <summary>The index at which a picture's levels begin.</summary>
    internal static int OffsetOfPicture(int picture) => picture * TexelsPerPicture;

    /// <summary>The index of a level, counted from the beginning of its picture.</summary>
    internal static int OffsetOfLevel(int level) => Offsets[level];

    /// <summary>The level for a distance: the finest level in which a pixel is not much smaller than a texel.</summary>
    /// <param name="texelsPerPixel">Texels of level 0 that a pixel covers in each direction.</param>
    internal static int LevelFor(double texelsPerPixel)
    {
        int level = 0;
        while (level < CoarsestLevel && texelsPerPixel > 1.4 * (1 << level)) level++;
        return level;
    }

    private static uint[] MakeTexels()
    {
        IReadOnlyList<uint[]> pictures = TextureTheme.MakePictures();
        var texels = new uint[pictures.Count * TexelsPerPicture];
        for (int picture = 0; picture < pictures.Count; picture++)
        {
            Span<uint> levels = texels.AsSpan(OffsetOfPicture(picture), TexelsPerPicture);
            pictures[picture].CopyTo(levels);
            for (int level = 1; level <= CoarsestLevel; level++)
                Halve(levels[Offsets[level - 1]..], levels[Offsets[level]..], Patterns.Size >> level);
        }

        return texels;
    }

    private static void Halve(ReadOnlySpan<uint> fine, Span<uint> coarse, int size)
    {
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                int corner = (4 * y * size) + (2 * x);
                int below = corner + (2 * size);
                coarse[(y * size) + x] = Color.Mean(fine[corner], fine[corner + 1], fine[below], fine[below + 1]);
            }
        }
    }
}
