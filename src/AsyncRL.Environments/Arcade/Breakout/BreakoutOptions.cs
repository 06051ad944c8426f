using AsyncRL.Core.Options;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Arcade.Breakout;

/// <summary>The options of <see cref="BreakoutGame"/>.</summary>
public sealed record BreakoutOptions : PreprocessingOptions
{
    /// <summary>Width of the paddle.</summary>
    [Option("paddle-width", "pixels", "Width of the paddle: the difficulty; the field is 144 wide.", Minimum = 8, Maximum = 64)]
    public int PaddleWidth { get; init; } = 24;

    /// <summary>The speed of a served ball.</summary>
    [Option("ball-speed", "pixels per frame", "Speed of a served ball; it gains up to 1.5 pixels per frame.", Minimum = 1, Maximum = 3)]
    public double BallSpeed { get; init; } = 2;

    /// <summary>Balls per game.</summary>
    [Option("lives", "balls", "Lives (balls) per game.", Minimum = 1, Maximum = 9)]
    public int Lives { get; init; } = 5;

    /// <summary>Walls after which the game is won.</summary>
    [Option("walls", "walls", "Walls after which the game is won; each gives 432.", Minimum = 1, Maximum = 2)]
    public int Walls { get; init; } = 2;
}
