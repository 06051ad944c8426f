using AsyncRL.Core.Options;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Arcade.Freeway;

/// <summary>The options of <see cref="FreewayGame"/>.</summary>
public sealed record FreewayOptions : PreprocessingOptions
{
    /// <summary>The duration of a game.</summary>
    [Option("seconds", "seconds", "Duration of a game, at 60 frames per second.", Minimum = 10, Maximum = 999)]
    public int Seconds { get; init; } = 136;

    /// <summary>The speed of the cars.</summary>
    [Option("traffic-speed", "", "Speed of the cars as a multiple of the usual speeds: the difficulty.", Minimum = 0.25, Maximum = 3)]
    public double TrafficSpeed { get; init; } = 1;

    /// <summary>The distance that a car throws the chicken back.</summary>
    [Option("thrown-back", "lanes", "Distance that a car throws the chicken back.", Minimum = 0, Maximum = 10)]
    public int ThrownBack { get; init; } = 1;
}
