namespace AsyncRL.Environments.Labyrinth;

/// <summary>What an action does in each frame that it lasts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Turn">1 to the right on the spot, −1 to the left, 0 not at all.</param>
/// <param name="Bearing">Where the agent walks, as a heading seen from its own; null where it does not.</param>
internal readonly record struct Movement(string Name, int Turn, int? Bearing)
{
    /// <summary>How many of <see cref="All"/> come first that suffice to get everywhere.</summary>
    internal const int MinimalCount = 3;

    private const int RightAngle = Headings.Turn / 4;

    /// <summary>By action.</summary>
    internal static Movement[] All { get; } =
    [
        new("forward", 0, 0),
        new("turn-left", -1, null),
        new("turn-right", 1, null),
        new("backward", 0, 2 * RightAngle),
        new("strafe-left", 0, -RightAngle),
        new("strafe-right", 0, RightAngle),
        new("stay", 0, null),
    ];

    /// <summary>The names of the first actions.</summary>
    internal static string[] NamesOf(int count) => Array.ConvertAll(All[..count], movement => movement.Name);
}
