using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Labyrinth.View;

/// <summary>Computed pictures of walls, floors and ceilings. All have the size of one tile and are seamless.</summary>
/// <remarks>Sizes that a method takes must divide <see cref="Size"/>.</remarks>
internal static class Patterns
{
    /// <summary>Width and height in texels.</summary>
    internal const int Size = 32;

    /// <summary>Rows of bricks with joints of one texel; every second row is shifted by half a brick.</summary>
    internal static uint[] Bricks(uint brick, uint joint, int width, int height) => Make((x, y) =>
    {
        int course = y / height;
        int along = (x + (course % 2 * width / 2)) % Size;
        if (y % height == 0 || along % width == 0) return Color.Varied(joint, Grain(x, y, 20));
        int edge = y % height == 1 ? 30 : y % height == height - 1 ? -30 : 0;
        return Color.Varied(brick, Grain(along / width, course, 60) + Grain(x, y, 24) + edge);
    });

    /// <summary>Upright boards with a grain.</summary>
    internal static uint[] Boards(uint wood, int width) => Make((x, y) =>
    {
        if (x % width == 0) return Color.Varied(wood, -110);
        int fibre = Grain(x, y / 8, 44);
        return Color.Varied(wood, Grain(x / width, 7, 56) + fibre + Grain(x, y, 12));
    });

    /// <summary>Square tiles of two alternating colors with joints of one texel.</summary>
    internal static uint[] Chequers(uint first, uint second, uint joint, int side) => Make((x, y) =>
    {
        if (x % side == 0 || y % side == 0) return joint;
        bool isFirst = ((x / side) + (y / side)) % 2 == 0;
        int edge = x % side == 1 || y % side == 1 ? 28 : 0;
        return Color.Varied(isFirst ? first : second, Grain(x / side, y / side, 24) + edge);
    });

    /// <summary>Upright stripes of two colors above a skirting board.</summary>
    internal static uint[] Stripes(uint first, uint second, uint skirting, int width) => Make((x, y) =>
    {
        if (y >= Size - 4) return Color.Varied(skirting, y == Size - 4 ? 40 : 0);
        return Color.Varied(x / width % 2 == 0 ? first : second, Grain(x, y, 10));
    });

    /// <summary>Panels framed by boards.</summary>
    internal static uint[] Panels(uint panel, uint frame, int side) => Make((x, y) =>
    {
        int across = Math.Min(x % side, side - 1 - (x % side));
        int down = Math.Min(y % side, side - 1 - (y % side));
        int depth = Math.Min(across, down);
        if (depth < 2) return Color.Varied(frame, Grain(x, y, 20));
        return Color.Varied(panel, depth == 2 ? -60 : Grain(x, y, 20));
    });

    /// <summary>Speckles: earth, sand, plaster, carpet.</summary>
    internal static uint[] Speckles(uint color, int strength) =>
        Make((x, y) => Color.Varied(color, Grain(x, y, strength) + Grain(x / 4, y / 4, strength)));

    private static uint[] Make(Func<int, int, uint> colorAt)
    {
        var texels = new uint[Size * Size];
        for (int texel = 0; texel < texels.Length; texel++) texels[texel] = colorAt(texel % Size, texel / Size);
        return texels;
    }

    /// <summary>A number from −strength/2 to strength/2 that depends on a place in a way that looks random.</summary>
    private static int Grain(int x, int y, int strength)
    {
        uint hash = ((uint)x * 0x9E3779B1) ^ ((uint)y * 0x85EBCA77);
        hash = (hash ^ (hash >> 15)) * 0x2C1B3C6D;
        hash = (hash ^ (hash >> 12)) * 0x297A2D39;
        return (int)((hash >> 16) * (uint)(strength + 1) >> 16) - (strength / 2);
    }
}
