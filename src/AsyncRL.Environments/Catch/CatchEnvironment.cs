using System.Globalization;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using CommunityToolkit.HighPerformance;

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
        Format = Catch.Visibility.Format)]
    public string Visibility { get; init; } = "always";

    /// <summary>Agent steps from a ball's landing to its reward.</summary>
    [Option("reward-delay", "agent steps", "Agent steps from a ball's landing to its reward.", Minimum = 0, Maximum = 10_000)]
    public int RewardDelay { get; init; }

    /// <summary>How the board is drawn: board or 84.</summary>
    [Option("rendering", "", "board: a pixel per cell; 84: drawn on 84x84 pixels, for the network of the paper.",
        AllowedValues = "board 84")]
    public string Rendering { get; init; } = "board";

    /// <summary>Frames per observation; null stands for 1 with the board and 4 with 84×84.</summary>
    [Option("stack", "frames", "Frames per observation, the oldest first; auto is 1 for the board and, as in the paper, 4 for 84.",
        Minimum = 1, Maximum = 16)]
    public int? Stack { get; init; }
}

/// <summary>Catch: a small task of pixels with a known optimum that is learned in seconds. Its options make it harder.</summary>
public sealed class CatchDescription : EnvironmentDescription<CatchOptions>
{
    private const int PaperStack = 4;

    /// <inheritdoc/>
    public override string Name => "catch";

    /// <inheritdoc/>
    public override string Summary => "Move a paddle under falling balls: +1 for each caught, -1 for each missed; optimal return = balls.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["rows"] = "2", ["columns"] = "2", ["paddle-width"] = "1" },
        new Dictionary<string, string> { ["rows"] = "7", ["columns"] = "40", ["paddle-width"] = "2", ["ball-speed"] = "4" },
        new Dictionary<string, string> { ["drift"] = "2", ["stack"] = "2" },
        new Dictionary<string, string> { ["balls"] = "4", ["drift"] = "1", ["reward-delay"] = "9", ["stack"] = "4" },
        new Dictionary<string, string> { ["balls"] = "60", ["visibility"] = "0.5" },
        new Dictionary<string, string> { ["balls"] = "3", ["visibility"] = "first-frame" },
        new Dictionary<string, string> { ["rendering"] = "84" },
        new Dictionary<string, string> { ["rendering"] = "84", ["stack"] = "1", ["rows"] = "84", ["columns"] = "84", ["balls"] = "5" },
    ];

    /// <inheritdoc/>
    public override bool NeedsMemory(object options) => IsSeenOnce(options);

    /// <inheritdoc/>
    protected override IEnvironment Create(CatchOptions options, RandomGenerator generator) => Make(options, generator);

    /// <summary>Whether a ball is seen where it is released only.</summary>
    internal static bool IsSeenOnce(object options) => Visibility.Parse(((CatchOptions)options).Visibility).MaximumAge == 0;

    /// <summary>Makes the task, with stacked frames if the options ask for them.</summary>
    internal static IEnvironment Make(CatchOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        int stack = options.Stack ?? (options.Rendering == "84" ? PaperStack : 1);
        var frames = new CatchEnvironment(options, generator);
        return stack == 1 ? frames : Wrapper.Wrap(frames, inner => new FrameStack(inner, stack));
    }
}

/// <summary>
/// Catch with the ball visible only in the first frame: a task for memory. For the bound on networks without memory see
/// docs/environments/toys.md.
/// </summary>
public sealed class CatchOnceDescription : EnvironmentDescription<CatchOnceOptions>
{
    /// <inheritdoc/>
    public override string Name => "catch-once";

    /// <inheritdoc/>
    public override string Summary =>
        "Catch whose ball is visible only in the first frame; without memory at most 9 of 24 balls are caught, with memory all of them.";

    /// <inheritdoc/>
    public override bool NeedsMemory(object options) => CatchDescription.IsSeenOnce(options);

    /// <inheritdoc/>
    protected override IEnvironment Create(CatchOnceOptions options, RandomGenerator generator) =>
        CatchDescription.Make(options, generator);
}

