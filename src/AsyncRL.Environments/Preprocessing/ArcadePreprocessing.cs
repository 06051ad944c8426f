using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// The options of <see cref="ArcadePreprocessing"/>. A game derives its own options from them. Defaults are those of Mnih et al. (2015,
/// 2016).
/// </summary>
public record PreprocessingOptions
{
    /// <summary>Frames for which an action is repeated.</summary>
    [Option("action-repeat", "frames", "Frames for which an action is repeated; the observation is the pixel-wise maximum of the last two.",
        Minimum = 1, Maximum = 100)]
    public int ActionRepeat { get; init; } = 4;

    /// <summary>Whether colors are converted to gray.</summary>
    [Option("gray", "", "Whether colors are converted to gray by their luminance; otherwise each color is a channel.")]
    public bool Gray { get; init; } = true;

    /// <summary>Height and width of the frames that the agent sees.</summary>
    [Option("frame-size", "pixels", "Height and width of the frames that the agent sees, scaled by area averaging.",
        Minimum = 1, Maximum = Resize.LargestSize)]
    public int FrameSize { get; init; } = 84;

    /// <summary>Frames per observation.</summary>
    [Option("stack", "frames", "Frames per observation, the oldest first.", Minimum = 1, Maximum = 16)]
    public int Stack { get; init; } = 4;

    /// <summary>The largest number of frames without action at the start of a game.</summary>
    [Option("no-op-starts", "frames", "A game begins with a random number of frames without action, from 0 to this.",
        Minimum = 0, Maximum = 10_000)]
    public int NoOpStarts { get; init; } = 30;

    /// <summary>The probability that a frame repeats the action of the previous frame.</summary>
    [Option("sticky-actions", "", "Probability that a frame repeats the action of the previous frame; Machado et al. (2018) use 0.25.",
        Minimum = 0, Maximum = 1)]
    public double StickyActions { get; init; }

    /// <summary>Whether a lost life ends an episode of training.</summary>
    [Option("life-loss-terminal", "", "Whether a lost life ends an episode, only in training; returns are then returns of lives.")]
    public bool LifeLossTerminal { get; init; } = true;

    /// <summary>Frames after which an episode is truncated.</summary>
    [Option("time-limit-frames", "frames", "Frames after which an episode is truncated; by default the paper's 30 minutes at 60 Hz.",
        Minimum = 1, Maximum = 1_000_000_000)]
    public int TimeLimitFrames { get; init; } = 30 * 60 * 60;
}

/// <summary>
/// A game of frames and its name, with <see cref="ArcadePreprocessing"/>. Derive from it in the game's file and create the game.
/// </summary>
/// <typeparam name="TOptions">A record with the game's options besides those of the preprocessing.</typeparam>
public abstract class AtariStyleDescription<TOptions> : EnvironmentDescription<TOptions>
    where TOptions : PreprocessingOptions, new()
{
    /// <summary>Makes only the game, which shows single frames without preprocessing.</summary>
    /// <param name="options">The options, each in the range that its attribute allows.</param>
    /// <param name="generator">The game's only source of randomness; the game owns it from now on.</param>
    /// <returns>The game, not yet reset.</returns>
    /// <exception cref="InputException">The options contradict each other. The message says how.</exception>
    public abstract IFrameEnvironment CreateGame(TOptions options, RandomGenerator generator);

    /// <inheritdoc/>
    protected sealed override IEnvironment Create(TOptions options, RandomGenerator generator) =>
        ArcadePreprocessing.Wrap(CreateGame(options, generator), options, generator, learning: false);

    /// <inheritdoc/>
    protected sealed override IEnvironment CreateForLearning(TOptions options, RandomGenerator generator) =>
        ArcadePreprocessing.Wrap(CreateGame(options, generator), options, generator, learning: true);
}

/// <summary>
/// The wrappers between a game of frames and the agents of Mnih et al. (2015, 2016), in their order. For the reasons see
/// docs/environments/preprocessing.md.
/// </summary>
public static class ArcadePreprocessing
{
    /// <summary>Wraps a game. A wrapper that would change nothing is left out.</summary>
    /// <param name="game">The game. It shows images and takes choices, of which 0 does nothing; the wrappers own it from now on.</param>
    /// <param name="options">The options, each in its range.</param>
    /// <param name="generator">The wrappers draw from streams split from it. It does not advance, so it may be the game's.</param>
    /// <param name="learning">Whether the environment is for training, in which a lost life may end an episode.</param>
    /// <returns>The environment, not yet reset.</returns>
    public static IEnvironment Wrap(IFrameEnvironment game, PreprocessingOptions options, RandomGenerator generator, bool learning)
    {
        ArgumentNullException.ThrowIfNull(game);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(generator);
        return Wrapper.Wrap(game, inner =>
        {
            IFrameEnvironment frames = WrapFrames(inner, options, generator, learning);
            IEnvironment seen = WrapImages(new ActionRepeat(frames, options.ActionRepeat, game as IRedrawable), options);
            return new TimeLimit(seen, Math.Max(1, options.TimeLimitFrames / options.ActionRepeat));
        });
    }

    /// <summary>Wraps what acts per frame. EpisodicLife wraps NoOpStarts, so that no-ops run only after a real restart.</summary>
    private static IFrameEnvironment WrapFrames(
        IFrameEnvironment game, PreprocessingOptions options, RandomGenerator generator, bool learning)
    {
        const ulong stickyStream = 0, noOpStream = 1;
        IFrameEnvironment frames = game;
        if (options.StickyActions > 0) frames = new StickyActions(frames, options.StickyActions, generator.Split(stickyStream));
        if (options.NoOpStarts > 0) frames = new NoOpStarts(frames, options.NoOpStarts, generator.Split(noOpStream));
        return learning && options.LifeLossTerminal ? new EpisodicLife(frames) : frames;
    }

    /// <summary>Wraps what acts per agent step, after the maximum. Luminance is first, because fewer bytes are then scaled.</summary>
    private static IEnvironment WrapImages(ActionRepeat repeated, PreprocessingOptions options)
    {
        IEnvironment seen = repeated;
        if (options.Gray && seen.Observation.Channels > 1) seen = new Luminance(seen);
        if ((seen.Observation.Height, seen.Observation.Width) != (options.FrameSize, options.FrameSize))
        {
            seen = seen == repeated
                ? new IncrementalResize(repeated, options.FrameSize, options.FrameSize)
                : new Resize(seen, options.FrameSize, options.FrameSize);
        }

        return options.Stack > 1 ? new FrameStack(seen, options.Stack) : seen;
    }
}
