using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Racer;

/// <summary>The options of the race: the car, the track, the duration, and the number of opponents.</summary>
public sealed record RacerOptions
{
    /// <summary>The car: slow or fast.</summary>
    [Option("car", "", "slow can drive every curve at full throttle; fast must brake before most curves.", Words = "slow fast")]
    public string Car { get; init; } = "fast";

    /// <summary>The number of opponents on the track.</summary>
    [Option("opponents", "cars", "Opponents, spread over the track; each keeps its lane at about 40 % of the top speed of the agent's car.",
        Minimum = 0, Maximum = 20)]
    public int Opponents { get; init; }

    /// <summary>The length of the outline before its corners are rounded.</summary>
    [Option("length", "m", "Length of the track before its corners are rounded; rounding makes it a little shorter.",
        Minimum = 700, Maximum = 5000)]
    public double Length { get; init; } = 1500;

    /// <summary>The curviness of the track.</summary>
    [Option("curviness", "", "From wide bends in one direction (0) to many corners, left and right, with radii down to 35 m (1).",
        Minimum = 0, Maximum = 1)]
    public double Curviness { get; init; } = 0.5;

    /// <summary>The track's number; null stands for a new track in each episode.</summary>
    [Option("track", "", "Number of a fixed track, the same for every seed; auto draws a new track in each episode.",
        Minimum = 0, Maximum = int.MaxValue)]
    public int? Track { get; init; }

    /// <summary>The length of an episode.</summary>
    [Option("seconds", "s", "Length of an episode, which is then truncated.", Minimum = 1, Maximum = 3600)]
    public double Seconds { get; init; } = 60;

    /// <summary>Frames of 1/60 s per agent step.</summary>
    [Option("action-repeat", "frames", "Frames of 1/60 s per agent step; the last is drawn.", Minimum = 1, Maximum = 60)]
    public int ActionRepeat { get; init; } = 4;

    /// <summary>Frames per observation.</summary>
    [Option("stack", "frames", "Frames per observation, the oldest first, three channels each.", Minimum = 1, Maximum = 16)]
    public int Stack { get; init; } = 1;
}
