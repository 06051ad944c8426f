namespace AsyncRL.Environments.Labyrinth.View;

/// <summary>
/// How the maze is seen: straight ahead, from half the height of the walls, 90° wide. A thing at distance d, measured along the line of
/// sight, is <see cref="FocalLength"/>/d pixels large per tile.
/// </summary>
internal static class Camera
{
    /// <summary>Pixels each way; the paper's.</summary>
    internal const int Size = 84;

    /// <summary>Distance of the picture from the eye in pixels: the edge is seen at an angle whose tangent is 42/42 = 1.</summary>
    internal const int FocalLength = 42;

    /// <summary>The picture's middle: the boundary between the pixels 41 and 42.</summary>
    internal const int Middle = Size / 2;

    /// <summary>Pixels between the horizon and where the floor and a wall of a distance meet, times the distance.</summary>
    internal const double EyeHeight = FocalLength / 2.0;

    /// <summary>How far beside the line of sight the middle of a column shows what lies one tile ahead.</summary>
    internal static double Slope(int column) => ((2 * column) + 1 - Size) / (2.0 * FocalLength);

    /// <summary>The first row in which a wall is seen whose face is at a distance; the last is as far from the lower edge.</summary>
    internal static int FirstRowOfWall(double distance)
    {
        double row = Math.Floor(Middle - 0.5 - (EyeHeight / distance));
        return row < 0 ? 0 : (int)row + 1;
    }

    /// <summary>How bright things at a distance are, in <see cref="Colour.Full"/>ths: the agent carries the lamp.</summary>
    internal static uint Brightness(double distance) =>
        (uint)(Colour.Full * (DarkestShare + ((1 - DarkestShare) / (1 + (Dimming * distance * distance)))));

    private const double DarkestShare = 0.15;
    private const double Dimming = 0.06;
}
