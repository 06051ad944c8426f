namespace AsyncRL.Environments;

/// <summary>
/// An environment that advances by single frames of a screen, as an emulator does: one step is one frame. Preprocessing repeats actions
/// over several frames and looks at few of them; the others need not be drawn.
/// </summary>
public interface IFrameEnvironment : IEnvironment
{
    /// <summary>Lives that are left; 0 for a game without lives.</summary>
    int Lives { get; }

    /// <summary>Does one step and shows nothing: the same as <see cref="IEnvironment.Step"/> in all but the observation.</summary>
    /// <param name="action">The action.</param>
    /// <returns>The reward and whether the episode is over.</returns>
    StepOutcome StepUnseen(AgentAction action);
}
