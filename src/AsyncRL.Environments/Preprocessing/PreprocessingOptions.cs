using AsyncRL.Core.Options;

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