/// <summary>The options of Catch, with the ball visible only once by default.</summary>
public sealed record CatchOnceOptions : CatchOptions
{
    /// <summary>The ball is visible only in the first frame.</summary>
    public CatchOnceOptions() => Visibility = "first-frame";
}

/// <summary>Catch as a task: actions move the paddle of a <see cref="CatchGame"/>, and observations are its single frames.</summary>
/// <remarks>Actions: 0 is left, 1 stay, 2 right. The optimal return is the number of balls; see <see cref="CatchGame"/>.</remarks>
internal sealed class CatchEnvironment : IEnvironment, IStateMap
{
    /// <summary>Height and width in pixels of the frames of Mnih et al. (2015, 2016).</summary>
    private const int PaperSize = 84;

    private readonly RandomGenerator _generator;
    private readonly Visibility _visibility;

    /// <summary>Makes the task.</summary>
    /// <param name="options">The options, each in its range; <see cref="CatchOptions.Stack"/> is used only by the caller.</param>
    /// <param name="generator">The only source of randomness.</param>
    /// <exception cref="InputException">The options contradict each other.</exception>
    internal CatchEnvironment(CatchOptions options, RandomGenerator generator)
    {
        _generator = generator;
        _visibility = Visibility.Parse(options.Visibility);
        Game = new CatchGame(options, generator);
        Observation = options.Rendering == "84" ? PaperFrame(options) : ObservationSpecification.Pixels(options.Rows, options.Columns, 1);
        Facts =
        [
            new StateFact("ball's column", 0, options.Columns - 1, IsWhole: true),
            new StateFact("ball's height", 1, options.Rows - 1, IsWhole: true),
            new StateFact("paddle's column", 0, options.Columns - options.PaddleWidth, IsWhole: true),
        ];
    }

    /// <summary>The game behind the pixels.</summary>
    public CatchGame Game { get; }

    /// <inheritdoc/>
    public ObservationSpecification Observation { get; }

    /// <inheritdoc/>
    public ActionSpecification Actions { get; } = ActionSpecification.Discrete("left", "stay", "right");

    /// <summary>
    /// Of the ball that lands next, and of the leftmost cell of the paddle. The height of the bottom row is 0; a ball is there only at the
    /// end.
    /// </summary>
    public IReadOnlyList<StateFact> Facts { get; }

    /// <inheritdoc/>
    public (int Across, int Up) Axes => (0, 1);

    /// <inheritdoc/>
    public bool CanSave => true;

    /// <inheritdoc/>
    public int? LongestEpisode => Game.EpisodeLength;

    /// <inheritdoc/>
    public bool IsOver => Game.IsOver;

    /// <inheritdoc/>
    public void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        Game.Reset();
        Show(observation);
    }

    /// <inheritdoc/>
    public StepOutcome Step(AgentAction action, Observation observation)
    {
        Actions.Check(action);
        ArgumentNullException.ThrowIfNull(observation);
        EnvironmentState.RefuseStepIf(Game.IsOver);
        int reward = Game.Advance(action.Choice - 1);
        Show(observation);
        return new StepOutcome(reward, Game.IsOver, Truncated: false);
    }

    /// <inheritdoc/>
    public void ReadFacts(Span<double> values)
    {
        int ball = Math.Min(Game.FirstBall, Game.EndBall - 1);
        (values[0], values[1], values[2]) = (Game.ColumnOf(ball), Game.Rows - 1 - Game.RowOf(ball), Game.PaddleColumn);
    }

    /// <inheritdoc/>
    public void ShowState(ReadOnlySpan<double> values, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        Span2D<byte> image = observation.Pixels.AsSpan2D(Observation.Height, Observation.Width);
        CatchPainter.Paint(Game, ((int)values[0], Game.Rows - 1 - (int)values[1]), (int)values[2], image);
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        Game.Transfer(state);
        state.Generator(_generator);
    }

    private static ObservationSpecification PaperFrame(CatchOptions options)
    {
        if (Math.Max(options.Rows, options.Columns) > PaperSize)
        {
            throw new InputException(
                $"The board has {options.Rows} rows and {options.Columns} columns; expected at most {PaperSize} of each for 84x84 pixels.");
        }

        return ObservationSpecification.Pixels(PaperSize, PaperSize, 1);
    }

    private void Show(Observation observation)
    {
        Span2D<byte> image = observation.Pixels.AsSpan2D(Observation.Height, Observation.Width);
        CatchPainter.Paint(Game, _visibility.DrawMaximumAge(_generator), image);
    }
}

