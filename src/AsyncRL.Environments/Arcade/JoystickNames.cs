namespace AsyncRL.Environments.Arcade;

/// <summary>What actions with the joystick are called: "no-op", "left", "up-fire".</summary>
internal static class JoystickNames
{
    private static readonly (Joystick Part, string Name)[] Parts =
    [
        (Joystick.Up, "up"), (Joystick.Down, "down"), (Joystick.Left, "left"), (Joystick.Right, "right"), (Joystick.Fire, "fire"),
    ];

    /// <summary>Names actions.</summary>
    /// <param name="moves">What each action does with the joystick.</param>
    /// <returns>As many names, in the same order.</returns>
    internal static string[] Of(ReadOnlySpan<Joystick> moves)
    {
        string[] names = new string[moves.Length];
        for (int action = 0; action < names.Length; action++) names[action] = NameOf(moves[action]);
        return names;
    }

    private static string NameOf(Joystick move)
    {
        if (move == Joystick.None) return "no-op";
        var names = new List<string>();
        foreach ((Joystick part, string name) in Parts)
        {
            if ((move & part) != 0) names.Add(name);
        }

        return string.Join('-', names);
    }
}
