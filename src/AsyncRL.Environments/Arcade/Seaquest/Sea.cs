using AsyncRL.Environments.Drawing;
using static AsyncRL.Environments.Arcade.FixedPoint;

namespace AsyncRL.Environments.Arcade.Seaquest;

/// <summary>The scene: sky, water that becomes darker with depth, four lanes, the floor, and the panel below.</summary>
internal static class Sea
{
    internal const int Lanes = 4;

    /// <summary>The row of the submarine's top when it is at the surface.</summary>
    internal const int SurfacedRow = 36;

    /// <summary>The row of the submarine's top at which it counts as dived; below it, enemies can reach the submarine.</summary>
    internal const int SubmergedRow = FirstLane - PlayerSubmarine.Height;

    internal const int Surface = 44;
    internal const int Floor = 172;

    private const int FirstLane = 64;
    private const int LaneSpacing = 28;
    private const int Panel = 180;
    private const int RowsPerShade = 8;

    private static readonly Color[] Sky = [new(40, 24, 72), new(80, 32, 88), new(136, 56, 88), new(184, 88, 80)];
    private static readonly Color Crest = new(136, 176, 224);
    private static readonly Color Sand = new(120, 104, 56);
    private static readonly Color Weed = new(24, 80, 56);

    /// <summary>The row of a lane's top.</summary>
    internal static int LaneTop(int lane) => FirstLane + (lane * LaneSpacing);

    internal static void Draw(Screen screen)
    {
        screen.Clear(Color.Black);
        DrawSky(screen);
        DrawWater(screen);
        for (int left = 6; left < Screen.Width; left += 26) DrawWeed(screen, left, height: 10 + (left * 7 % 9));
        screen.Fill(0, Floor, Screen.Width, Panel - Floor, Sand);
    }

    private static void DrawSky(Screen screen)
    {
        const int BandsTop = 24, BandHeight = 6;
        screen.Fill(0, 0, Screen.Width, Surface, Sky[0]);
        for (int band = 1; band < Sky.Length; band++)
            screen.Fill(0, BandsTop + (band * BandHeight) - BandHeight, Screen.Width, Surface, Sky[band]);
    }

    private static void DrawWater(Screen screen)
    {
        for (int row = Surface; row < Floor; row += RowsPerShade)
        {
            int depth = (row - Surface) / RowsPerShade;
            screen.Fill(0, row, Screen.Width, RowsPerShade, new Color(16, (byte)(60 - (2 * depth)), (byte)(152 - (5 * depth))));
        }

        screen.Fill(0, Surface, Screen.Width, 1, Crest);
        for (int left = 0; left < Screen.Width; left += 16) screen.Fill(left, Surface - 1, 8, 3, Crest);
    }

    private static void DrawWeed(Screen screen, int left, int height)
    {
        for (int row = 0; row < height; row++) screen.Fill(left + (row / 3 % 2), Floor - row, 3, 1, Weed);
    }
}

/// <summary>The rectangle of pixels that an object occupies for collisions.</summary>
/// <param name="Left">Its leftmost column.</param>
/// <param name="Top">Its topmost row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct Box(int Left, int Top, int Width, int Height)
{
    internal int Right => Left + Width;

    internal int Bottom => Top + Height;

    /// <summary>Whether a part of it is on the screen.</summary>
    internal bool IsOnScreen => Right > 0 && Left < Screen.Width;

    /// <summary>Whether two boxes share a pixel.</summary>
    internal bool Touches(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
}

/// <summary>The difficulty after a number of full surfacings.</summary>
/// <param name="EnemySpeed">The speed of sharks and submarines, in 1/256 pixel per frame.</param>
/// <param name="LargestSchool">The largest number of enemies in a row.</param>
/// <param name="TorpedoInterval">The smallest number of frames from one torpedo of a group to the next.</param>
internal readonly record struct Difficulty(int EnemySpeed, int LargestSchool, int TorpedoInterval)
{
    /// <summary>The number of full surfacings after which the difficulty no longer grows.</summary>
    internal const int HighestLevel = 20;

    /// <summary>Each full surfacing makes enemies faster by a tenth of their first speed and lets them fire more often.</summary>
    /// <param name="options">The difficulty at first.</param>
    /// <param name="level">Full surfacings so far.</param>
    internal static Difficulty Of(SeaquestOptions options, int level)
    {
        int tenths = 10 + Math.Min(level, HighestLevel);
        return new Difficulty(
            FromPixels(options.EnemySpeed) * tenths / 10, Math.Min(1 + level, EnemyGroup.Most), options.TorpedoInterval * 10 / tenths);
    }
}
