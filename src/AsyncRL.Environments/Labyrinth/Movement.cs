namespace AsyncRL.Environments.Labyrinth;

/// <summary>What an action does in each frame that it lasts: a turn on the spot, or a walk.</summary>
/// <param name="Turn">1 to the right, −1 to the left, 0 for a walk.</param>
/// <param name="Bearing">Where a walk goes, as a heading seen from the agent's own.</param>
internal readonly record struct Movement(int Turn, int Bearing)
{
    private const int RightAngle = Headings.Turn / 4;

    /// <summary>How many of <see cref="All"/> come first that suffice to get everywhere.</summary>
    internal const int MinimalCount = 3;

    /// <summary>By action: forward, turn left, turn right, backward, strafe left, strafe right.</summary>
    internal static Movement[] All { get; } =
    [
        new(0, 0), new(-1, 0), new(1, 0), new(0, 2 * RightAngle), new(0, -RightAngle), new(0, RightAngle),
    ];
}
