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
