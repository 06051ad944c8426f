using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Drawing;
using AsyncRL.Environments.Preprocessing;
using static AsyncRL.Environments.Arcade.FixedPoint;

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

/// <summary>Pong, with the preprocessing of the paper.</summary>
public sealed class PongDescription : AtariStyleDescription<PongOptions>
{
    /// <inheritdoc/>
    public override string Name => "pong";

    /// <inheritdoc/>
    public override string Summary => "Table tennis against a slow opponent: +1 or -1 per point, 21 points win; optimal return = 21.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["gray"] = "false", ["opponent-speed"] = "2", ["opponent-error"] = "16", ["points"] = "3" },
        new Dictionary<string, string> { ["ball-speed"] = "3", ["sticky-actions"] = "0.25", ["action-repeat"] = "2" },
    ];

    /// <inheritdoc/>
    public override IFrameEnvironment CreateGame(PongOptions options, RandomGenerator generator) => new PongGame(options, generator);
}

/// <summary>
/// Table tennis: the player's paddle is on the right, the opponent's on the left. A miss gives the other side a point, and 21 points win. A
/// point is a reward of 1 or −1.
/// </summary>
/// <remarks>
/// <para>The ball leaves a paddle more steeply if it was hit farther from the paddle's middle: flat from the middle, nine across per ten
/// along from the end. Each stroke makes it faster, up to 1.5 times the first speed. The opponent follows the ball at its own speed, with a
/// small error, and only while the ball moves toward it. Steep and fast balls therefore beat it.</para>
/// <para>Positions and speeds are in units of 1/256 pixel. A position is the upper left corner of an object.</para>
/// </remarks>
internal sealed class PongGame : ArcadeGame
{
    internal const int Top = 34;
    internal const int Bottom = 200;
    internal const int PaddleWidth = 4;
    internal const int PaddleHeight = 20;
    internal const int BallWidth = 4;
    internal const int BallHeight = 5;
    internal const int OpponentColumn = 16;
    internal const int PlayerColumn = 140;

    private const int PaddleSpeed = Pixel * 5 / 2;
    private const int LowestPaddle = (Bottom - PaddleHeight) * Pixel;
    private const int MiddlePaddle = (Top + Bottom - PaddleHeight) / 2 * Pixel;
    private const int SpeedUp = Pixel / 8;
    private const int PauseBeforeServe = 24;

    /// <summary>The distance of the ball's middle from the paddle's at which they just touch.</summary>
    private const int Reach = (PaddleHeight + BallHeight) * Pixel / 2;

    /// <summary>Across per ten along, for a ball hit by the end of the paddle.</summary>
    private const int SteepestStroke = 9;

    /// <summary>Across per ten along, for the steepest serve.</summary>
    private const int SteepestServe = 5;

    private const int WallHeight = 8;
    private static readonly Color Field = new(0, 24, 40);
    private static readonly Color Net = new(48, 72, 88);
    private static readonly Color Wall = new(168, 168, 168);
    private static readonly Color Ball = new(255, 255, 255);
    private static readonly Color OpponentColor = new(232, 128, 64);
    private static readonly Color PlayerColor = new(112, 224, 112);

    private readonly int _points;
    private readonly int _serveSpeed;
    private readonly int _opponentSpeed;
    private readonly int _opponentError;

    private int _ballX, _ballY, _velocityX, _velocityY;
    private int _player, _opponent, _aim;
    private int _playerPoints, _opponentPoints;
    private int _pause;

