namespace AsyncRL.Environments.Arcade;

/// <summary>
/// Positions and speeds finer than a pixel, as whole numbers of 1/256 pixel. Sums and products of whole numbers are the same on every
/// system.
/// </summary>
internal static class FixedPoint
{
    /// <summary>One pixel.</summary>
    internal const int Pixel = 256;

    /// <summary>Converts pixels to the nearest number.</summary>
    /// <param name="pixels">Pixels.</param>
    /// <returns>The number, in 1/256 pixel.</returns>
    internal static int FromPixels(double pixels) => (int)Math.Round(pixels * Pixel);

    /// <summary>The pixel that contains a position.</summary>
    /// <param name="place">The position, in 1/256 pixel.</param>
    /// <returns>The pixel, rounded down.</returns>
    internal static int ToPixel(int place) => place >> 8;

    /// <summary>Moves a position toward a target, and not past it.</summary>
    /// <param name="place">The position.</param>
    /// <param name="target">The target.</param>
    /// <param name="distance">The largest distance, not negative.</param>
    /// <returns>The new position.</returns>
    internal static int Towards(int place, int target, int distance) => place + Math.Clamp(target - place, -distance, distance);
}
