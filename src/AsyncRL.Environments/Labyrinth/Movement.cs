namespace AsyncRL.Environments.Labyrinth;

/// <summary>The effect of an action in each of its frames.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Turn">1 turns to the right on the spot, −1 to the left, 0 not at all.</param>
/// <param name="Bearing">The walking direction, relative to the agent's heading; null if the agent does not walk.</param>
internal readonly record struct Movement(string Name, int Turn, int? Bearing)
{
    /// <summary>The number of first entries of <see cref="All"/> that are enough to reach every place.</summary>
    internal const int MinimalCount = 3;

    private const int RightAngle = Headings.Turn / 4;

    /// <summary>The movements by the number of the action.</summary>
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

    /// <summary>The names of the first actions, as many as requested.</summary>
    internal static string[] NamesOf(int count) => Array.ConvertAll(All[..count], movement => movement.Name);
}
