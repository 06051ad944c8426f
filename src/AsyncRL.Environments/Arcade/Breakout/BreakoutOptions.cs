using AsyncRL.Environments.Options;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Arcade.Breakout;

/// <summary>The options of <see cref="BreakoutGame"/>.</summary>
public sealed record BreakoutOptions : PreprocessingOptions
{
    /// <summary>Width of the paddle.</summary>
    [Option("paddle-width", "pixels", "Width of the paddle: the difficulty; the field is 144 wide.", Minimum = 8, Maximum = 64)]
    public int PaddleWidth { get; init; } = 24;

    /// <summary>How fast a served ball falls.</summary>
    [Option("ball-speed", "pixels per frame", "How fast a served ball falls; it becomes up to 1.5 faster.", Minimum = 1, Maximum = 3)]
    public double BallSpeed { get; init; } = 2;

    /// <summary>Balls per game.</summary>
    [Option("lives", "balls", "Balls per game.", Minimum = 1, Maximum = 9)]
    public int Lives { get; init; } = 5;

    /// <summary>Walls after which the game is won.</summary>
    [Option("walls", "walls", "Walls, of 432 each, after which the game is won.", Minimum = 1, Maximum = 2)]
    public int Walls { get; init; } = 2;
}
