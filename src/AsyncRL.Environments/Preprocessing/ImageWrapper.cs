namespace AsyncRL.Environments.Preprocessing;

/// <summary>A wrapper that changes each image of an environment independently and forwards everything else.</summary>
public abstract class ImageWrapper : IEnvironment
{
    private readonly Observation _image;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">An environment that shows images; the wrapper owns it from now on.</param>
    /// <param name="shown">The shape of the changed images.</param>
    /// <exception cref="ArgumentException">The environment shows no images.</exception>
    protected ImageWrapper(IEnvironment inner, ObservationSpecification shown)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (inner.Observation.Kind != ObservationKind.Pixels)
            throw new ArgumentException($"Expected images: {inner.Observation}.", nameof(inner));
        Inner = inner;
        Observation = shown;
        _image = new Observation(inner.Observation);
    }

    /// <summary>The environment whose images are changed.</summary>
    public IEnvironment Inner { get; }

    /// <inheritdoc/>
    public ObservationSpecification Observation { get; }

    /// <inheritdoc/>
    public ActionSpecification Actions => Inner.Actions;

    /// <inheritdoc/>
    public int FramesPerAgentStep => Inner.FramesPerAgentStep;

    /// <inheritdoc/>
    public int? LongestEpisode => Inner.LongestEpisode;

    /// <inheritdoc/>
    public IDisplay? Display => Inner.Display;

    /// <inheritdoc/>
    public bool IsOver => Inner.IsOver;

    /// <inheritdoc/>
    public void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        Inner.Reset(_image);
        Change(_image.Pixels, observation.Pixels);
    }

    /// <inheritdoc/>
    public StepOutcome Step(AgentAction action, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        StepOutcome outcome = Inner.Step(action, _image);
        Change(_image.Pixels, observation.Pixels);
        return outcome;
    }

    /// <inheritdoc/>
    public void SaveState(BinaryWriter writer) => Inner.SaveState(writer);

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader) => Inner.RestoreState(reader);

    /// <summary>Changes an image.</summary>
    /// <param name="image">[height, width, channels] of the inner environment.</param>
    /// <param name="changed">[height, width, channels] of this environment; every byte is written.</param>
    protected abstract void Change(ReadOnlySpan<byte> image, Span<byte> changed);
}
