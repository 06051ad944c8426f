using AsyncRL.Core.State;

namespace AsyncRL.Environments.MuJoCo.Pixels;

/// <summary>
/// Shows pictures of a simulation in place of numbers. After a simulation became unstable it shows the picture of the step before, because
/// the state has been replaced.
/// </summary>
internal sealed class PictureObservations : Wrapper
{
    private readonly SceneRenderer _renderer;
    private readonly Observation _numbers;
    private readonly byte[] _last;
    private bool _hasLast;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">
    /// The environment; the wrapper owns it from now on. It truncates an episode only if the simulation became unstable.
    /// </param>
    /// <param name="renderer">Draws it; the wrapper owns it from now on.</param>
    /// <param name="size">Height and width of the pictures.</param>
    internal PictureObservations(IEnvironment inner, SceneRenderer renderer, int size)
        : base(inner)
    {
        _renderer = renderer;
        _numbers = new Observation(inner.Observation);
        Observation = ObservationSpecification.Pixels(size, size, channels: 3);
        _last = new byte[size * size * 3];
    }

    /// <inheritdoc/>
    public override ObservationSpecification Observation { get; }

    /// <inheritdoc/>
    public override void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        Inner.Reset(_numbers);
        Draw();
        _last.CopyTo(observation.Pixels);
    }

    /// <inheritdoc/>
    public override StepOutcome Step(AgentAction action, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        if (!_hasLast) Draw();
        StepOutcome outcome = Inner.Step(action, _numbers);
        if (!outcome.Truncated) Draw();
        _last.CopyTo(observation.Pixels);
        return outcome;
    }

    /// <summary>The last picture is not saved: it is drawn again of the restored state.</summary>
    /// <inheritdoc/>
    public override void Transfer(StateTransfer state)
    {
        base.Transfer(state);
        if (state.IsRestoring) _hasLast = false;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _renderer.Dispose();
        base.Dispose();
    }

    private void Draw()
    {
        _renderer.Draw(_last);
        _hasLast = true;
    }
}
