using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Labyrinth;

/// <summary>
/// Builds a random maze of rooms and corridors. Tiles with two odd coordinates are cells. First, rooms of whole cells are placed. Then
/// random depth-first walks turn the other cells into corridors. Then walls between the parts are opened until all parts are connected.
/// Finally some further doors and half of the dead ends are opened, so that there are alternative routes.
/// </summary>
internal sealed class MazeBuilder
{
    /// <summary>A number of rooms that means one room as large as the maze.</summary>
    internal const int SingleRoom = -1;

    private const int LongestRoom = 3;

    private readonly Maze _maze;
    private readonly RandomGenerator _generator;
    private readonly MazeDoors _doors;
    private readonly MazePainter _painter;
    private readonly int _rooms;
    private readonly int[] _parts;
    private readonly int[] _walk;
    private readonly int[] _steps;
    private int _partCount;

    /// <summary>Makes a builder.</summary>
    /// <param name="maze">The maze that each call of <see cref="Build"/> builds again.</param>
    /// <param name="rooms">The number of attempts to place a room, or <see cref="SingleRoom"/>.</param>
    /// <param name="generator">Draws the mazes.</param>
    internal MazeBuilder(Maze maze, int rooms, RandomGenerator generator)
    {
        (_maze, _rooms, _generator) = (maze, rooms, generator);
        _painter = new MazePainter(maze, generator);
        _steps = [1, maze.Size, -1, -maze.Size];
        _parts = new int[maze.Count];
        _walk = new int[maze.Count];
        _doors = new MazeDoors(maze, _parts, generator);
    }

    /// <summary>The smallest number of open tiles in a maze: all cells, and a tile between each cell and the next.</summary>
    internal static int FewestOpenTiles(int size)
    {
        int cells = (size / 2) * (size / 2);
        return (2 * cells) - 1;
    }

    /// <summary>Builds the next maze.</summary>
    internal void Build()
    {
        _maze.Fill();
        Array.Clear(_parts);
        _partCount = 0;
        if (_rooms == SingleRoom) AddPart(1, 1, _maze.Size - 2, _maze.Size - 2);
        for (int room = 0; room < _rooms; room++) TryRoom();
        int rooms = _partCount;
        FillWithCorridors();
        _doors.Open(_partCount);
        OpenDeadEnds();
        _painter.Paint(_parts, rooms);
    }

    private void TryRoom()
    {
        int longest = Math.Min(LongestRoom, _maze.Size / 2);
        int width = (2 * (1 + _generator.NextInteger(longest))) + 1;
        int height = (2 * (1 + _generator.NextInteger(longest))) + 1;
        if (Math.Max(width, height) > _maze.Size - 2) return;
        int left = 1 + (2 * _generator.NextInteger((_maze.Size - width) / 2));
        int top = 1 + (2 * _generator.NextInteger((_maze.Size - height) / 2));
        for (int y = top; y < top + height; y += 2)
        {
            for (int x = left; x < left + width; x += 2)
            {
                if (_maze.IsOpen(x, y)) return;
            }
        }

        AddPart(left, top, width, height);
    }

    private void AddPart(int left, int top, int width, int height)
    {
        _partCount++;
        for (int y = top; y < top + height; y++)
        {
            for (int x = left; x < left + width; x++) Open((y * _maze.Size) + x, _partCount);
        }
    }

    private void Open(int tile, int part)
    {
        _maze.Open(tile);
        _parts[tile] = part;
    }

    private void FillWithCorridors()
    {
        for (int y = 1; y < _maze.Size; y += 2)
        {
            for (int x = 1; x < _maze.Size; x += 2)
            {
                if (!_maze.IsOpen(x, y)) WalkCorridors((y * _maze.Size) + x);
            }
        }
    }

    /// <summary>A depth-first walk over cells that are still walls; at a dead end it goes back.</summary>
    private void WalkCorridors(int start)
    {
        _partCount++;
        Open(start, _partCount);
        int length = 0;
        _walk[length++] = start;
        while (length > 0)
        {
            int cell = _walk[length - 1];
            int step = DrawStep(cell, isOpen: false);
            if (step == 0)
            {
                length--;
                continue;
            }

            Open(cell + step, _partCount);
            Open(cell + (2 * step), _partCount);
            _walk[length++] = cell + (2 * step);
        }
    }

    /// <summary>Draws one of the steps from a cell through a wall to a neighboring cell that is open or not.</summary>
    /// <returns>The step, or 0 if there is none.</returns>
    private int DrawStep(int cell, bool isOpen)
    {
        int drawn = 0;
        int count = 0;
        foreach (int step in _steps)
        {
            if (!IsInside(cell, step) || _maze.IsOpen(cell + step) || _maze.IsOpen(cell + (2 * step)) != isOpen) continue;
            count++;
            if (_generator.NextInteger(count) == 0) drawn = step;
        }

        return drawn;
    }

    /// <summary>Whether the tile beside a cell is not an outer wall.</summary>
    private bool IsInside(int cell, int step)
    {
        int x = (cell + step) % _maze.Size;
        int y = (cell + step) / _maze.Size;
        return x > 0 && y > 0 && x < _maze.Size - 1 && y < _maze.Size - 1;
    }

    private void OpenDeadEnds()
    {
        for (int y = 1; y < _maze.Size; y += 2)
        {
            for (int x = 1; x < _maze.Size; x += 2)
            {
                int cell = (y * _maze.Size) + x;
                if (_maze.CountOpenBeside(cell) != 1 || _generator.NextInteger(2) == 0) continue;
                int step = DrawStep(cell, isOpen: true);
                if (step != 0) Open(cell + step, _parts[cell]);
            }
        }
    }
}

/// <summary>Random permutations.</summary>
internal static class RandomOrder
{
    /// <summary>Puts numbers into a random order; all orders are equally likely (Fisher and Yates).</summary>
    internal static void Shuffle(Span<int> numbers, RandomGenerator generator)
    {
        for (int end = numbers.Length - 1; end > 0; end--)
        {
            int other = generator.NextInteger(end + 1);
            (numbers[end], numbers[other]) = (numbers[other], numbers[end]);
        }
    }
}
