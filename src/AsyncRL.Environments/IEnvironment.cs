namespace AsyncRL.Environments;

/// <summary>
/// A task: it shows observations, takes actions, pays rewards, and ends episodes. One instance belongs to one thread, draws all chance from
/// the generator it was made with, and allocates nothing while it runs.
/// </summary>
public interface IEnvironment
{
    /// <summary>What it shows.</summary>
    ObservationSpecification Observation { get; }

    /// <summary>What it takes.</summary>
    ActionSpecification Actions { get; }

    /// <summary>Emulator frames that one agent step lasts: the action repeat.</summary>
    int FramesPerAgentStep { get; }

    /// <summary>Agent steps that no episode exceeds; null where none is known.</summary>
    int? LongestEpisode => null;

    /// <summary>
    /// Whether a step would be refused because the episode is over or none has begun. An environment that cannot tell says false.
    /// </summary>
    bool IsOver => false;

    /// <summary>The screen that people look at, a wrapper's is that inside; null where people look at what the agent sees.</summary>
    IDisplay? Display => null;

    /// <summary>Begins an episode.</summary>
    /// <param name="observation">Receives the first observation, every number of it.</param>
    void Reset(Observation observation);

    /// <summary>Does one agent step. After an end the caller calls <see cref="Reset"/>; the environment never resets itself.</summary>
    /// <param name="action">
    /// A choice from 0 to <see cref="ActionSpecification.Count"/> − 1, or a vector of that many numbers, which the environment clips to its
    /// bounds.
    /// </param>
    /// <param name="observation">Receives the observation after the step, also the last one of an episode, every number of it.</param>
    /// <returns>The reward and whether the episode is over.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such choice, or a number of the vector is NaN.</exception>
    /// <exception cref="ArgumentException">The vector has another length.</exception>
    /// <exception cref="InvalidOperationException">The episode is over, or none has begun.</exception>
    StepOutcome Step(AgentAction action, Observation observation);

    /// <summary>Writes all that the future of the episode depends on, the generator included.</summary>
    /// <param name="writer">Receives the state.</param>
    void SaveState(BinaryWriter writer);

    /// <summary>Reads what <see cref="SaveState"/> wrote: from here on both instances behave alike.</summary>
    /// <param name="reader">Stands where the state begins.</param>
    /// <exception cref="InvalidDataException">A number is none that a state can have.</exception>
    void RestoreState(BinaryReader reader);
}

/// <summary>What one agent step brought.</summary>
/// <param name="Reward">The reward to learn from.</param>
/// <param name="Terminated">The task itself is over: nothing more can be earned, the value of what follows is 0.</param>
/// <param name="Truncated">The episode was cut off, by a time limit say, although more could have been earned: the value of what follows is
/// that of the last observation. Never together with <paramref name="Terminated"/>.</param>
public readonly record struct StepOutcome(float Reward, bool Terminated, bool Truncated)
{
    /// <summary>
    /// The task's own reward, which reported returns are summed of. A wrapper that scales rewards leaves it as it is, by
    /// <c>outcome with { Reward = scaled }</c>.
    /// </summary>
    public float RawReward { get; init; } = Reward;

    /// <summary>Whether the episode is over.</summary>
    public bool IsEnd => Terminated || Truncated;
}
