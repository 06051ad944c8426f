using System.Runtime.InteropServices;

namespace AsyncRL.Environments.Labyrinth.View;

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
