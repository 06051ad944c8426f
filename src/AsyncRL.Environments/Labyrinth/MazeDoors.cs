using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Labyrinth;

/// <summary>Opens walls between the rooms and corridors of a maze until all parts are connected, and a few more.</summary>
internal sealed class MazeDoors
{
    /// <summary>One of this many walls between two parts that are already connected becomes a further door.</summary>
    private const int WallsPerFurtherDoor = 12;

    private readonly Maze _maze;
    private readonly int[] _parts;
    private readonly RandomGenerator _generator;
    private readonly int[] _walls;
    private readonly int[] _connected;

    /// <summary>Prepares the class for a maze.</summary>
    /// <param name="maze">The maze.</param>
    /// <param name="parts">For each open tile the number of its room or corridor, from 1; doors are added to it.</param>
    /// <param name="generator">Draws the doors.</param>
    internal MazeDoors(Maze maze, int[] parts, RandomGenerator generator)
    {
        (_maze, _parts, _generator) = (maze, parts, generator);
        _walls = new int[maze.Count];
        _connected = new int[maze.Count];
    }

    /// <summary>Opens walls in random order: all walls between parts not yet connected (Kruskal, 1956), and a few more.</summary>
    /// <param name="partCount">The number of the last part.</param>
    internal void Open(int partCount)
    {
        for (int part = 0; part <= partCount; part++) _connected[part] = part;
        int count = FindWallsBetweenParts();
        RandomOrder.Shuffle(_walls.AsSpan(0, count), _generator);
        foreach (int wall in _walls.AsSpan(0, count))
        {
            int step = StepAcross(wall);
            int first = Find(_parts[wall - step]);
            int second = Find(_parts[wall + step]);
            bool isFurther = first == second && _maze.CountOpenBeside(wall) == 2 && _generator.NextInteger(WallsPerFurtherDoor) == 0;
            _connected[first] = second;
            if (first == second && !isFurther) continue;
            _maze.Open(wall);
            _parts[wall] = Math.Max(_parts[wall - step], _parts[wall + step]);
        }
    }

    private int FindWallsBetweenParts()
    {
        int count = 0;
        for (int y = 1; y < _maze.Size - 1; y++)
        {
            for (int x = 1 + (y % 2); x < _maze.Size - 1; x += 2)
            {
                int wall = (y * _maze.Size) + x;
                int step = StepAcross(wall);
                if (!_maze.IsOpen(wall) && _parts[wall - step] != _parts[wall + step]) _walls[count++] = wall;
            }
        }

        return count;
    }

    /// <summary>A wall in an odd row is between cells to its left and right, a wall in an even row between cells above and below.</summary>
    private int StepAcross(int wall) => wall / _maze.Size % 2 == 1 ? 1 : _maze.Size;

    private int Find(int part)
    {
        while (_connected[part] != part) part = _connected[part];
        return part;
    }
}
