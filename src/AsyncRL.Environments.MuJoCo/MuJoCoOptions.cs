using System.Collections.Immutable;
using AsyncRL.Core.Options;
using AsyncRL.Environments.MuJoCo.Native;

namespace AsyncRL.Environments.MuJoCo;

/// <summary>The options of a task of MuJoCo. Each task has other defaults.</summary>
public record MuJoCoOptions
{
    /// <summary>Steps of the engine in an agent step.</summary>
    [Option("frame-skip", "steps", "Steps of the engine in an agent step, with the same controls.", Minimum = 1, Maximum = 1000)]
    public int FrameSkip { get; init; } = 1;

    /// <summary>Agent steps after which an episode is truncated.</summary>
    [Option("time-limit", "agent steps", "When an episode is truncated.", Minimum = 1)]
    public int TimeLimit { get; init; } = 1000;

    /// <summary>The largest deviation of the first state.</summary>
    [Option("reset-noise", "", "Each position and velocity of the first state deviates by up to this from the model's.",
        Minimum = 0, Maximum = 10)]
    public double ResetNoise { get; init; } = 0.01;

    /// <summary>Whether the agent sees pictures instead of numbers.</summary>
    [Option("pixels", "", "Whether the agent sees pictures of the model's camera \"view\" instead of numbers; needs OSMesa.")]
    public bool Pixels { get; init; }

    /// <summary>Whether pictures are gray.</summary>
    [Option("gray", "", "Whether the pictures that the agent sees are gray.")]
    public bool Gray { get; init; } = true;

    /// <summary>Height and width of the pictures that the agent sees.</summary>
    [Option("frame-size", "pixels", "Height and width of the pictures that the agent sees.", Minimum = 8, Maximum = 480)]
    public int FrameSize { get; init; } = 84;

    /// <summary>Pictures per observation.</summary>
    [Option("stack", "frames", "Pictures per observation, the oldest first.", Minimum = 1, Maximum = 16)]
    public int Stack { get; init; } = 4;

    /// <summary>The library of MuJoCo.</summary>
    [Option("library", "", "The library of MuJoCo; auto looks for the system's, or takes the one of ASYNCRL_MUJOCO_LIBRARY.",
        Format = "the path of libmujoco, or auto")]
    public string Library { get; init; } = MuJoCoLibrary.Usual;
}

/// <summary>The options of a task with a user's model.</summary>
public sealed record OwnModelOptions : MuJoCoOptions
{
    /// <summary>The file of the model.</summary>
    [Option("model", "", "The file of the model, in MJCF.", Format = "the path of an MJCF file")]
    public string Model { get; init; } = "";

    /// <summary>The weights of the terms of the reward.</summary>
    [Option("reward.TERM", "", "The weight of a term: forward, upright, height, distance-to-target, control-cost or alive.",
        Format = "a number")]
    public ImmutableSortedDictionary<string, string> Reward { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The body that moves.</summary>
    [Option("body", "", "The body that the terms of the reward are about; auto is the first body of the model.",
        Format = "the name of a body, or auto")]
    public string Body { get; init; } = MuJoCoLibrary.Usual;

    /// <summary>The body that is the target.</summary>
    [Option("target", "", "The body that is the target of distance-to-target.", Format = "the name of a body, or none")]
    public string Target { get; init; } = NoTarget;

    /// <summary>The height below which the task ends.</summary>
    [Option("lowest-body", "meters", "The task ends when the body is lower than this; auto for never.", Minimum = -1000, Maximum = 1000)]
    public double? LowestBody { get; init; }

    /// <summary>The word for no target.</summary>
    internal const string NoTarget = "none";
}
