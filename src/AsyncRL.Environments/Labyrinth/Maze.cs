namespace AsyncRL.Environments.Labyrinth;

/// <summary>A square of tiles, each wall or open, each with the look of the room or corridor that it belongs to.</summary>
/// <remarks>Tile (x, y) has the number y · size + x; x grows to the right of the map, y downwards. The outermost tiles are walls.</remarks>
internal sealed class Maze
{
    private readonly byte[] _isOpen;
    private readonly byte[] _looks;

    /// <summary>Sets up a solid block.</summary>
    /// <param name="size">Tiles each way.</param>
    internal Maze(int size)
    {
        Size = size;
        _isOpen = new byte[size * size];
        _looks = new byte[size * size];
    }

    /// <summary>Tiles each way.</summary>
    internal int Size { get; }

    /// <summary>Tiles, walls included.</summary>
    internal int Count => _isOpen.Length;

    /// <summary>For each tile the number of its look; a wall has that of an open tile beside it.</summary>
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

    /// <summary>How many of the four tiles beside a tile, which is not outermost, are open.</summary>
    internal int CountOpenBeside(int tile) => _isOpen[tile - 1] + _isOpen[tile + 1] + _isOpen[tile - Size] + _isOpen[tile + Size];

    /// <summary>Turns every tile into a wall.</summary>
    internal void Fill()
    {
        Array.Clear(_isOpen);
        Array.Clear(_looks);
    }

    /// <summary>Opens a tile.</summary>
    internal void Open(int tile) => _isOpen[tile] = 1;

    /// <summary>Gives a tile the look of a number.</summary>
    internal void Paint(int tile, int look) => _looks[tile] = (byte)look;

    /// <summary>Writes all tiles.</summary>
    internal void Save(BinaryWriter writer)
    {
        writer.Write(_isOpen);
        writer.Write(_looks);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    internal void Restore(BinaryReader reader)
    {
        reader.ReadExactly(_isOpen);
        reader.ReadExactly(_looks);
        foreach (byte isOpen in _isOpen) SavedState.Check("openness of a tile", isOpen, 0, 1);
        foreach (byte look in _looks) SavedState.Check("look of a tile", look, 0, Look.Count - 1);
    }
}
