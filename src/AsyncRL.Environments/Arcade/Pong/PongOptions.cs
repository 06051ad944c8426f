using AsyncRL.Core.Options;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Arcade.Pong;

/// <summary>The options of <see cref="PongGame"/>: the skill of the opponent and the speed of the ball.</summary>
public sealed record PongOptions : PreprocessingOptions
{
    /// <summary>The speed of the opponent's paddle; the player's is 2.5.</summary>
    [Option("opponent-speed", "pixels per frame", "Speed of the opponent's paddle: the difficulty; the player's is 2.5.",
        Minimum = 0, Maximum = 8)]
    public double OpponentSpeed { get; init; } = 1.25;

    /// <summary>The largest error of the opponent's aim; above 12 it may miss slow balls, too.</summary>
    [Option("opponent-error", "pixels", "Largest error of the opponent's aim, drawn for each ball; above 12 it may miss slow balls.",
        Minimum = 0, Maximum = 32)]
    public double OpponentError { get; init; } = 8;

    /// <summary>The speed of a served ball across the field.</summary>
    [Option("ball-speed", "pixels per frame", "Speed of a served ball across the field; each stroke adds 1/8, up to 1.5 times the speed.",
        Minimum = 1, Maximum = 3)]
    public double BallSpeed { get; init; } = 2;

    /// <summary>Points that win.</summary>
    [Option("points", "points", "Points that win the game.", Minimum = 1, Maximum = 99)]
    public int Points { get; init; } = 21;
}
