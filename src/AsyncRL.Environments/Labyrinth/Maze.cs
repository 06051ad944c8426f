using AsyncRL.Core.State;

namespace AsyncRL.Environments.Labyrinth;

/// <summary>A square of tiles. Each tile is a wall or open, and has the look of the room or corridor that it belongs to.</summary>
/// <remarks>Tile (x, y) has the number y · size + x; x grows to the right of the map, y downwards. The outermost tiles are walls.</remarks>
internal sealed class Maze
{
    private readonly byte[] _isOpen;
    private readonly byte[] _looks;

    /// <summary>Makes a maze in which every tile is a wall.</summary>
    /// <param name="size">Width and height in tiles.</param>
    internal Maze(int size)
    {
        Size = size;
        _isOpen = new byte[size * size];
        _looks = new byte[size * size];
    }

    /// <summary>Width and height in tiles.</summary>
    internal int Size { get; }

    /// <summary>The number of tiles, including walls.</summary>
    internal int Count => _isOpen.Length;

    /// <summary>For each tile the number of its look. A wall has the look of an open tile beside it.</summary>
    internal ReadOnlySpan<byte> Looks => _looks;

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
        Array.Clear(_looks);
    }

    /// <summary>Opens a tile.</summary>
    internal void Open(int tile) => _isOpen[tile] = 1;

    /// <summary>Sets the look of a tile.</summary>
    internal void Paint(int tile, int look) => _looks[tile] = (byte)look;

    /// <summary>Saves or restores all tiles.</summary>
    internal void Transfer(StateTransfer state)
    {
        state.Bytes(_isOpen, "openness of a tile", 1);
        state.Bytes(_looks, "look of a tile", Look.Count - 1);
    }
}
