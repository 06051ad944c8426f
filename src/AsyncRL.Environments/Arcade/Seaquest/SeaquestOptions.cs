using AsyncRL.Core.Options;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Arcade.Seaquest;

/// <summary>The options of <see cref="SeaquestGame"/>.</summary>
public sealed record SeaquestOptions : PreprocessingOptions
{
    /// <summary>The duration of a full tank of oxygen.</summary>
    [Option("oxygen", "seconds", "Duration of a full tank of oxygen.", Minimum = 5, Maximum = 300)]
    public int Oxygen { get; init; } = 30;

    /// <summary>The speed of enemies at first.</summary>
    [Option("enemy-speed", "pixels per frame", "Speed of enemies at first: the difficulty.", Minimum = 0.25, Maximum = 2)]
    public double EnemySpeed { get; init; } = 0.75;

    /// <summary>The interval of the submarines' torpedoes at first.</summary>
    [Option("torpedo-interval", "frames", "Frames between two torpedoes of submarines in a lane, at first.", Minimum = 20, Maximum = 1000)]
    public int TorpedoInterval { get; init; } = 120;

    /// <summary>The interval of divers.</summary>
    [Option("diver-interval", "frames", "Frames from one diver to the next.", Minimum = 30, Maximum = 1000)]
    public int DiverInterval { get; init; } = 150;

    /// <summary>Lives per game.</summary>
    [Option("lives", "lives", "Lives per game.", Minimum = 1, Maximum = 9)]
    public int Lives { get; init; } = 3;
}
