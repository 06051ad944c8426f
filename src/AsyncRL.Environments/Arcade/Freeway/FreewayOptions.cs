using AsyncRL.Environments.Options;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Arcade.Freeway;

/// <summary>The options of <see cref="FreewayGame"/>.</summary>
public sealed record FreewayOptions : PreprocessingOptions
{
    /// <summary>How long a game lasts.</summary>
    [Option("seconds", "seconds", "How long a game lasts, at 60 frames per second.", Minimum = 10, Maximum = 999)]
    public int Seconds { get; init; } = 136;

    /// <summary>How fast the cars are.</summary>
    [Option("traffic-speed", "", "How fast the cars are: the difficulty, as a multiple of the usual speeds.", Minimum = 0.25, Maximum = 3)]
    public double TrafficSpeed { get; init; } = 1;

    /// <summary>How far a car throws the chicken back.</summary>
    [Option("thrown-back", "lanes", "How far a car throws the chicken back.", Minimum = 0, Maximum = 10)]
    public int ThrownBack { get; init; } = 1;
}
