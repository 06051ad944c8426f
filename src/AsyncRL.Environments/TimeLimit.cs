using AsyncRL.Core.State;

namespace AsyncRL.Environments;

/// <summary>
/// Truncates the episodes of an environment after a number of agent steps. Such an episode is truncated, not terminated: more reward was
/// possible, and the value of the next state is that of the last observation (Pardo et al., "Time Limits in Reinforcement Learning", 2018).
/// </summary>
public sealed class TimeLimit : Wrapper
{
    private int _elapsed;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment; the wrapper owns it from now on.</param>
    /// <param name="agentSteps">Agent steps after which an episode is truncated, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="agentSteps"/> is below 1.</exception>
    public TimeLimit(IEnvironment inner, int agentSteps)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(agentSteps, 1);
        AgentSteps = agentSteps;
    }

    /// <summary>Agent steps after which an episode is truncated.</summary>
    public int AgentSteps { get; }

    /// <inheritdoc/>
    public override int? LongestEpisode => Math.Min(Inner.LongestEpisode ?? AgentSteps, AgentSteps);

    /// <inheritdoc/>
    public override bool IsOver => _elapsed >= AgentSteps || Inner.IsOver;

    /// <inheritdoc/>
    public override void Reset(Observation observation)
    {
        Inner.Reset(observation);
        _elapsed = 0;
    }

    /// <inheritdoc/>
    /// <remarks>If the task ends in the last agent step that the limit allows, the episode is terminated and not truncated.</remarks>
    public override StepOutcome Step(AgentAction action, Observation observation)
    {
        if (_elapsed >= AgentSteps) throw new InvalidOperationException("The time limit has ended the episode; call Reset first.");
        StepOutcome outcome = Inner.Step(action, observation);
        _elapsed++;
        return outcome.IsEnd ? outcome : outcome with { Truncated = _elapsed >= AgentSteps };
    }

    /// <inheritdoc/>
    public override void Transfer(StateTransfer state)
    {
        state.Number(ref _elapsed, "time of the time limit", 0, AgentSteps);
        Inner.Transfer(state);
    }
}