/// <summary>When balls are visible: with some probability in each frame, and up to some age.</summary>
/// <param name="Probability">The probability that a frame shows any balls, drawn independently for each frame.</param>
/// <param name="MaximumAge">Agent steps since its release after which a ball is no longer visible.</param>
internal readonly record struct Visibility(double Probability, int MaximumAge)
{
    /// <summary>The age limit of a frame that shows no balls.</summary>
    internal const int Nothing = -1;

    /// <summary>The allowed texts of the option.</summary>
    internal const string Format = "always, first-frame or a probability from 0 to 1";

    /// <summary>Reads the option's text.</summary>
    /// <exception cref="InputException">It is none of the three.</exception>
    internal static Visibility Parse(string text)
    {
        string[] words = ["always", "first-frame"];
        if (Names.Match(text, words) is { } word) return new(1, word == words[0] ? int.MaxValue : 0);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double probability) && probability is >= 0 and <= 1)
            return new(probability, int.MaxValue);
        throw new InputException($"The option visibility is \"{text}\"; expected {Format}.");
    }

    /// <summary>Draws the largest age of the balls that the next frame shows.</summary>
    /// <param name="generator">Used once per frame in every case, so that one seed releases the same balls at every visibility.</param>
    /// <returns>An age in agent steps, or <see cref="Nothing"/>.</returns>
    internal int DrawMaximumAge(RandomGenerator generator) =>
        generator.NextDouble() < Probability ? MaximumAge : Nothing;
}

/// <summary>Draws a game of Catch as an image of any size: paddle and balls are 255, the rest is 0.</summary>
internal static class CatchPainter
{
    private const byte Foreground = 255;

    /// <summary>Draws the whole image again.</summary>
    /// <param name="game">The game in its current state.</param>
    /// <param name="maximumAge">Balls released longer ago than this, in agent steps, are not drawn.</param>
    /// <param name="image">Receives rows × columns pixels; the image has at least as many rows and columns as the board.</param>
    internal static void Paint(CatchGame game, int maximumAge, Span2D<byte> image)
    {
        image.Clear();
        FillCells(game, game.Rows - 1, game.PaddleColumn, game.PaddleWidth, image);
        for (int ball = game.FirstBall; ball < game.EndBall; ball++)
        {
            if (game.AgeOf(ball) <= maximumAge) FillCells(game, game.RowOf(ball), game.ColumnOf(ball), 1, image);
        }
    }

    /// <summary>Draws a board of the game's size with a paddle and one ball.</summary>
    /// <param name="game">The game.</param>
    /// <param name="ball">Column and row of the ball.</param>
    /// <param name="paddle">The leftmost column of the paddle.</param>
    /// <param name="image">Receives the image.</param>
    internal static void Paint(CatchGame game, (int Column, int Row) ball, int paddle, Span2D<byte> image)
    {
        image.Clear();
        FillCells(game, game.Rows - 1, paddle, game.PaddleWidth, image);
        FillCells(game, ball.Row, ball.Column, 1, image);
    }

    /// <summary>
    /// Fills neighboring cells of a row. Cell k of n covers the pixels from ⌊k·size/n⌋ up to ⌊(k+1)·size/n⌋. The sizes of cells differ by
    /// at most one pixel, and there are no gaps. If the image has the size of the board, a cell is one pixel.
    /// </summary>
    private static void FillCells(CatchGame game, int row, int column, int count, Span2D<byte> image)
    {
        int top = row * image.Height / game.Rows;
        int bottom = (row + 1) * image.Height / game.Rows;
        int left = column * image.Width / game.Columns;
        int right = (column + count) * image.Width / game.Columns;
        image.Slice(top, left, bottom - top, right - left).Fill(Foreground);
    }
}
