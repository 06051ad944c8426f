namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// A wrapper around an environment of single frames that is one itself. It forwards everything that a derived wrapper does not override.
/// </summary>
/// <param name="inner">The environment; the wrapper owns it from now on.</param>
public abstract class FrameWrapper(IFrameEnvironment inner) : IFrameEnvironment
{
    /// <summary>The action that does nothing, in every environment of frames.</summary>
    public const int NoOp = 0;

    /// <summary>The inner environment.</summary>
    public IFrameEnvironment Inner { get; } = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc/>
    public ObservationSpecification Observation => Inner.Observation;

    /// <inheritdoc/>
    public ActionSpecification Actions => Inner.Actions;

    /// <inheritdoc/>
    public int FramesPerAgentStep => Inner.FramesPerAgentStep;

    /// <inheritdoc/>
    public int? LongestEpisode => Inner.LongestEpisode;

    /// <inheritdoc/>
    public IDisplay? Display => Inner.Display;

    /// <inheritdoc/>
    public int Lives => Inner.Lives;

    /// <inheritdoc/>
    public virtual bool IsOver => Inner.IsOver;

    /// <inheritdoc/>
    public virtual void Reset(Observation observation) => Inner.Reset(observation);

    /// <inheritdoc/>
    public virtual StepOutcome Step(AgentAction action, Observation observation) => Inner.Step(action, observation);

    /// <inheritdoc/>
    public virtual StepOutcome StepWithoutRendering(AgentAction action) => Inner.StepWithoutRendering(action);

    /// <inheritdoc/>
    public virtual void SaveState(BinaryWriter writer) => Inner.SaveState(writer);

    /// <inheritdoc/>
    public virtual void RestoreState(BinaryReader reader) => Inner.RestoreState(reader);
}
