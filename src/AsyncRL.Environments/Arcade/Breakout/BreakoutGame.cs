using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Drawing;
using AsyncRL.Environments.Preprocessing;
using static AsyncRL.Environments.Arcade.FixedPoint;

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

/// <summary>Breakout, with the preprocessing of the paper.</summary>
public sealed class BreakoutDescription : AtariStyleDescription<BreakoutOptions>
{
    /// <inheritdoc/>
    public override string Name => "breakout";

    /// <inheritdoc/>
    public override string Summary =>
        "Break walls of 108 bricks with a ball and a paddle: 1 to 7 per brick; five lives; optimal return 864.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["paddle-width"] = "64", ["ball-speed"] = "3", ["lives"] = "2", ["gray"] = "false" },
        new Dictionary<string, string> { ["paddle-width"] = "8", ["walls"] = "1", ["lives"] = "9", ["action-repeat"] = "3" },
    ];

    /// <inheritdoc/>
    public override IFrameEnvironment CreateGame(BreakoutOptions options, RandomGenerator generator) =>
        new BreakoutGame(options, generator);
}

/// <summary>
/// A wall of six rows of eighteen bricks, a ball that breaks them, and a paddle that must not miss the ball. The scores of bricks are 1, 1,
/// 4, 4, 7, 7 from the lowest row up: 432 per wall. When the paddle meets the ball after the last brick, a second wall appears. After that
/// wall the game is won.
/// </summary>
/// <remarks>
/// <para>The paddle determines the ball's direction: almost straight up from the middle, 5 across per 4 up from the ends. The ball becomes
/// faster at the 4th and the 12th stroke and at the first brick of 7, and slow again with the next life. The button serves it, or the game
/// serves it after a second. It then moves downward from a random position below the wall.</para>
/// <para>Positions and speeds are in units of 1/256 pixel. A position is the upper left corner of an object.</para>
/// </remarks>
internal sealed class BreakoutGame : ArcadeGame
{
    internal const int Left = 8;
    internal const int Right = 152;
    internal const int Top = 34;
    internal const int BallSize = 4;
    internal const int PaddleRow = 190;
    internal const int BrickRows = 6;
    internal const int BrickColumns = 18;
    internal const int BrickWidth = 8;
    internal const int BrickHeight = 6;
    internal const int WallTop = 58;
    internal const int WallBottom = WallTop + (BrickRows * BrickHeight);

    private const int PaddleHeight = 5;
    private const int PaddleSpeed = 3 * Pixel;
    private const int FastestLevel = 3;
    private const int SpeedPerLevel = Pixel / 2;
    private const int ServeRow = WallBottom + 12;
    private const int FramesUntilServe = FramesPerSecond;
    private const int FullRow = (1 << BrickColumns) - 1;

    private static readonly Color Border = new(144, 144, 144);
    private static readonly Color PaddleColor = new(96, 200, 232);
    private static readonly Color BallColor = new(255, 255, 255);
    private static readonly Color[] RowColors =
        [new(216, 64, 64), new(224, 112, 48), new(208, 144, 48), new(176, 168, 48), new(72, 168, 72), new(72, 96, 216)];

    private readonly int _paddleWidth, _slowest, _livesAtStart, _walls;

    /// <summary>The remaining bricks, one bit each, by row from the top.</summary>
    private readonly int[] _bricks = new int[BrickRows];
    private int _ballX, _ballY, _velocityX, _velocityY;
    private int _paddle;
    private int _strokes, _level, _wait;
    private int _score, _lives, _wall;

