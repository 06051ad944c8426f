using AsyncRL.Core.State;
using AsyncRL.Environments.Labyrinth.View;

namespace AsyncRL.Environments.Labyrinth;

/// <summary>A square of tiles. Each tile is a wall or open, and has the look of the room or corridor that it belongs to.</summary>
/// <remarks>Tile (x, y) has the number y · size + x; x grows to the right of the map, y downward. The outermost tiles are walls.</remarks>
internal sealed class Maze
{
    private readonly byte[] _isOpen;
    private readonly byte[] _themes;

    /// <summary>Makes a maze in which every tile is a wall.</summary>
    /// <param name="size">Width and height in tiles.</param>
    internal Maze(int size)
    {
        Size = size;
        _isOpen = new byte[size * size];
        _themes = new byte[size * size];
    }

    /// <summary>Width and height in tiles.</summary>
    internal int Size { get; }

    /// <summary>The number of tiles, including walls.</summary>
    internal int Count => _isOpen.Length;

    /// <summary>For each tile the number of its look. A wall has the look of an open tile beside it.</summary>
    internal ReadOnlySpan<byte> Themes => _themes;

    /// <summary>Whether a tile can be walked on.</summary>
    internal bool IsOpen(int tile) => _isOpen[tile] != 0;

    /// <summary>Whether a tile can be walked on.</summary>
    internal bool IsOpen(int x, int y) => IsOpen((y * Size) + x);

    /// <summary>Whether the outermost tiles are walls.</summary>
    internal bool HasWallsAround
    {
        get
        {
            for (int i = 0; i < Size; i++)
            {
                if (IsOpen(i, 0) || IsOpen(i, Size - 1) || IsOpen(0, i) || IsOpen(Size - 1, i)) return false;
            }

            return true;
        }
    }

    /// <summary>The number of open tiles among the four beside a tile that is not outermost.</summary>
    internal int CountOpenBeside(int tile) => _isOpen[tile - 1] + _isOpen[tile + 1] + _isOpen[tile - Size] + _isOpen[tile + Size];

    /// <summary>Turns every tile into a wall.</summary>
    internal void Fill()
    {
        Array.Clear(_isOpen);
        Array.Clear(_themes);
    }

    /// <summary>Opens a tile.</summary>
    internal void Open(int tile) => _isOpen[tile] = 1;

    /// <summary>Sets the look of a tile.</summary>
    internal void Paint(int tile, int theme) => _themes[tile] = (byte)theme;

    /// <summary>Saves or restores all tiles.</summary>
    internal void Transfer(StateTransfer state)
    {
        state.Bytes(_isOpen, "openness of a tile", 1);
        state.Bytes(_themes, "look of a tile", TextureTheme.Count - 1);
    }
}

/// <summary>Positions are whole numbers of 2⁻¹⁶ tiles, so that walking is rounded in the same way on every system.</summary>
internal static class Tiles
{
    /// <summary>The number of binary digits after the point.</summary>
    internal const int Bits = 16;

    /// <summary>One tile.</summary>
    internal const int One = 1 << Bits;

    /// <summary>The middle of the tile with a given index along an axis.</summary>
    internal static int Middle(int tile) => (tile << Bits) + (One / 2);
}

/// <summary>The pictures of the walls, the floor and the ceiling of a place.</summary>
internal static class TextureTheme
{
    /// <summary>The number of looks.</summary>
    internal const int Count = 8;

    private const int PicturesPerTheme = 3;

    /// <summary>The index of a look's wall picture in the <see cref="TextureAtlas"/>.</summary>
    internal static int Wall(int theme) => PicturesPerTheme * theme;

    /// <summary>The index of a look's floor picture in the <see cref="TextureAtlas"/>.</summary>
    internal static int Floor(int theme) => (PicturesPerTheme * theme) + 1;

    /// <summary>The index of a look's ceiling picture in the <see cref="TextureAtlas"/>.</summary>
    internal static int Ceiling(int theme) => (PicturesPerTheme * theme) + 2;

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
