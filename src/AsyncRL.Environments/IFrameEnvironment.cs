namespace AsyncRL.Environments;

/// <summary>
/// An environment that advances by single frames of a screen, as an emulator does: one step is one frame. Preprocessing repeats an action
/// over several frames and uses only some of them; the other frames need not be drawn.
/// </summary>
public interface IFrameEnvironment : IEnvironment
{
    /// <summary>The number of remaining lives; 0 for a game without lives.</summary>
    int Lives { get; }

    /// <summary>Performs one step as <see cref="IEnvironment.Step"/> does, but writes no observation.</summary>
    /// <param name="action">The action.</param>
    /// <returns>The reward and whether the episode is over.</returns>
    StepOutcome StepWithoutRendering(AgentAction action);
}
