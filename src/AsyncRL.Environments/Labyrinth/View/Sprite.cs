namespace AsyncRL.Environments.Labyrinth.View;

/// <summary>A picture that stands in the maze and always faces the eye.</summary>
/// <param name="Size">Width and height in texels.</param>
/// <param name="Texels">Rows of colors; 0 is transparent.</param>
/// <param name="Width">The width in tiles.</param>
/// <param name="Height">The height in tiles.</param>
/// <param name="Center">Height of the picture's middle above the floor, in tiles.</param>
internal sealed record Sprite(int Size, uint[] Texels, double Width, double Height, double Center)
{
    private static readonly string[] ApplePicture =
    [
        ".........bb.....",
        "........bb.ggg..",
        "........b.ggGgg.",
        "...rrr.bb.gggg..",
        "..rrrrrbrrrrr...",
        ".rrwwrrrrrrrrr..",
        ".rwwrrrrrrrrrrr.",
        "rrwwrrrrrrrrrRr.",
        "rrwrrrrrrrrrrRr.",
        "rrrrrrrrrrrrrRR.",
        "rrrrrrrrrrrrRRR.",
        ".rrrrrrrrrrrRR..",
        ".rrrrrrrrrrRRR..",
        "..rrrrrrrrRRR...",
        "...RRRrRRRRR....",
        "....RRR.RRR.....",
    ];

    /// <summary>An apple.</summary>
    internal static Sprite Apple { get; } = new(ApplePicture.Length, MakeApple(), 0.36, 0.36, 0.24);

    /// <summary>The portal: an upright disc of two spirals.</summary>
    internal static Sprite Portal { get; } = new(PortalSize, MakePortal(), 0.7, 0.92, 0.48);

    private const int PortalSize = 32;

    private static uint[] MakeApple()
    {
        var texels = new List<uint>();
        foreach (string row in ApplePicture)
        {
            foreach (char letter in row)
            {
                texels.Add(letter switch
                {
                    'b' => 0x6B4423,
                    'g' => 0x4CC038,
                    'G' => 0x90E878,
                    'r' => 0xF01818,
                    'R' => 0xA80C14,
                    'w' => 0xFFD8D0,
                    _ => 0,
                });
            }
        }

        return [.. texels];
    }

    private static uint[] MakePortal()
    {
        var texels = new uint[PortalSize * PortalSize];
        for (int texel = 0; texel < texels.Length; texel++)
        {
            double x = ((2.0 * (texel % PortalSize)) + 1 - PortalSize) / PortalSize;
            double y = ((2.0 * (texel / PortalSize)) + 1 - PortalSize) / PortalSize;
            texels[texel] = PortalColor(x, y);
        }

        return texels;
    }

    private static uint PortalColor(double x, double y)
    {
        double radius = Math.Sqrt((x * x) + (y * y));
        if (radius > 1) return 0;
        if (radius > 0.85) return 0xF0F8FF;
        double arm = (5 * radius) + QuarterTurns(x, y);
        return (int)arm % 2 == 0 ? 0x20E0FFu : 0x6020E0u;
    }

    /// <summary>An angle from 0 to 4; it is exact at every eighth of a full turn and approximate between.</summary>
    private static double QuarterTurns(double x, double y)
    {
        double share = x / (Math.Abs(x) + Math.Abs(y));
        return y < 0 ? 3 + share : 1 - share;
    }
}
