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
