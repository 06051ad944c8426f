using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;

namespace AsyncRL.Environments.Labyrinth.View;

/// <summary>Draws the maze from above for people: floors in color, apples red, the portal violet, the agent a white arrow.</summary>
internal static class MapView
{
    private const uint WallColor = 0x181818;
    private const uint AppleColor = 0xF01818;
    private const uint PortalColor = 0x8030FF;
    private const uint AgentColor = 0xFFFFFF;

    /// <summary>Draws the map as large as fits, in the middle of an image.</summary>
    /// <param name="game">The game in its current state.</param>
    /// <param name="image">Receives height × width × 3 bytes; every byte is written.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Pixels per row.</param>
    internal static void Draw(LabyrinthGame game, Span<byte> image, int height, int width)
    {
        Span2D<Pixel> pixels = Span2D<Pixel>.DangerousCreate(ref MemoryMarshal.Cast<byte, Pixel>(image)[0], height, width, 0);
        double scale = Math.Min(height, width) / (double)game.Maze.Size;
        double left = (width - (scale * game.Maze.Size)) / 2;
        double top = (height - (scale * game.Maze.Size)) / 2;
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                double x = (column + 0.5 - left) / scale;
                double y = (row + 0.5 - top) / scale;
                pixels[row, column].Set(ColorAt(game, x, y));
            }
        }
    }

    /// <summary>The color of the topmost object at a place, which is given in tiles.</summary>
    private static uint ColorAt(LabyrinthGame game, double x, double y)
    {
        if (x < 0 || y < 0 || x >= game.Maze.Size || y >= game.Maze.Size) return 0;
        if (IsInArrow(game.Agent, x, y)) return AgentColor;
        int tile = ((int)y * game.Maze.Size) + (int)x;
        if (!game.Maze.IsOpen(tile)) return WallColor;
        double fromMiddle = Square(x - (int)x - 0.5) + Square(y - (int)y - 0.5);
        if (tile == game.Portal && fromMiddle < Square(0.45)) return PortalColor;
        int apple = game.Apples.IndexOf(tile);
        if (apple >= 0 && !game.IsTaken(apple) && fromMiddle < Square(0.3)) return AppleColor;
        int floor = TextureAtlas.OffsetOfPicture(TextureTheme.Floor(game.Maze.Themes[tile]));
        return TextureAtlas.Texels[floor + TextureAtlas.OffsetOfLevel(TextureAtlas.CoarsestLevel)];
    }

    /// <summary>Whether a place is in the triangle whose tip points ahead of the agent.</summary>
    private static bool IsInArrow(Walker agent, double x, double y)
    {
        const double Length = 0.7;
        double fromX = x - (agent.X / (double)Tiles.One);
        double fromY = y - (agent.Y / (double)Tiles.One);
        double cosine = Headings.Cosine(agent.Heading) / (double)Tiles.One;
        double sine = Headings.Sine(agent.Heading) / (double)Tiles.One;
        double ahead = (fromX * cosine) + (fromY * sine);
        double aside = (fromY * cosine) - (fromX * sine);
        return ahead >= -Length / 2 && Math.Abs(aside) < (Length - ahead) / 2.5;
    }

    private static double Square(double number) => number * number;
}

/// <summary>The labyrinth for people: the agent's enlarged view, and beside it the map, which agents never see.</summary>
/// <param name="game">The game.</param>
/// <param name="view">The agent's view of it.</param>
internal sealed class ViewAndMap(LabyrinthGame game, FirstPersonView view) : IDisplay
{
    private const int Colors = 3, Enlargement = 2, Side = Camera.Size * Enlargement;

    private readonly byte[] _seen = new byte[Camera.Size * Camera.Size * Colors];
    private readonly byte[] _map = new byte[Side * Side * Colors];

    /// <inheritdoc/>
    public ObservationSpecification Image { get; } = ObservationSpecification.Pixels(Side, 2 * Side, Colors);

    /// <inheritdoc/>
    public int FrameRate => LabyrinthGame.FramesPerSecond;

    /// <inheritdoc/>
    public void DrawImage(Observation image)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNotEqual(image.Specification, Image, nameof(image));
        view.Draw(_seen);
        MapView.Draw(game, _map, Side, Side);
        Span2D<Pixel> shown = Grid(image.Pixels, Side, 2 * Side), seen = Grid(_seen, Camera.Size, Camera.Size);
        Grid(_map, Side, Side).CopyTo(shown[.., Side..]);
        for (int row = 0; row < Side; row++)
        {
            for (int column = 0; column < Side; column++) shown[row, column] = seen[row / Enlargement, column / Enlargement];
        }
    }

    private static Span2D<Pixel> Grid(Span<byte> bytes, int height, int width) =>
        Span2D<Pixel>.DangerousCreate(ref MemoryMarshal.Cast<byte, Pixel>(bytes)[0], height, width, 0);
}
