namespace AsyncRL.Environments.Arcade;

/// <summary>
/// Places and speeds finer than a pixel, as whole numbers of 1/256 pixel: sums and products of whole numbers are the same on every
/// system.
/// </summary>
internal static class FixedPoint
{
    /// <summary>One pixel.</summary>
    internal const int Pixel = 256;

    /// <summary>The nearest number to one of pixels.</summary>
    /// <param name="pixels">Pixels.</param>
    /// <returns>The number, in 1/256 pixel.</returns>
    internal static int FromPixels(double pixels) => (int)Math.Round(pixels * Pixel);

    /// <summary>The pixel in which a place lies.</summary>
    /// <param name="place">The place, in 1/256 pixel.</param>
    /// <returns>The pixel, rounded down.</returns>
    internal static int ToPixel(int place) => place >> 8;

    /// <summary>Goes towards a place, and not past it.</summary>
    /// <param name="place">Where one is.</param>
    /// <param name="target">Where one wants to be.</param>
    /// <param name="distance">How far one may go, not negative.</param>
    /// <returns>Where one then is.</returns>
    internal static int Towards(int place, int target, int distance) => place + Math.Clamp(target - place, -distance, distance);
}
