using AsyncRL.Environments.Options;

namespace AsyncRL.Environments.Racer;

/// <summary>The options of the race: which car, which track, how long, against how many.</summary>
public sealed record RacerOptions
{
    /// <summary>Which car: slow or fast.</summary>
    [Option("car", "", "slow takes every curve at full throttle; fast must brake before most.", Words = "slow fast")]
    public string Car { get; init; } = "fast";

    /// <summary>Cars of others on the track.</summary>
    [Option("opponents", "cars", "Cars of others, spread over the track, that keep their lanes at 40 % of the own car's top speed.",
        Minimum = 0, Maximum = 20)]
    public int Opponents { get; init; }

    /// <summary>The length of the outline that the track is rounded from.</summary>
    [Option("length", "m", "Length of the track before its corners are rounded, which makes it a little shorter.",
        Minimum = 700, Maximum = 5000)]
    public double Length { get; init; } = 1500;

    /// <summary>How winding the track is.</summary>
    [Option("curviness", "", "From wide bends all the same way (0) to many corners, left and right, some as tight as 35 m (1).",
        Minimum = 0, Maximum = 1)]
    public double Curviness { get; init; } = 0.5;

    /// <summary>The track's number; open: a new track each episode.</summary>
    [Option("track", "", "The number of a track that stays, the same for every seed; auto draws a new track each episode.",
        Minimum = 0, Maximum = int.MaxValue)]
    public int? Track { get; init; }

    /// <summary>The length of an episode.</summary>
    [Option("seconds", "s", "Length of an episode; the race is then cut off (truncated).", Minimum = 1, Maximum = 3600)]
    public double Seconds { get; init; } = 60;

    /// <summary>Frames of 1/60 s that an action lasts.</summary>
    [Option("action-repeat", "frames", "Frames of 1/60 s that an agent step lasts; the last is drawn.", Minimum = 1, Maximum = 60)]
    public int ActionRepeat { get; init; } = 4;

    /// <summary>Frames per observation.</summary>
    [Option("stack", "frames", "Frames per observation, the oldest first, three channels each.", Minimum = 1, Maximum = 16)]
    public int Stack { get; init; } = 1;
}
