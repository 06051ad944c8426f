namespace AsyncRL.Environments.MuJoCo.Pixels;

/// <summary>Shows pictures of a simulation in place of numbers.</summary>
internal sealed class PictureObservations : Wrapper
{
    private readonly SceneRenderer _renderer;
    private readonly Observation _numbers;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment; the wrapper owns it from now on.</param>
    /// <param name="renderer">Draws it; the wrapper owns it from now on.</param>
    /// <param name="size">Height and width of the pictures.</param>
    internal PictureObservations(IEnvironment inner, SceneRenderer renderer, int size)
        : base(inner)
    {
        _renderer = renderer;
        _numbers = new Observation(inner.Observation);
        Observation = ObservationSpecification.Pixels(size, size, channels: 3);
    }

    /// <inheritdoc/>
    public override ObservationSpecification Observation { get; }

    /// <inheritdoc/>
    public override void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        Inner.Reset(_numbers);
        _renderer.Draw(observation.Pixels);
    }

    /// <inheritdoc/>
    public override StepOutcome Step(AgentAction action, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        StepOutcome outcome = Inner.Step(action, _numbers);
        _renderer.Draw(observation.Pixels);
        return outcome;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _renderer.Dispose();
        base.Dispose();
    }
}
