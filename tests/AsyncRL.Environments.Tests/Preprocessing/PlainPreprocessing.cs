using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Tests.Preprocessing;

/// <summary>
/// The preprocessing as a sequence of wrappers of which each computes all that it shows: what <see cref="ArcadePreprocessing"/> must equal.
/// </summary>
internal static class PlainPreprocessing
{
    internal static IEnvironment Wrap(IFrameEnvironment game, PreprocessingOptions options, RandomGenerator generator, bool learning)
    {
        IFrameEnvironment frames = game;
        if (options.StickyActions > 0) frames = new StickyActions(frames, options.StickyActions, generator.Split(0));
        if (options.NoOpStarts > 0) frames = new NoOpStarts(frames, options.NoOpStarts, generator.Split(1));
        if (learning && options.LifeLossTerminal) frames = new EpisodicLife(frames);
        IEnvironment seen = new ActionRepeat(frames, options.ActionRepeat);
        if (options.Gray && seen.Observation.Channels > 1) seen = new Luminance(seen);
        seen = new Resize(seen, options.FrameSize, options.FrameSize);
        if (options.Stack > 1) seen = new FrameStack(seen, options.Stack);
        return new TimeLimit(seen, Math.Max(1, options.TimeLimitFrames / options.ActionRepeat));
    }
}
