using AsyncRL.Environments.Options;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Arcade.Pong;

/// <summary>The options of <see cref="PongGame"/>: how good the opponent is, how fast the ball.</summary>
public sealed record PongOptions : PreprocessingOptions
{
    /// <summary>How fast the opponent's paddle moves; the player's does 2.5.</summary>
    [Option("opponent-speed", "pixels per frame", "How fast the opponent's paddle moves: the difficulty; the player's does 2.5.",
        Minimum = 0, Maximum = 8)]
    public double OpponentSpeed { get; init; } = 1.25;

    /// <summary>How far off the ball's middle the opponent may aim; above 12 it may miss slow balls, too.</summary>
    [Option("opponent-error", "pixels", "How far off the ball's middle the opponent may aim, anew for each ball; above 12 it may miss.",
        Minimum = 0, Maximum = 32)]
    public double OpponentError { get; init; } = 8;

    /// <summary>How fast a served ball crosses the field.</summary>
    [Option("ball-speed", "pixels per frame", "How fast a served ball crosses the field; each stroke adds 1/8, up to half as much again.",
        Minimum = 1, Maximum = 3)]
    public double BallSpeed { get; init; } = 2;

    /// <summary>Points that win.</summary>
    [Option("points", "points", "Points that win the game.", Minimum = 1, Maximum = 99)]
    public int Points { get; init; } = 21;
}
