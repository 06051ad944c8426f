using System.Runtime.InteropServices;
using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Labyrinth.View;

/// <summary>
/// The projection of the maze: straight ahead, from half the height of the walls, 90° wide. An object at distance d, measured along the
/// line of sight, has <see cref="FocalLength"/>/d pixels per tile.
/// </summary>
internal static class Camera
{
    /// <summary>Width and height in pixels, as in the paper.</summary>
    internal const int Size = 84;

    /// <summary>Distance of the picture from the eye in pixels. The edge is seen at an angle whose tangent is 42/42 = 1.</summary>
    internal const int FocalLength = 42;

    /// <summary>The picture's middle: the boundary between the pixels 41 and 42.</summary>
    internal const int Middle = Size / 2;

    /// <summary>The number of pixels between the horizon and the lower edge of a wall, times the distance of the wall.</summary>
    internal const double EyeHeight = FocalLength / 2.0;

    /// <summary>The sideways distance from the line of sight that the middle of a column shows one tile ahead.</summary>
    internal static double Slope(int column) => ((2 * column) + 1 - Size) / (2.0 * FocalLength);

    /// <summary>The first row of a wall at a given distance; the last row is equally far from the lower edge.</summary>
    internal static int FirstRowOfWall(double distance)
    {
        double row = Math.Floor(Middle - 0.5 - (EyeHeight / distance));
        return row < 0 ? 0 : (int)row + 1;
    }

    /// <summary>The brightness at a given distance, in units of 1/<see cref="Color.Full"/>. The light is at the agent.</summary>
    internal static uint Brightness(double distance) =>
        (uint)(Color.Full * (DarkestShare + ((1 - DarkestShare) / (1 + (Dimming * distance * distance)))));

    private const double DarkestShare = 0.15;
    private const double Dimming = 0.06;
}

/// <summary>Draws the agent's view. Each column consists of a wall, floor and ceiling; apples and the portal are drawn last.</summary>
internal sealed class FirstPersonView
{
    private readonly LabyrinthGame _game;
    private readonly ColumnPainter _columns;
    private readonly SpritePainter _sprites;
    private readonly double[] _wallDistances = new double[Camera.Size];

    /// <summary>Makes a view.</summary>
    /// <param name="game">The game; each call of <see cref="Draw"/> draws its current state.</param>
    internal FirstPersonView(LabyrinthGame game)
    {
        _game = game;
        _columns = new ColumnPainter(game.Maze);
        _sprites = new SpritePainter(game, _wallDistances);
    }

    /// <summary>Draws the whole view.</summary>
    /// <param name="image">Receives 84 × 84 × 3 bytes.</param>
    internal void Draw(Span<byte> image)
    {
        Span<Pixel> pixels = MemoryMarshal.Cast<byte, Pixel>(image);
        Walker agent = _game.Agent;
        double sightX = Headings.Cosine(agent.Heading) / (double)Tiles.One;
        double sightY = Headings.Sine(agent.Heading) / (double)Tiles.One;
        double x = agent.X / (double)Tiles.One;
        double y = agent.Y / (double)Tiles.One;
        for (int column = 0; column < Camera.Size; column++)
        {
            double slope = Camera.Slope(column);
            double rayX = sightX - (slope * sightY);
            double rayY = sightY + (slope * sightX);
            WallHit wall = RayCaster.Cast(_game.Maze, x, y, rayX, rayY);
            _wallDistances[column] = wall.Distance;
            int firstRow = Camera.FirstRowOfWall(wall.Distance);
            _columns.PaintWall(pixels[column..], wall, firstRow);
            _columns.PaintFloorAndCeiling(pixels[column..], (agent.X, agent.Y), (rayX, rayY), firstRow);
        }

        _sprites.Paint(pixels);
    }
}
