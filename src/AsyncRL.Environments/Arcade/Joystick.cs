namespace AsyncRL.Environments.Arcade;

/// <summary>The joystick input of one frame. A game's actions are some of the combinations of these values.</summary>
[Flags]
public enum Joystick
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The button is pressed.</summary>
    Fire = 1,

    /// <summary>The stick points up.</summary>
    Up = 2,

    /// <summary>The stick points down.</summary>
    Down = 4,

    /// <summary>The stick points left.</summary>
    Left = 8,

    /// <summary>The stick points right.</summary>
    Right = 16,
}

/// <summary>The names of a game's actions: "no-op", "fire", "up", "left-fire".</summary>
internal static class JoystickNames
{
    private static readonly (Joystick Part, string Name)[] Parts =
    [
        (Joystick.Up, "up"), (Joystick.Down, "down"), (Joystick.Left, "left"), (Joystick.Right, "right"), (Joystick.Fire, "fire"),
    ];

    /// <summary>Names actions.</summary>
    /// <param name="moves">The joystick input of each action.</param>
    /// <returns>A name for each action.</returns>
    internal static string[] Of(ReadOnlySpan<Joystick> moves)
    {
        var names = new string[moves.Length];
        for (int i = 0; i < moves.Length; i++) names[i] = Of(moves[i]);
        return names;
    }

    private static string Of(Joystick move)
    {
        var parts = new List<string>();
        foreach ((Joystick part, string name) in Parts)
        {
            if ((move & part) != 0) parts.Add(name);
        }

        return parts.Count == 0 ? "no-op" : string.Join('-', parts);
    }
}
