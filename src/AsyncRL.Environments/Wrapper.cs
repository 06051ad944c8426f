using AsyncRL.Core.State;

namespace AsyncRL.Environments;

/// <summary>
/// An environment around another one. It forwards every member of <see cref="IEnvironment"/> to the inner environment; a derived wrapper
/// overrides what it changes. Every wrapper derives from this class, so no wrapper can forget a member.
/// </summary>
/// <param name="inner">The environment; the wrapper owns it from now on.</param>
public abstract class Wrapper(IEnvironment inner) : IEnvironment
{
    /// <summary>
    /// Puts wrappers around an environment, and disposes of the environment if one of their constructors throws: a wrapper that was not
    /// made owns nothing.
    /// </summary>
    /// <typeparam name="T">The kind of the environment.</typeparam>
    /// <param name="inner">The environment.</param>
    /// <param name="wrap">Makes the wrappers, which own the environment from then on.</param>
    /// <returns>The outermost wrapper.</returns>
    public static IEnvironment Wrap<T>(T inner, Func<T, IEnvironment> wrap)
        where T : IEnvironment
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(wrap);
        try
        {
            return wrap(inner);
        }
        catch
        {
            inner.Dispose();
            throw;
        }
    }

    /// <summary>The inner environment.</summary>
    public IEnvironment Inner { get; } = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc/>
    public virtual ObservationSpecification Observation => Inner.Observation;

    /// <inheritdoc/>
    public virtual ActionSpecification Actions => Inner.Actions;

    /// <inheritdoc/>
    public virtual int FramesPerAgentStep => Inner.FramesPerAgentStep;

    /// <inheritdoc/>
    public virtual int? LongestEpisode => Inner.LongestEpisode;

    /// <inheritdoc/>
    public virtual bool IsOver => Inner.IsOver;

    /// <inheritdoc/>
    public virtual IDisplay? Display => Inner.Display;

    /// <inheritdoc/>
    public virtual bool CanSave => Inner.CanSave;

    /// <inheritdoc/>
    public virtual void Reset(Observation observation) => Inner.Reset(observation);

    /// <inheritdoc/>
    public virtual StepOutcome Step(AgentAction action, Observation observation) => Inner.Step(action, observation);

    /// <inheritdoc/>
    public virtual void Transfer(StateTransfer state) => Inner.Transfer(state);

    /// <summary>Disposes of the inner environment.</summary>
    public virtual void Dispose()
    {
        Inner.Dispose();
        GC.SuppressFinalize(this);
    }
}
