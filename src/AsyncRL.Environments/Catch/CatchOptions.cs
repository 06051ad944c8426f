using AsyncRL.Environments.Options;

namespace AsyncRL.Environments.Catch;

/// <summary>The knobs of Catch: how large, how fast, how much is seen, and when it pays.</summary>
public record CatchOptions
{
    /// <summary>Height of the board.</summary>
    [Option("rows", "cells", "Height of the board; balls start in the top row, the paddle moves in the bottom row.",
        Minimum = 2, Maximum = 256)]
    public int Rows { get; init; } = 24;

    /// <summary>Width of the board.</summary>
    [Option("columns", "cells", "Width of the board.", Minimum = 2, Maximum = 256)]
    public int Columns { get; init; } = 24;

    /// <summary>Width of the paddle, at most that of the board.</summary>
    [Option("paddle-width", "cells", "Width of the paddle; the narrower, the harder.", Minimum = 1, Maximum = 256)]
    public int PaddleWidth { get; init; } = 3;

    /// <summary>The largest horizontal velocity of a ball.</summary>
    [Option("drift", "columns per agent step", "Each ball moves sideways by a draw from -drift to drift and bounces off the walls.",
        Minimum = 0, Maximum = 256)]
    public int Drift { get; init; }

    /// <summary>How fast balls fall.</summary>
    [Option("ball-speed", "rows per agent step", "How fast balls fall; the last stretch ends on the bottom row.",
        Minimum = 1, Maximum = 256)]
    public int BallSpeed { get; init; } = 1;

    /// <summary>Balls per episode.</summary>
    [Option("balls", "balls", "Balls per episode, released one after another so that all that fit are in the air at once.",
        Minimum = 1, Maximum = 1000)]
    public int Balls { get; init; } = 1;

    /// <summary>How much of the balls is seen: always, first-frame, or a probability.</summary>
    [Option("visibility", "", "When balls are drawn; first-frame is only where they are released, a probability is per frame.",
        Spelling = Catch.Visibility.Spelling)]
    public string Visibility { get; init; } = "always";

    /// <summary>How long after the landing its reward comes.</summary>
    [Option("reward-delay", "agent steps", "How long after a ball has landed it pays.", Minimum = 0, Maximum = 10_000)]
    public int RewardDelay { get; init; }

    /// <summary>How the board becomes pixels: board or 84.</summary>
    [Option("rendering", "", "board: a pixel per cell; 84: drawn on 84x84 pixels, for the network of the paper.", Words = "board 84")]
    public string Rendering { get; init; } = "board";

    /// <summary>Frames per observation; open: 1 for the board, 4 for 84×84.</summary>
    [Option("stack", "frames", "Frames per observation, the oldest first; auto is 1 for the board and, as in the paper, 4 for 84.",
        Minimum = 1, Maximum = 16)]
    public int? Stack { get; init; }
}
