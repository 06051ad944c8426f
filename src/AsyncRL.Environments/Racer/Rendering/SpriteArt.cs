namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>The pictures of all upright objects.</summary>
internal static class SpriteArt
{
    private const string CarLetters = "bdkgGrwk";

    private static readonly string[] CarRows =
    [
        "....dddddddd....",
        "...dggggggggd...",
        "..dgGGggggggGd..",
        "..dggggggggggd..",
        ".bbbbbbbbbbbbbb.",
        "bbbbbbbbbbbbbbbb",
        "brrrbbbbbbbbrrrb",
        "brrrbwwwwwwbrrrb",
        "dddddwwwwwwddddd",
        "dddddddddddddddd",
        "kkkkddddddddkkkk",
        "kkkk........kkkk",
    ];

    /// <summary>The agent's car from behind.</summary>
    internal static Sprite OwnCar { get; } = Car(0xE03028, 0xA01C1C, 0x981010);

    /// <summary>The agent's car with its brake lights on.</summary>
    internal static Sprite OwnCarBraking { get; } = Car(0xE03028, 0xA01C1C, 0xFFD040);

    /// <summary>The opponents' cars in several colors.</summary>
    internal static Sprite[] Opponents { get; } =
    [
        Car(0x3058D8, 0x1C3890, 0xD02020),
        Car(0xF0C828, 0xA88418, 0xD02020),
        Car(0xE8E8F0, 0x9090A0, 0xD02020),
        Car(0x8838B8, 0x582078, 0xD02020),
    ];

    /// <summary>The objects beside the road, by <see cref="SceneryKind"/>.</summary>
    internal static Sprite[] Scenery { get; } = [Fir(), LeafTree(), Bush(), Board(isLeft: true), Board(isLeft: false)];

    private static Sprite Car(uint body, uint dark, uint light) =>
        new(2, CarLetters, [body, dark, 0x181818, 0x283440, 0x80A0B8, light, 0xF0F0F0], CarRows);

    private static Sprite Fir() => new(
        4,
        "glt",
        [0x1F5A2C, 0x2F7A3C, 0x5A3C20],
        ".....l.....",
        ".....g.....",
        "....lgg....",
        "....lgg....",
        "...llggg...",
        "....lgg....",
        "...llggg...",
        "..lllgggg..",
        "...llggg...",
        "..llggggg..",
        ".lllgggggg.",
        "..llggggg..",
        ".lllgggggg.",
        "lllggggggg.",
        "llllggggggg",
        ".....t.....",
        ".....t.....");

    private static Sprite LeafTree() => new(
        5,
        "glht",
        [0x2E6E24, 0x44902E, 0x66AE3C, 0x6A4A2A],
        "....llll....",
        "..lhhlllgg..",
        ".lhhhllllgg.",
        ".lhhllllggg.",
        "lhhlllllgggg",
        "lhlllllggggg",
        "lllllllggggg",
        ".llllggggggg",
        ".lllggggggg.",
        "...gggggg...",
        ".....tt.....",
        ".....tt.....",
        ".....tt.....");

    private static Sprite Bush() => new(
        2.4f,
        "gl",
        [0x2A6A26, 0x4A9232],
        "...ll....",
        ".llllgg..",
        "lllllgggg",
        "lllgggggg",
        ".ggggggg.");

    private static Sprite Board(bool isLeft) => new(
        3.4f,
        "rwp",
        [0xD02820, 0xF8F8F8, 0x505058],
        isLeft
            ? ["wwwwrrrwwwrr", "wwwrrrwwwrrr", "wwrrrwwwrrrw", "wrrrwwwrrrww", "wwrrrwwwrrrw", "wwwrrrwwwrrr", "wwwwrrrwwwrr", Posts, Posts]
            :
            [
                "rrwwwrrrwwww", "rrrwwwrrrwww", "wrrrwwwrrrww", "wwrrrwwwrrrw", "wrrrwwwrrrww", "rrrwwwrrrwww", "rrwwwrrrwwww",
                Posts, Posts,
            ]);

    private const string Posts = "..p......p..";
}
