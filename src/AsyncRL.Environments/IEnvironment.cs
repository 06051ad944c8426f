using AsyncRL.Core.State;

namespace AsyncRL.Environments;

/// <summary>
/// A task: it gives observations, takes actions, gives rewards, and ends episodes. One instance belongs to one thread. It draws all random
/// numbers from the generator that it was made with, and it allocates nothing while it runs.
/// </summary>
/// <remarks>
/// An environment must have its two specifications, <see cref="Reset"/> and <see cref="Step"/>; the other members have a default. The code
/// that creates an environment disposes of it, in the thread that runs it or after that thread has ended.
/// </remarks>
public interface IEnvironment : IDisposable
{
    /// <summary>The shape of its observations.</summary>
    ObservationSpecification Observation { get; }

    /// <summary>The actions that it takes.</summary>
    ActionSpecification Actions { get; }

    /// <summary>The action repeat: the number of emulator frames in one agent step.</summary>
    int FramesPerAgentStep => 1;

    /// <summary>The largest number of agent steps in an episode; null if no bound is known.</summary>
    int? LongestEpisode => null;

    /// <summary>
    /// Whether a step would be refused because the episode is over or none has begun. An environment that does not know returns false.
    /// </summary>
    bool IsOver => false;

    /// <summary>The screen for people; null if it is the observation. A wrapper returns the screen of its inner environment.</summary>
    IDisplay? Display => null;

    /// <summary>Begins an episode.</summary>
    /// <param name="observation">Receives the first observation; every number is written.</param>
    void Reset(Observation observation);

    /// <summary>Performs one agent step. After an episode ends, the caller calls <see cref="Reset"/>. It never resets itself.</summary>
    /// <param name="action">
    /// One of <see cref="Actions"/>, by <see cref="ActionSpecification.Check"/>. The environment clips a vector to its bounds.
    /// </param>
    /// <param name="observation">Receives the next observation, including the last one of an episode; every number is written.</param>
    /// <returns>The reward and whether the episode is over.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such choice, or a number of the vector is NaN.</exception>
    /// <exception cref="ArgumentException">The vector, or the several choices, have another length.</exception>
    /// <exception cref="InvalidOperationException">No episode is running.</exception>
    StepOutcome Step(AgentAction action, Observation observation);

    /// <summary>
    /// Whether the environment's state can be saved and restored. If not, a resumed run begins a new episode in the environment.
    /// </summary>
    bool CanSave => false;

    /// <summary>
    /// Saves everything that the rest of the episode depends on, including the generator, or restores it. After a state is restored, both
    /// instances behave alike.
    /// </summary>
    /// <param name="state">The destination or the source of the state. Each number is named once for both directions.</param>
    /// <exception cref="InvalidDataException">A number that is restored is none that a state can have.</exception>
    /// <exception cref="NotSupportedException"><see cref="CanSave"/> is false.</exception>
    void Transfer(StateTransfer state) => throw new NotSupportedException(
        $"The environment {GetType().Name} cannot save its state; expected a caller that looks at CanSave first.");

    /// <summary>Ends the environment and frees what it holds outside of managed memory, for example a process.</summary>
    void IDisposable.Dispose() => GC.SuppressFinalize(this);
}

/// <summary>The result of one agent step.</summary>
/// <param name="Reward">The reward to learn from.</param>
/// <param name="Terminated">The task itself is over. No more reward is possible; the value of the next state is 0.</param>
/// <param name="Truncated">The episode was cut off, for example by a time limit, although more reward was possible. The value of the next
/// state is that of the last observation. Never true together with <paramref name="Terminated"/>.</param>
public readonly record struct StepOutcome(float Reward, bool Terminated, bool Truncated)
{
    /// <summary>
    /// The task's own reward. Reported returns are sums of this reward. A wrapper that scales rewards keeps it unchanged with
    /// <c>outcome with { Reward = scaled }</c>.
    /// </summary>
    public float RawReward { get; init; } = Reward;

    /// <summary>Whether the episode is over.</summary>
    public bool IsEnd => Terminated || Truncated;
}

/// <summary>
/// An environment that advances by single frames of a screen, as an emulator does: one step is one frame. Preprocessing repeats an action
/// over several frames and uses only some of them; the other frames need not be drawn.
/// </summary>
public interface IFrameEnvironment : IEnvironment
{
    /// <summary>The number of remaining lives; 0 for a game without lives.</summary>
    int Lives { get; }

    /// <summary>Finds the environment of frames that wrappers may be around.</summary>
    /// <param name="environment">The environment.</param>
    /// <returns>The outermost one; null if there is none.</returns>
    static IFrameEnvironment? Of(IEnvironment environment)
    {
        while (environment is not IFrameEnvironment && environment is Wrapper wrapper) environment = wrapper.Inner;
        return environment as IFrameEnvironment;
    }

    /// <summary>Performs one step as <see cref="IEnvironment.Step"/> does, but writes no observation.</summary>
    /// <param name="action">The action.</param>
    /// <returns>The reward and whether the episode is over.</returns>
    StepOutcome StepWithoutRendering(AgentAction action);
}

/// <summary>
/// The screen of an environment for people. It is complete and in color, whereas the agent's observation may be small and gray, or only
/// a few numbers. It is drawn only on request, so training does not spend time on it.
/// </summary>
public interface IDisplay
{
    /// <summary>The shape of the screen: pixels of red, green and blue.</summary>
    ObservationSpecification Image { get; }

    /// <summary>Frames per second at normal speed.</summary>
    int FrameRate { get; }

    /// <summary>Draws the environment in its current state. It changes nothing in the environment and allocates nothing.</summary>
    /// <param name="image">Memory of the shape <see cref="Image"/>; every byte is written.</param>
    void DrawImage(Observation image);
}
