namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// A wrapper around an environment of single frames that is one itself. It forwards everything that a derived wrapper does not override.
/// </summary>
/// <param name="inner">The environment; the wrapper owns it from now on.</param>
public abstract class FrameWrapper(IFrameEnvironment inner) : Wrapper(inner), IFrameEnvironment
{
    /// <summary>The action that does nothing, in every environment of frames.</summary>
    public const int NoOp = 0;

    /// <summary>The inner environment.</summary>
    public new IFrameEnvironment Inner { get; } = inner;

    /// <inheritdoc/>
    public virtual int Lives => Inner.Lives;

    /// <inheritdoc/>
    public virtual StepOutcome StepWithoutRendering(AgentAction action) => Inner.StepWithoutRendering(action);
}
