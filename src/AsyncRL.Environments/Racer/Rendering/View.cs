namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>
/// The camera is behind and above the car and looks along the car's heading over a flat ground. A point z meters ahead and x meters to the
/// right is drawn at the column <see cref="Middle"/> + <see cref="Focal"/>·x/z. Its foot is at the row
/// <see cref="Horizon"/> + <see cref="Focal"/>·<see cref="CameraHeight"/>/z.
/// </summary>
internal static class View
{
    /// <summary>Columns of the picture.</summary>
    internal const int Width = 84;

    /// <summary>Rows of the picture.</summary>
    internal const int Height = 84;

    /// <summary>The row of the horizon, which is the first row of ground.</summary>
    internal const int Horizon = 30;

    /// <summary>The number of rows of ground.</summary>
    internal const int GroundRows = Height - Horizon;

    /// <summary>The middle between the columns.</summary>
    internal const float Middle = Width / 2f;

    /// <summary>The focal length in pixels, for a view 75° wide.</summary>
    internal const float Focal = 55;

    /// <summary>Height above the ground in meters.</summary>
    internal const float CameraHeight = 4.2f;

    /// <summary>The distance of the camera behind the car's middle, in meters.</summary>
    internal const float CameraDistance = 7;

    /// <summary>The color of haze, as 0xRRGGBB.</summary>
    internal const uint Haze = 0xB4CCDC;

    /// <summary>The distance of the middle of a row of ground ahead of the camera, in meters.</summary>
    /// <param name="row">From 0 at the horizon.</param>
    internal static float DepthOf(int row) => Focal * CameraHeight / (row + 0.5f);

    /// <summary>The share of haze in a color, from 0 to 256.</summary>
    /// <param name="depth">The distance in meters.</param>
    internal static int HazeAt(float depth) => (int)(224 * depth / (depth + 220));
}

/// <summary>The position and direction of the camera.</summary>
/// <param name="X">The x coordinate in meters.</param>
/// <param name="Y">The y coordinate in meters.</param>
/// <param name="ForwardX">The x component of the direction, of length 1.</param>
/// <param name="ForwardY">The y component of the direction.</param>
internal readonly record struct Camera(float X, float Y, float ForwardX, float ForwardY)
{
    /// <summary>The camera behind a car.</summary>
    internal static Camera Behind(Car car)
    {
        (double x, double y) = car.Direction;
        return new(
            (float)(car.X - (View.CameraDistance * x)), (float)(car.Y - (View.CameraDistance * y)), (float)x, (float)y);
    }
}