    internal BreakoutGame(BreakoutOptions options, RandomGenerator generator)
        : base(generator, isColored: !options.Gray)
    {
        _paddleWidth = options.PaddleWidth;
        _slowest = FromPixels(options.BallSpeed);
        _livesAtStart = options.Lives;
        _walls = options.Walls;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<Joystick> Moves => [Joystick.None, Joystick.Fire, Joystick.Left, Joystick.Right];

    /// <inheritdoc/>
    public override int Score => _score;

    /// <inheritdoc/>
    public override int Lives => _lives;

    internal (int X, int Y) BallPlace => (_ballX, _ballY);

    internal (int X, int Y) BallVelocity => (_velocityX, _velocityY);

    internal int PaddlePlace => _paddle;

    internal int PaddleWidth => _paddleWidth;

    internal int Strokes => _strokes;

    internal ReadOnlySpan<int> Bricks => _bricks;

    private int Speed => _slowest + (_level * SpeedPerLevel);

    /// <summary>The score of a brick.</summary>
    internal static int ValueOf(int row) => row switch { 0 or 1 => 7, 2 or 3 => 4, _ => 1 };

    /// <summary>Sideways speed after a stroke at a given distance from the paddle's middle.</summary>
    internal static int SidewaysAfterStroke(int speed, int offset, int reach) => speed * offset * 5 / (4 * reach);

    /// <inheritdoc/>
    public override IReadOnlyList<StateFact> Facts { get; } =
    [
        new("bricks left", 0, BrickRows * BrickColumns, IsWhole: true),
        new("ball's row (pixels)", Top, Screen.Height),
        new("paddle's column (pixels)", Left, Right),
        new("lives", 0, 9, IsWhole: true),
    ];

    /// <inheritdoc/>
    public override void ReadFacts(Span<double> values)
    {
        values[0] = 0;
        foreach (int row in _bricks) values[0] += int.PopCount(row);
        values[1] = ToPixel(_ballY);
        values[2] = ToPixel(_paddle);
        values[3] = _lives;
    }

    /// <inheritdoc/>
    protected override void Begin()
    {
        _score = 0;
        _lives = _livesAtStart;
        _wall = 1;
        _bricks.AsSpan().Fill(FullRow);
        _paddle = (Left + Right - _paddleWidth) / 2 * Pixel;
        PlaceBall();
    }

    /// <inheritdoc/>
    protected override bool Advance(Joystick joystick)
    {
        if (joystick == Joystick.Left) _paddle -= PaddleSpeed;
        if (joystick == Joystick.Right) _paddle += PaddleSpeed;
        _paddle = Math.Clamp(_paddle, Left * Pixel, (Right - _paddleWidth) * Pixel);
        if (_wait > 0)
        {
            _wait = joystick == Joystick.Fire ? 0 : _wait - 1;
            if (_wait == 0) Serve();
            return false;
        }

        MoveSideways();
        MoveUpOrDown();
        if (_ballY > Screen.Height * Pixel)
        {
            _lives--;
            PlaceBall();
        }

        return _lives == 0 || (_wall == _walls && IsWallGone());
    }

    /// <inheritdoc/>
    protected override void DrawBackground(Screen screen)
    {
        screen.Clear(Color.Black);
        screen.Fill(0, Top - 8, Screen.Width, Screen.Height, Border);
        screen.Fill(Left, Top, Right - Left, Screen.Height, Color.Black);
    }

    /// <inheritdoc/>
    protected override void Draw(Screen screen)
    {
        ScoreDisplay.Draw(screen, _score, right: 68, top: 7, BallColor);
        ScoreDisplay.Draw(screen, _lives, right: 124, top: 7, PaddleColor);
        for (int row = 0; row < BrickRows; row++) DrawBricks(screen, WallTop + (row * BrickHeight), _bricks[row], RowColors[row]);
        screen.Fill(ToPixel(_paddle), PaddleRow, _paddleWidth, PaddleHeight, PaddleColor);
        screen.Fill(ToPixel(_ballX), ToPixel(_ballY), BallSize, BallSize, BallColor);
    }

    /// <inheritdoc/>
    protected override void TransferGame(StateTransfer state)
    {
        state.Numbers(_bricks, "row of bricks");
        state.Number(ref _ballX, "ball's x");
        state.Number(ref _ballY, "ball's y");
        state.Number(ref _velocityX, "ball's velocity along x");
        state.Number(ref _velocityY, "ball's velocity along y");
        state.Number(ref _paddle, "paddle's place");
        state.Count(ref _strokes, "number of strokes");
        state.Number(ref _level, "level of speed", 0, FastestLevel);
        state.Count(ref _wait, "wait");
        state.Count(ref _score, "score");
        state.Count(ref _lives, "number of lives");
        state.Count(ref _wall, "number of walls");
    }

    private static void DrawBricks(Screen screen, int top, int bricks, Color color)
    {
        if (bricks == 0) return;
        screen.FillCells((uint)bricks, Left, top, BrickWidth, 1, color);
        screen.RepeatRow(top, BrickHeight - 1);
    }

    private void PlaceBall()
    {
        _ballX = (Left + Generator.NextInteger(Right - Left - BallSize + 1)) * Pixel;
        _ballY = ServeRow * Pixel;
        _velocityX = _velocityY = 0;
        _strokes = _level = 0;
        _wait = FramesUntilServe;
    }

    private void Serve()
    {
        _velocityY = Speed;
        _velocityX = Generator.NextInteger(2) == 0 ? -Speed / 2 : Speed / 2;
    }

    private void MoveSideways()
    {
        const int Leftmost = Left * Pixel, Rightmost = (Right - BallSize) * Pixel;
        int before = _ballX;
        _ballX += _velocityX;
        if (_ballX < Leftmost || _ballX > Rightmost) _ballX = (2 * (_ballX < Leftmost ? Leftmost : Rightmost)) - _ballX;
        else if (TryBreakBrick()) _ballX = before;
        else return;
        _velocityX = -_velocityX;
    }

    private void MoveUpOrDown()
    {
        const int Highest = Top * Pixel, Stroke = (PaddleRow - BallSize) * Pixel;
        int before = _ballY;
        _ballY += _velocityY;
        if (before < Stroke && _ballY >= Stroke) MeetPaddle();
        else if (_ballY < Highest) BounceTo((2 * Highest) - _ballY);
        else if (TryBreakBrick()) BounceTo(before);
    }

    private void BounceTo(int row)
    {
        _ballY = row;
        _velocityY = -_velocityY;
    }

    private void MeetPaddle()
    {
        int reach = (_paddleWidth + BallSize) * Pixel / 2;
        int offset = _ballX - _paddle - ((_paddleWidth - BallSize) * Pixel / 2);
        if (Math.Abs(offset) >= reach) return;
        _strokes++;
        if (_strokes is 4 or 12) _level = Math.Min(_level + 1, FastestLevel);
        _ballY = (PaddleRow - BallSize) * Pixel;
        _velocityY = -Speed;
        _velocityX = Slanted(SidewaysAfterStroke(Speed, offset, reach));
        if (!IsWallGone()) return;
        _wall++;
        _bricks.AsSpan().Fill(FullRow);
    }

    /// <summary>Adds a random slant to a nearly vertical ball; otherwise it could move up and down one gap for ever.</summary>
    private int Slanted(int sideways)
    {
        int least = Speed / 8;
        if (Math.Abs(sideways) >= least) return sideways;
        int slant = least + Generator.NextInteger(2 * least);
        return sideways < 0 ? -slant : slant;
    }

    private bool IsWallGone() => !_bricks.AsSpan().ContainsAnyExcept(0);

    /// <summary>Breaks one brick that the ball overlaps. If there are several, it is the one under the ball's middle.</summary>
    private bool TryBreakBrick()
    {
        int top = ToPixel(_ballY) - WallTop, bottom = ToPixel(_ballY + (BallSize * Pixel) - 1) - WallTop;
        if (bottom < 0 || top >= WallBottom - WallTop) return false;
        int left = ToPixel(_ballX) - Left, right = ToPixel(_ballX + (BallSize * Pixel) - 1) - Left;
        for (int row = Math.Max(top, 0) / BrickHeight; row <= Math.Min(bottom / BrickHeight, BrickRows - 1); row++)
        {
            if (TryBreak(row, (left + right) / 2 / BrickWidth)) return true;
            if (TryBreak(row, left / BrickWidth) || TryBreak(row, right / BrickWidth)) return true;
        }

        return false;
    }

    private bool TryBreak(int row, int column)
    {
        int brick = 1 << column;
        if ((_bricks[row] & brick) == 0) return false;
        _bricks[row] &= ~brick;
        _score += ValueOf(row);
        if (ValueOf(row) == 7 && _level < FastestLevel) SpeedUpTo(FastestLevel);
        return true;
    }

    private void SpeedUpTo(int level)
    {
        int before = Speed;
        _level = level;
        _velocityX = _velocityX * Speed / before;
        _velocityY = _velocityY * Speed / before;
    }
}
