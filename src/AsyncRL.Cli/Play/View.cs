namespace AsyncRL.Cli.Play;

/// <summary>The image of an environment that is shown to people.</summary>
internal enum View
{
    /// <summary>The game's screen, if it has one; otherwise the agent's observation.</summary>
    Screen,

    /// <summary>The agent's observation.</summary>
    Agent,
}
