using AsyncRL.Randomness;

namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// What an agent of Mnih et al. (2015, 2016) sees of a game of frames: the wrappers in their order. docs/environments/preprocessing.md has
/// the reasons.
/// </summary>
public static class ArcadePreprocessing
{
    /// <summary>Puts the wrappers around a game, each only if it changes anything.</summary>
    /// <param name="game">Shows images, takes choices of which 0 does nothing; the wrappers own it from now on.</param>
    /// <param name="options">The options, each in its range.</param>
    /// <param name="generator">The wrappers' chance comes from streams split from it; it does not advance, so it may be the game's.</param>
    /// <param name="learning">Whether the environment is for training, where a lost life may end an episode.</param>
    /// <returns>The environment, not yet reset.</returns>
    public static IEnvironment Wrap(IFrameEnvironment game, PreprocessingOptions options, RandomGenerator generator, bool learning)
    {
        ArgumentNullException.ThrowIfNull(game);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(generator);
        IFrameEnvironment frames = WrapFrames(game, options, generator, learning);
        IEnvironment seen = WrapImages(new ActionRepeat(frames, options.ActionRepeat), options);
        return new TimeLimit(seen, Math.Max(1, options.TimeLimitFrames / options.ActionRepeat));
    }

    /// <summary>What happens frame by frame. Life losses lie outside the no-op starts: only a real restart has one.</summary>
    private static IFrameEnvironment WrapFrames(
        IFrameEnvironment game, PreprocessingOptions options, RandomGenerator generator, bool learning)
    {
        const ulong stickyStream = 0, noOpStream = 1;
        IFrameEnvironment frames = game;
        if (options.StickyActions > 0) frames = new StickyActions(frames, options.StickyActions, generator.Split(stickyStream));
        if (options.NoOpStarts > 0) frames = new NoOpStarts(frames, options.NoOpStarts, generator.Split(noOpStream));
        return learning && options.LifeLossTerminal ? new LifeLossEndsEpisode(frames) : frames;
    }

    /// <summary>What happens agent step by agent step, after the maximum: luminance first, which leaves less to scale.</summary>
    private static IEnvironment WrapImages(IEnvironment repeated, PreprocessingOptions options)
    {
        IEnvironment seen = repeated;
        if (options.Grey && seen.Observation.Channels > 1) seen = new Luminance(seen);
        if ((seen.Observation.Height, seen.Observation.Width) != (options.FrameSize, options.FrameSize))
            seen = new Resize(seen, options.FrameSize, options.FrameSize);
        return options.Stack > 1 ? new FrameStack(seen, options.Stack) : seen;
    }
}
