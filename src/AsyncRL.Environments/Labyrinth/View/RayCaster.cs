namespace AsyncRL.Environments.Labyrinth.View;

/// <summary>The point at which a ray meets a wall.</summary>
/// <param name="Distance">The distance along the line of sight, in tiles.</param>
/// <param name="Along">The position on the face, from 0 to 1.</param>
/// <param name="Tile">The open tile from which the wall is seen.</param>
/// <param name="IsAcrossX">Whether the face is perpendicular to x.</param>
internal readonly record struct WallHit(double Distance, double Along, int Tile, bool IsAcrossX);

/// <summary>Finds walls by following a ray from one tile to the next (Amanatides and Woo, "A fast voxel traversal algorithm for ray
/// tracing", 1987).</summary>
internal static class RayCaster
{
    /// <summary>The distance to the next crossing for grid lines that are parallel to the ray.</summary>
    private const double Never = 1e30;

    /// <summary>Follows a ray to the first wall.</summary>
    /// <param name="maze">The maze; its outermost tiles are walls.</param>
    /// <param name="x">The x coordinate of the start of the ray, in tiles.</param>
    /// <param name="y">The y coordinate of the start of the ray, in tiles.</param>
    /// <param name="rayX">The distance along x for one tile along the line of sight.</param>
    /// <param name="rayY">The distance along y for one tile along the line of sight.</param>
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
