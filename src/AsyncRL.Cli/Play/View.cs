namespace AsyncRL.Cli.Play;

/// <summary>What people are shown of an environment.</summary>
internal enum View
{
    /// <summary>Its screen, where it has one; else what the agent sees.</summary>
    Screen,

    /// <summary>What the agent sees.</summary>
    Agent,
}
