using System.Collections.Immutable;
using AsyncRL.Core.Options;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Gymnasium;

/// <summary>The options of an environment of Gymnasium. A game of the Arcade Learning Environment has other defaults.</summary>
public sealed record GymnasiumOptions
{
    /// <summary>The Python that has the environment.</summary>
    [Option("python", "", "The Python that has Gymnasium and the environment.", Format = "the path or the name of a Python 3")]
    public string Python { get; init; } = OperatingSystem.IsWindows() ? "python" : "python3";

    /// <summary>Keyword arguments of gymnasium.make.</summary>
    [Option("make.KEY", "", "The keyword argument KEY of gymnasium.make; 3, true and [1, 2] are values, other words are texts.",
        Format = "a value in JSON, or a text")]
    public ImmutableSortedDictionary<string, string> Make { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The longest time for an answer.</summary>
    [Option("answer-seconds", "seconds", "After this time without an answer the environment is ended, and the run fails and is saved.",
        Minimum = 0.1, Maximum = 86_400)]
    public double AnswerSeconds { get; init; } = 60;

    /// <summary>Steps of the environment for which an action is repeated.</summary>
    [Option("action-repeat", "frames", "Frames for which an action is repeated; an image is the pixel-wise maximum of the last two.",
        Minimum = 1, Maximum = 100)]
    public int ActionRepeat { get; init; } = 1;

    /// <summary>Whether colors are converted to gray.</summary>
    [Option("gray", "", "Whether images of three colors are converted to gray.")]
    public bool Gray { get; init; }

    /// <summary>Height and width of the images that the agent sees.</summary>
    [Option("frame-size", "pixels", "Height and width to which images are scaled by area averaging; auto keeps their size.",
        Minimum = 1, Maximum = Resize.LargestSize)]
    public int? FrameSize { get; init; }

    /// <summary>Frames per observation.</summary>
    [Option("stack", "frames", "Frames per observation, the oldest first; only for images.", Minimum = 1, Maximum = 16)]
    public int Stack { get; init; } = 1;

    /// <summary>The largest number of frames without action at the start of an episode.</summary>
    [Option("no-op-starts", "frames", "An episode begins with a random number of steps of the action 0, from 0 to this.",
        Minimum = 0, Maximum = 10_000)]
    public int NoOpStarts { get; init; }

    /// <summary>Whether a lost life ends an episode of training.</summary>
    [Option("life-loss-terminal", "", "Whether a lost life ends an episode, only in training and only in games of the ALE.")]
    public bool LifeLossTerminal { get; init; } = true;

    /// <summary>Frames after which an episode is truncated.</summary>
    [Option("time-limit-frames", "frames", "Frames after which an episode is truncated; auto leaves it to the environment.",
        Minimum = 1, Maximum = 1_000_000_000)]
    public int? TimeLimitFrames { get; init; }

    /// <summary>The preprocessing of Mnih et al. (2015, 2016) for a game of the Arcade Learning Environment.</summary>
    internal static GymnasiumOptions ForAtari { get; } = new()
    {
        ActionRepeat = 4,
        Gray = true,
        FrameSize = 84,
        Stack = 4,
        NoOpStarts = 30,
        TimeLimitFrames = 30 * 60 * 60,
    };
}
