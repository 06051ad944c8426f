using AsyncRL.Environments.Labyrinth.View;

namespace AsyncRL.Environments.Labyrinth;

/// <summary>The pictures of the walls, the floor and the ceiling of a place.</summary>
internal static class Look
{
    /// <summary>The number of looks.</summary>
    internal const int Count = 8;

    private const int PicturesPerLook = 3;

    /// <summary>The index of a look's wall picture in the <see cref="TextureAtlas"/>.</summary>
    internal static int Wall(int look) => PicturesPerLook * look;

    /// <summary>The index of a look's floor picture in the <see cref="TextureAtlas"/>.</summary>
    internal static int Floor(int look) => (PicturesPerLook * look) + 1;

    /// <summary>The index of a look's ceiling picture in the <see cref="TextureAtlas"/>.</summary>
    internal static int Ceiling(int look) => (PicturesPerLook * look) + 2;

    /// <summary>Draws all pictures: wall, floor and ceiling of each look.</summary>
    internal static IReadOnlyList<uint[]> MakePictures() =>
    [
        Patterns.Bricks(0xA06A50, 0xC8B8A8, 16, 8), Patterns.Boards(0x9A6A3C, 8), Patterns.Speckles(0xD8D0C0, 16),
        Patterns.Bricks(0x8C9098, 0x50545C, 16, 16), Patterns.Bricks(0x70767E, 0x484C54, 16, 16), Patterns.Speckles(0x5C6068, 24),
        Patterns.Boards(0xA8703A, 8), Patterns.Chequers(0x50783C, 0x3C5C2C, 0x8C7A40, 16), Patterns.Boards(0x7C5028, 16),
        Patterns.Chequers(0x3C78C0, 0x5C98DC, 0xE0E8F0, 8), Patterns.Chequers(0xE8ECF0, 0x3868A8, 0xA0A8B0, 16),
        Patterns.Speckles(0xE0E8F0, 8),
        Patterns.Bricks(0x5C9448, 0x304C28, 8, 8), Patterns.Speckles(0x6C5434, 48), Patterns.Bricks(0x44603C, 0x2C4028, 16, 16),
        Patterns.Bricks(0xE0BC6C, 0xA88440, 32, 16), Patterns.Speckles(0xD8B878, 28), Patterns.Speckles(0x88B8F0, 12),
        Patterns.Stripes(0x8C58B0, 0xC8A0DC, 0xF0E8E0, 4), Patterns.Speckles(0x5C3880, 32), Patterns.Speckles(0xF0E8F0, 8),
        Patterns.Panels(0x30A094, 0xE8E4D8, 16), Patterns.Chequers(0xE8E8E8, 0x282828, 0x686868, 16),
        Patterns.Panels(0xC8D8D4, 0x70A8A0, 32),
    ];
}
