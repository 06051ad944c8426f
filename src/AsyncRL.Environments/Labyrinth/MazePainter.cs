using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Labyrinth;

/// <summary>Gives each room of a maze, and the corridors of each of its four quarters, a look, so that places can be distinguished. Looks
/// repeat if there are more places than looks.</summary>
internal sealed class MazePainter
{
    private const int Quarters = 4;

    private readonly Maze _maze;
    private readonly RandomGenerator _generator;
    private readonly int[] _themes = new int[TextureTheme.Count];

    /// <summary>Makes a painter.</summary>
    internal MazePainter(Maze maze, RandomGenerator generator) => (_maze, _generator) = (maze, generator);

    /// <summary>Draws an order of the looks and paints the maze.</summary>
    /// <param name="parts">For each open tile the number of its room or corridor: rooms first, from 1.</param>
    /// <param name="rooms">The number of parts that are rooms.</param>
    internal void Paint(ReadOnlySpan<int> parts, int rooms)
    {
        for (int theme = 0; theme < TextureTheme.Count; theme++) _themes[theme] = theme;
        RandomOrder.Shuffle(_themes, _generator);
        for (int tile = 0; tile < _maze.Count; tile++)
        {
            if (!_maze.IsOpen(tile)) continue;
            bool isRoom = parts[tile] <= rooms;
            _maze.Paint(tile, _themes[(isRoom ? parts[tile] - 1 : rooms + QuarterOf(tile)) % TextureTheme.Count]);
        }

        PaintWalls();
    }

    private int QuarterOf(int tile)
    {
        bool isRight = 2 * (tile % _maze.Size) > _maze.Size;
        bool isLower = 2 * (tile / _maze.Size) > _maze.Size;
        return (isRight ? 1 : 0) + (isLower ? Quarters / 2 : 0);
    }

    /// <summary>The last floor pixel before a wall may be inside the wall after rounding, so the wall must look like the floor.</summary>
    private void PaintWalls()
    {
        for (int y = 0; y < _maze.Size; y++)
        {
            for (int x = 0; x < _maze.Size; x++)
            {
                if (!_maze.IsOpen(x, y)) PaintWall(x, y);
            }
        }
    }

    private void PaintWall(int x, int y)
    {
        for (int otherY = Math.Max(y - 1, 0); otherY <= Math.Min(y + 1, _maze.Size - 1); otherY++)
        {
            for (int otherX = Math.Max(x - 1, 0); otherX <= Math.Min(x + 1, _maze.Size - 1); otherX++)
            {
                if (!_maze.IsOpen(otherX, otherY)) continue;
                _maze.Paint((y * _maze.Size) + x, _maze.Themes[(otherY * _maze.Size) + otherX]);
                return;
            }
        }
    }
}
