namespace AsyncRL.Environments;

/// <summary>
/// Cuts the episodes of an environment off after a number of agent steps. An episode cut off is truncated, not terminated: more could
/// have been earned, and the value of what follows is that of the last observation (Pardo et al., "Time Limits in Reinforcement
/// Learning", 2018).
/// </summary>
public sealed class TimeLimit : IEnvironment
{
    private readonly IEnvironment _inner;
    private int _elapsed;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment; from now on this wrapper's own.</param>
    /// <param name="agentSteps">Agent steps after which an episode is cut off, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="agentSteps"/> is below 1.</exception>
    public TimeLimit(IEnvironment inner, int agentSteps)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentOutOfRangeException.ThrowIfLessThan(agentSteps, 1);
        _inner = inner;
        AgentSteps = agentSteps;
    }

    /// <summary>The environment whose episodes are cut off.</summary>
    public IEnvironment Inner => _inner;

    /// <summary>Agent steps after which an episode is cut off.</summary>
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
    /// <remarks>Where the task ends in the last agent step that the limit allows, it is terminated: there nothing was cut off.</remarks>
    public StepOutcome Step(AgentAction action, Observation observation)
    {
        if (_elapsed >= AgentSteps) throw new InvalidOperationException("The time limit has ended the episode: a reset must come first.");
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
