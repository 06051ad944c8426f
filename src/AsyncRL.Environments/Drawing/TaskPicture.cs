namespace AsyncRL.Environments.Drawing;

/// <summary>
/// The colors of the pictures of tasks without frames. Readers with a color deficiency can tell them apart (Okabe and Ito).
/// </summary>
internal static class TaskColors
{
    /// <summary>The background.</summary>
    internal static readonly Color Paper = new(255, 255, 255);

    /// <summary>What does not move: the ground, walls.</summary>
    internal static readonly Color Ground = new(214, 218, 224);

    /// <summary>Limits, marks and outlines.</summary>
    internal static readonly Color Mark = new(140, 146, 156);

    /// <summary>Joints, wheels and edges.</summary>
    internal static readonly Color Ink = new(34, 36, 42);

    /// <summary>What moves.</summary>
    internal static readonly Color Body = new(0, 114, 178);

    /// <summary>The second part that moves.</summary>
    internal static readonly Color SecondBody = new(86, 180, 233);

    /// <summary>The last action.</summary>
    internal static readonly Color Action = new(230, 159, 0);

    /// <summary>The goal, and what was right.</summary>
    internal static readonly Color Good = new(0, 158, 115);

    /// <summary>What was wrong.</summary>
    internal static readonly Color Bad = new(213, 94, 0);
}

/// <summary>The picture of a task without frames: its size, and how it begins.</summary>
internal static class TaskPicture
{
    /// <summary>A picture of a size.</summary>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <returns>The shape of the picture.</returns>
    internal static ObservationSpecification Size(int width, int height) => ObservationSpecification.Pixels(height, width, channels: 3);

    /// <summary>Begins a picture in the memory of a caller.</summary>
    /// <param name="image">The memory.</param>
    /// <param name="size">The shape that it must have.</param>
    /// <returns>An empty picture.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The memory has another shape.</exception>
    internal static Canvas Begin(Observation image, ObservationSpecification size)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNotEqual(image.Specification, size, nameof(image));
        var canvas = new Canvas(image);
        canvas.Clear(TaskColors.Paper);
        return canvas;
    }
}