    internal PongGame(PongOptions options, RandomGenerator generator)
        : base(generator, isColored: !options.Gray)
    {
        _points = options.Points;
        _serveSpeed = FromPixels(options.BallSpeed);
        _opponentSpeed = FromPixels(options.OpponentSpeed);
        _opponentError = FromPixels(options.OpponentError);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<Joystick> Moves => [Joystick.None, Joystick.Up, Joystick.Down];

    /// <inheritdoc/>
    public override int Score => _playerPoints - _opponentPoints;

    /// <inheritdoc/>
    public override int Lives => 0;

    internal (int X, int Y) BallPlace => (_ballX, _ballY);

    internal (int X, int Y) BallVelocity => (_velocityX, _velocityY);

    internal int PlayerPlace => _player;

    internal int OpponentPlace => _opponent;

    internal (int Player, int Opponent) Points => (_playerPoints, _opponentPoints);

    /// <inheritdoc/>
    public override IReadOnlyList<StateFact> Facts { get; } =
    [
        new("ball's row (pixels)", Top, Bottom),
        new("ball's column (pixels)", 0, Screen.Width),
        new("player's row (pixels)", Top, Bottom),
        new("points ahead", -21, 21, IsWhole: true),
    ];

    /// <inheritdoc/>
    public override void ReadFacts(Span<double> values)
    {
        values[0] = ToPixel(_ballY);
        values[1] = ToPixel(_ballX);
        values[2] = ToPixel(_player);
        values[3] = Score;
    }

    /// <inheritdoc/>
    protected override void Begin()
    {
        _playerPoints = _opponentPoints = 0;
        _player = _opponent = MiddlePaddle;
        PlaceBall();
    }

    /// <inheritdoc/>
    protected override bool Advance(Joystick joystick)
    {
        MovePlayer(joystick);
        MoveOpponent();
        if (_pause > 0)
        {
            if (--_pause == 0) Serve();
            return false;
        }

        MoveBall();
        if (_ballX + (BallWidth * Pixel) < 0) _playerPoints++;
        else if (_ballX > Screen.Width * Pixel) _opponentPoints++;
        else return false;
        PlaceBall();
        return Math.Max(_playerPoints, _opponentPoints) == _points;
    }

    /// <inheritdoc/>
    protected override void DrawBackground(Screen screen)
    {
        screen.Clear(Field);
        screen.Fill(0, Top - WallHeight, Screen.Width, WallHeight, Wall);
        screen.Fill(0, Bottom, Screen.Width, WallHeight, Wall);
        for (int row = Top + 4; row < Bottom; row += 12) screen.Fill((Screen.Width / 2) - 1, row, 2, 6, Net);
    }

    /// <inheritdoc/>
    protected override void Draw(Screen screen)
    {
        ScoreDisplay.Draw(screen, _opponentPoints, right: 56, top: 7, OpponentColor);
        ScoreDisplay.Draw(screen, _playerPoints, right: 124, top: 7, PlayerColor);
        screen.Fill(OpponentColumn, ToPixel(_opponent), PaddleWidth, PaddleHeight, OpponentColor);
        screen.Fill(PlayerColumn, ToPixel(_player), PaddleWidth, PaddleHeight, PlayerColor);
        screen.Fill(ToPixel(_ballX), ToPixel(_ballY), BallWidth, BallHeight, Ball);
    }

    /// <inheritdoc/>
    protected override void TransferGame(StateTransfer state)
    {
        state.Number(ref _ballX, "ball's x");
        state.Number(ref _ballY, "ball's y");
        state.Number(ref _velocityX, "ball's velocity along x");
        state.Number(ref _velocityY, "ball's velocity along y");
        state.Number(ref _player, "player's place");
        state.Number(ref _opponent, "opponent's place");
        state.Number(ref _aim, "opponent's aim");
        state.Count(ref _playerPoints, "player's points");
        state.Count(ref _opponentPoints, "opponent's points");
        state.Count(ref _pause, "pause");
    }

    private void MovePlayer(Joystick joystick)
    {
        if (joystick == Joystick.Up) _player -= PaddleSpeed;
        if (joystick == Joystick.Down) _player += PaddleSpeed;
        _player = Math.Clamp(_player, Top * Pixel, LowestPaddle);
    }

    /// <summary>Its waiting position varies a little, too. Otherwise two steady players could repeat one rally for ever.</summary>
    private void MoveOpponent()
    {
        int level = _velocityX < 0 ? _ballY - ((PaddleHeight - BallHeight) * Pixel / 2) : MiddlePaddle;
        _opponent = Math.Clamp(Towards(_opponent, level + _aim, _opponentSpeed), Top * Pixel, LowestPaddle);
    }

    private void PlaceBall()
    {
        const int Middle = (Top + Bottom - BallHeight) / 2;
        const int Spread = 40;
        _ballX = (Screen.Width - BallWidth) / 2 * Pixel;
        _ballY = (Middle - Spread + Generator.NextInteger((2 * Spread) + 1)) * Pixel;
        _velocityX = _velocityY = 0;
        _pause = PauseBeforeServe;
    }

    private void Serve()
    {
        int steepest = _serveSpeed * SteepestServe / 10;
        _velocityX = Generator.NextInteger(2) == 0 ? -_serveSpeed : _serveSpeed;
        _velocityY = Generator.NextInteger((2 * steepest) + 1) - steepest;
        DrawAim();
    }

    private void MoveBall()
    {
        const int Highest = Top * Pixel, Lowest = (Bottom - BallHeight) * Pixel;
        int before = _ballX;
        _ballX += _velocityX;
        _ballY += _velocityY;
        if (_ballY < Highest || _ballY > Lowest)
        {
            _ballY = (2 * (_ballY < Highest ? Highest : Lowest)) - _ballY;
            _velocityY = -_velocityY;
        }

        const int PlayerFace = (PlayerColumn - BallWidth) * Pixel, OpponentFace = (OpponentColumn + PaddleWidth) * Pixel;
        if (before < PlayerFace && _ballX >= PlayerFace) Stroke(_player, PlayerFace, -1);
        if (before > OpponentFace && _ballX <= OpponentFace) Stroke(_opponent, OpponentFace, 1);
    }

    /// <summary>Sends the ball back if it touches the paddle.</summary>
    private void Stroke(int paddle, int face, int direction)
    {
        int offset = _ballY - paddle - ((PaddleHeight - BallHeight) * Pixel / 2);
        if (Math.Abs(offset) >= Reach) return;
        int speed = Math.Min(Math.Abs(_velocityX) + SpeedUp, _serveSpeed * 3 / 2);
        _ballX = face;
        _velocityX = direction * speed;
        _velocityY = speed * offset * SteepestStroke / (10 * Reach);
        DrawAim();
    }

    private void DrawAim() => _aim = Generator.NextInteger((2 * _opponentError) + 1) - _opponentError;
}
