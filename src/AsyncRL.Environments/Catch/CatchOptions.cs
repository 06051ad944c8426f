using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Catch;

/// <summary>The options of Catch: size, speed, visibility, and delay of rewards.</summary>
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
    [Option("paddle-width", "cells", "Width of the paddle; a narrower paddle is harder.", Minimum = 1, Maximum = 256)]
    public int PaddleWidth { get; init; } = 3;

    /// <summary>The largest horizontal velocity of a ball.</summary>
    [Option("drift", "columns per agent step", "Sideways speed of a ball, drawn from -drift to drift; balls bounce off the walls.",
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

    /// <summary>When balls are visible: always, first-frame, or a probability.</summary>
    [Option("visibility", "", "When balls are visible; first-frame is only the frame of the release; a probability is per frame.",
        Spelling = Catch.Visibility.Spelling)]
    public string Visibility { get; init; } = "always";

    /// <summary>Agent steps from a ball's landing to its reward.</summary>
    [Option("reward-delay", "agent steps", "Agent steps from a ball's landing to its reward.", Minimum = 0, Maximum = 10_000)]
    public int RewardDelay { get; init; }

    /// <summary>How the board is drawn: board or 84.</summary>
    [Option("rendering", "", "board: a pixel per cell; 84: drawn on 84x84 pixels, for the network of the paper.", Words = "board 84")]
    public string Rendering { get; init; } = "board";

    /// <summary>Frames per observation; null stands for 1 with the board and 4 with 84×84.</summary>
    [Option("stack", "frames", "Frames per observation, the oldest first; auto is 1 for the board and, as in the paper, 4 for 84.",
        Minimum = 1, Maximum = 16)]
    public int? Stack { get; init; }
}
