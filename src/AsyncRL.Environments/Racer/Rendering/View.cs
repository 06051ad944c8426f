namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>
/// The camera: behind the car and above it, looking along the car's heading over a flat ground. A point z metres ahead of it and x metres
/// to the right is at the column <see cref="Middle"/> + <see cref="Focal"/>·x/z, its foot at the row
/// <see cref="Horizon"/> + <see cref="Focal"/>·<see cref="CameraHeight"/>/z.
/// </summary>
internal static class View
{
    /// <summary>Columns of the picture.</summary>
    internal const int Width = 84;

    /// <summary>Rows of the picture.</summary>
    internal const int Height = 84;

    /// <summary>The row of the horizon: the first of the ground.</summary>
    internal const int Horizon = 30;

    /// <summary>Rows of ground.</summary>
    internal const int GroundRows = Height - Horizon;

    /// <summary>The middle between the columns.</summary>
    internal const float Middle = Width / 2f;

    /// <summary>The focal length in pixels: a view 75° wide.</summary>
    internal const float Focal = 55;

    /// <summary>Height above the ground in metres.</summary>
    internal const float CameraHeight = 4.2f;

    /// <summary>How far the camera is behind the car's middle, in metres.</summary>
    internal const float CameraDistance = 7;

    /// <summary>How far ahead, in metres, the middle of a row of ground lies.</summary>
    /// <param name="row">From 0 at the horizon.</param>
    internal static float DepthOf(int row) => Focal * CameraHeight / (row + 0.5f);

    /// <summary>The share of a colour that the haze has taken, of 256.</summary>
    /// <param name="depth">In metres.</param>
    internal static int HazeAt(float depth) => (int)(224 * depth / (depth + 220));
}

/// <summary>Where the camera is and looks.</summary>
/// <param name="X">In metres.</param>
/// <param name="Y">In metres.</param>
/// <param name="ForwardX">Direction of length 1.</param>
/// <param name="ForwardY">Direction of length 1.</param>
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
