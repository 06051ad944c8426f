namespace AsyncRL.Environments.Labyrinth.View;

/// <summary>Where a ray meets a wall.</summary>
/// <param name="Distance">Along the line of sight, in tiles.</param>
/// <param name="Along">Where on the face, from 0 to 1.</param>
/// <param name="Tile">The open tile from which the wall is seen.</param>
/// <param name="IsAcrossX">Whether the face is one that a walk along x runs into.</param>
internal readonly record struct WallHit(double Distance, double Along, int Tile, bool IsAcrossX);

/// <summary>Finds walls by going along a ray from one tile to the next (Amanatides and Woo, "A fast voxel traversal algorithm for ray
/// tracing", 1987).</summary>
internal static class RayCaster
{
    /// <summary>So far apart are crossings of lines that the ray is parallel to.</summary>
    private const double Never = 1e30;

    /// <summary>Follows a ray to the first wall.</summary>
    /// <param name="maze">Has walls all around.</param>
    /// <param name="x">Where the ray begins, in tiles.</param>
    /// <param name="y">Where the ray begins, in tiles.</param>
    /// <param name="rayX">How far it goes along x while it goes one tile along the line of sight.</param>
    /// <param name="rayY">How far it goes along y meanwhile.</param>
    internal static WallHit Cast(Maze maze, double x, double y, double rayX, double rayY)
    {
        double distancePerX = rayX == 0 ? Never : Math.Abs(1 / rayX);
        double distancePerY = rayY == 0 ? Never : Math.Abs(1 / rayY);
        int tile = ((int)y * maze.Size) + (int)x;
        int stepX = rayX < 0 ? -1 : 1;
        int stepY = rayY < 0 ? -maze.Size : maze.Size;
        double nextX = distancePerX * (rayX < 0 ? x - (int)x : (int)x + 1 - x);
        double nextY = distancePerY * (rayY < 0 ? y - (int)y : (int)y + 1 - y);
        while (true)
        {
            if (nextX < nextY)
            {
                if (!maze.IsOpen(tile + stepX)) return new WallHit(nextX, Fraction(y + (nextX * rayY)), tile, IsAcrossX: true);
                tile += stepX;
                nextX += distancePerX;
            }
            else
            {
                if (!maze.IsOpen(tile + stepY)) return new WallHit(nextY, Fraction(x + (nextY * rayX)), tile, IsAcrossX: false);
                tile += stepY;
                nextY += distancePerY;
            }
        }
    }

    private static double Fraction(double number) => number - (int)number;
}
