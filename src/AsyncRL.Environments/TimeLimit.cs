using AsyncRL.Core.State;

namespace AsyncRL.Environments;

/// <summary>
/// Truncates the episodes of an environment after a number of agent steps. Such an episode is truncated, not terminated: more reward was
/// possible, and the value of the next state is that of the last observation (Pardo et al., "Time Limits in Reinforcement Learning", 2018).
/// </summary>
public sealed class TimeLimit : IEnvironment
{
    private readonly IEnvironment _inner;
    private int _elapsed;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment; the wrapper owns it from now on.</param>
    /// <param name="agentSteps">Agent steps after which an episode is truncated, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="agentSteps"/> is below 1.</exception>
    public TimeLimit(IEnvironment inner, int agentSteps)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentOutOfRangeException.ThrowIfLessThan(agentSteps, 1);
        _inner = inner;
        AgentSteps = agentSteps;
    }

    /// <summary>The environment whose episodes are truncated.</summary>
    public IEnvironment Inner => _inner;

    /// <summary>Agent steps after which an episode is truncated.</summary>
    public int AgentSteps { get; }

    /// <inheritdoc/>
    public ObservationSpecification Observation => _inner.Observation;

    /// <inheritdoc/>
    public ActionSpecification Actions => _inner.Actions;

    /// <inheritdoc/>
    public int FramesPerAgentStep => _inner.FramesPerAgentStep;

    /// <inheritdoc/>
    public int? LongestEpisode => Math.Min(_inner.LongestEpisode ?? AgentSteps, AgentSteps);

    /// <inheritdoc/>
    public IDisplay? Display => _inner.Display;

    /// <inheritdoc/>
    public bool IsOver => _elapsed >= AgentSteps || _inner.IsOver;

    /// <inheritdoc/>
    public void Reset(Observation observation)
    {
        _inner.Reset(observation);
        _elapsed = 0;
    }

    /// <inheritdoc/>
    /// <remarks>If the task ends in the last agent step that the limit allows, the episode is terminated and not truncated.</remarks>
    public StepOutcome Step(AgentAction action, Observation observation)
    {
        if (_elapsed >= AgentSteps) throw new InvalidOperationException("The time limit has ended the episode; call Reset first.");
        StepOutcome outcome = _inner.Step(action, observation);
        _elapsed++;
        return outcome.IsEnd ? outcome : outcome with { Truncated = _elapsed >= AgentSteps };
    }

    /// <inheritdoc/>
    public void SaveState(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_elapsed);
        _inner.SaveState(writer);
    }

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _elapsed = reader.ReadNumber("time of the time limit", 0, AgentSteps);
        _inner.RestoreState(reader);
    }
}
