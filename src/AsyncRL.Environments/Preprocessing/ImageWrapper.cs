namespace AsyncRL.Environments.Preprocessing;

/// <summary>A wrapper that changes each image of an environment independently and forwards everything else.</summary>
public abstract class ImageWrapper : Wrapper
{
    private readonly Observation _image;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">An environment that shows images; the wrapper owns it from now on.</param>
    /// <param name="shown">The shape of the changed images.</param>
    /// <exception cref="ArgumentException">The environment shows no images.</exception>
    protected ImageWrapper(IEnvironment inner, ObservationSpecification shown)
        : base(inner)
    {
        if (Inner.Observation.Kind != ObservationKind.Pixels)
            throw new ArgumentException($"Expected images: {Inner.Observation}.", nameof(inner));
        Observation = shown;
        _image = new Observation(Inner.Observation);
    }

    /// <inheritdoc/>
    public override ObservationSpecification Observation { get; }

    /// <inheritdoc/>
    public override void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        Inner.Reset(_image);
        Change(_image.Pixels, observation.Pixels);
    }

    /// <inheritdoc/>
    public override StepOutcome Step(AgentAction action, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        StepOutcome outcome = Inner.Step(action, _image);
        Change(_image.Pixels, observation.Pixels);
        return outcome;
    }

    /// <summary>Changes an image.</summary>
    /// <param name="image">[height, width, channels] of the inner environment.</param>
    /// <param name="changed">[height, width, channels] of this environment; every byte is written.</param>
    protected abstract void Change(ReadOnlySpan<byte> image, Span<byte> changed);
}

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
