using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Labyrinth.View;

/// <summary>Paints apples and the portal into a view whose walls are already painted. The farthest is painted first, and only in columns
/// without a nearer wall.</summary>
internal sealed class SpritePainter
{
    private const double NearestDistance = 0.1;

    private readonly LabyrinthGame _game;
    private readonly double[] _wallDistances;
    private readonly VisibleSprite[] _placed;
    private int _count;

    /// <summary>Makes a painter.</summary>
    /// <param name="game">The game, which contains the apples and the portal.</param>
    /// <param name="wallDistances">For each column the distance of its wall in the current view.</param>
    internal SpritePainter(LabyrinthGame game, double[] wallDistances)
    {
        _game = game;
        _wallDistances = wallDistances;
        _placed = new VisibleSprite[game.Apples.Length + 1];
    }

    /// <summary>Paints all visible sprites.</summary>
    internal void Paint(Span<Pixel> pixels)
    {
        _count = 0;
        Add(Sprite.Portal, _game.Portal);
        for (int apple = 0; apple < _game.Apples.Length; apple++)
        {
            if (!_game.IsTaken(apple)) Add(Sprite.Apple, _game.Apples[apple]);
        }

        for (int i = 0; i < _count; i++) Paint(pixels, _placed[i]);
    }

    /// <summary>Inserts a sprite into the visible sprites, in the order of distance.</summary>
    private void Add(Sprite sprite, int tile)
    {
        Walker agent = _game.Agent;
        double x = (Tiles.Middle(tile % _game.Maze.Size) - agent.X) / (double)Tiles.One;
        double y = (Tiles.Middle(tile / _game.Maze.Size) - agent.Y) / (double)Tiles.One;
        double sightX = Headings.Cosine(agent.Heading) / (double)Tiles.One;
        double sightY = Headings.Sine(agent.Heading) / (double)Tiles.One;
        double distance = (x * sightX) + (y * sightY);
        double aside = (y * sightX) - (x * sightY);
        if (distance < NearestDistance || Math.Abs(aside) > distance + 1) return;
        int place = _count++;
        for (; place > 0 && _placed[place - 1].Distance < distance; place--) _placed[place] = _placed[place - 1];
        _placed[place] = new VisibleSprite(sprite, distance, aside);
    }

    private void Paint(Span<Pixel> pixels, VisibleSprite placed)
    {
        (Sprite sprite, double distance, double aside) = placed;
        double scale = Camera.FocalLength / distance;
        double left = Camera.Middle + (scale * (aside - (sprite.Width / 2)));
        double top = Camera.Middle + (scale * (0.5 - sprite.Center - (sprite.Height / 2)));
        double texelsPerColumn = sprite.Size / (scale * sprite.Width);
        double texelsPerRow = sprite.Size / (scale * sprite.Height);
        int endColumn = Math.Min(FirstPixelFrom(left + (scale * sprite.Width)), Camera.Size);
        int firstRow = Math.Max(FirstPixelFrom(top), 0);
        int endRow = Math.Min(FirstPixelFrom(top + (scale * sprite.Height)), Camera.Size);
        uint brightness = (Camera.Brightness(distance) + Color.Full) / 2;
        for (int column = Math.Max(FirstPixelFrom(left), 0); column < endColumn; column++)
        {
            if (_wallDistances[column] < distance) continue;
            int x = (int)((column + 0.5 - left) * texelsPerColumn);
            for (int row = firstRow; row < endRow; row++)
            {
                int y = (int)((row + 0.5 - top) * texelsPerRow);
                uint color = sprite.Texels[(Math.Min(y, sprite.Size - 1) * sprite.Size) + Math.Min(x, sprite.Size - 1)];
                if (color != 0) pixels[(row * Camera.Size) + column].Set(Color.Shaded(color, brightness));
            }
        }
    }

    /// <summary>The first pixel whose middle is at or after a position.</summary>
    private static int FirstPixelFrom(double place) => (int)Math.Ceiling(place - 0.5);

    /// <summary>A sprite in the coordinates of the agent.</summary>
    /// <param name="Sprite">The sprite.</param>
    /// <param name="Distance">The distance along the line of sight, in tiles.</param>
    /// <param name="Aside">The distance to the right of the line of sight, in tiles.</param>
    private readonly record struct VisibleSprite(Sprite Sprite, double Distance, double Aside);
}
