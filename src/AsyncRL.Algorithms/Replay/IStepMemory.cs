using AsyncRL.Algorithms.Acting;
using AsyncRL.Environments;

namespace AsyncRL.Algorithms.Replay;

/// <summary>A memory that keeps the agent steps of an actor while it acts.</summary>
internal interface IStepMemory
{
    /// <summary>Keeps the actor's present observation, in which the next action is taken.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="begins">Whether the observation is the first of an episode.</param>
    void Observe(Actor actor, bool begins);

    /// <summary>Adds the agent step in the observation that was kept last.</summary>
    /// <param name="choice">a.</param>
    /// <param name="reward">r, as training counts it.</param>
    /// <param name="outcome">Determines whether the episode ended.</param>
    /// <param name="actor">The actor, after the step.</param>
    void Add(int choice, float reward, StepOutcome outcome, Actor actor);
}
