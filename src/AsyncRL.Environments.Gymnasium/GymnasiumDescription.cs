using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Gymnasium;

/// <summary>Describes an environment of Gymnasium by its name there.</summary>
/// <param name="id">The name, for example "CartPole-v1".</param>
internal sealed class GymnasiumDescription(string id) : EnvironmentDescription
{
    /// <summary>The namespace of the games of the Arcade Learning Environment.</summary>
    private const string AtariNamespace = "ALE/";

    /// <inheritdoc/>
    public override string Name => GymnasiumBridge.Prefix + id;

    /// <inheritdoc/>
    public override string Summary => "an environment of Gymnasium, in a process of your Python";

    /// <inheritdoc/>
    public override bool IsProcess => true;

    /// <inheritdoc/>
    public override object DefaultOptions => IsAtari ? GymnasiumOptions.ForAtari : new GymnasiumOptions();

    /// <summary>Whether the environment is a game of the Arcade Learning Environment, which the child plays frame by frame.</summary>
    private bool IsAtari => id[(id.LastIndexOf(':') + 1)..].StartsWith(AtariNamespace, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override IEnvironment Create(object options, RandomGenerator generator) => Create(options, generator, learns: false);

    /// <inheritdoc/>
    public override IEnvironment CreateForLearning(object options, RandomGenerator generator) => Create(options, generator, learns: true);

    private IEnvironment Create(object options, RandomGenerator generator, bool learns)
    {
        OptionSet.Check(options);
        var chosen = (GymnasiumOptions)options;
        GymnasiumEnvironment environment = GymnasiumEnvironment.Start(Name, id, chosen, learns && chosen.LifeLossTerminal, generator);
        return Wrapper.Wrap(environment, inner => Limit(ShowImages(inner, chosen), chosen));
    }

    /// <summary>Wraps what changes images: gray, size, stack. A game of the ALE comes in gray already.</summary>
    private IEnvironment ShowImages(GymnasiumEnvironment inner, GymnasiumOptions options)
    {
        const int Colors = 3;
        bool isImage = inner.Observation.Kind == ObservationKind.Pixels;
        bool changesImages = options.Gray || options.FrameSize is not null || options.Stack > 1;
        if (!isImage && changesImages)
        {
            throw new InputException(
                $"The environment {Name} shows {inner.Observation} and no images; expected no option gray, frame-size or stack.");
        }

        IEnvironment seen = inner;
        if (options.Gray && seen.Observation.Channels == Colors) seen = new Luminance(seen);
        if (options.FrameSize is { } size && (seen.Observation.Height, seen.Observation.Width) != (size, size))
            seen = new Resize(seen, size, size);
        return options.Stack > 1 ? new FrameStack(seen, options.Stack) : seen;
    }

    private static IEnvironment Limit(IEnvironment inner, GymnasiumOptions options) => options.TimeLimitFrames is { } frames
        ? new TimeLimit(inner, Math.Max(1, frames / options.ActionRepeat)) : inner;
}
