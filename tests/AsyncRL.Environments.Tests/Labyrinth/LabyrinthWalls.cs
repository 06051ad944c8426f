using AsyncRL.Environments.Labyrinth;

namespace AsyncRL.Environments.Tests.Labyrinth;

/// <summary>Finds the places where a body fits, from its four corners.</summary>
internal static class LabyrinthWalls
{
    /// <summary>Whether a square overlaps no wall.</summary>
    internal static bool IsFree(Maze maze, int x, int y, int radius)
    {
        (int left, int right) = ((x - radius) >> Tiles.Bits, (x + radius - 1) >> Tiles.Bits);
        (int top, int bottom) = ((y - radius) >> Tiles.Bits, (y + radius - 1) >> Tiles.Bits);
        return maze.IsOpen(left, top) && maze.IsOpen(right, top) && maze.IsOpen(left, bottom) && maze.IsOpen(right, bottom);
    }
}
