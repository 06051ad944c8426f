using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Drawing;
using AsyncRL.Environments.Preprocessing;
using static AsyncRL.Environments.Arcade.FixedPoint;

namespace AsyncRL.Environments.Arcade.Freeway;

/// <summary>The options of <see cref="FreewayGame"/>.</summary>
public sealed record FreewayOptions : PreprocessingOptions
{
    /// <summary>The duration of a game.</summary>
    [Option("seconds", "seconds", "Duration of a game, at 60 frames per second.", Minimum = 10, Maximum = 999)]
    public int Seconds { get; init; } = 136;

    /// <summary>The speed of the cars.</summary>
    [Option("traffic-speed", "", "Speed of the cars as a multiple of the usual speeds: the difficulty.", Minimum = 0.25, Maximum = 3)]
    public double TrafficSpeed { get; init; } = 1;

    /// <summary>The distance that a car throws the chicken back.</summary>
    [Option("thrown-back", "lanes", "Distance that a car throws the chicken back.", Minimum = 0, Maximum = 10)]
    public int ThrownBack { get; init; } = 1;
}

/// <summary>Freeway, with the preprocessing of the paper.</summary>
public sealed class FreewayDescription : AtariStyleDescription<FreewayOptions>
{
    /// <inheritdoc/>
    public override string Name => "freeway";

    /// <inheritdoc/>
    public override string Summary =>
        "Lead a chicken across ten lanes of traffic: +1 per crossing, in 2 minutes and 16 seconds; at most 36.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["seconds"] = "20", ["traffic-speed"] = "2.5", ["thrown-back"] = "10", ["gray"] = "false" },
    ];

    /// <inheritdoc/>
    public override IFrameEnvironment CreateGame(FreewayOptions options, RandomGenerator generator) => new FreewayGame(options, generator);
}

/// <summary>
/// A chicken crosses ten lanes of traffic, from the near pavement to the far one, as often as it can in 2 minutes and 16 seconds. Each
/// crossing scores 1, and the chicken starts again. A car that hits the chicken throws it back.
/// </summary>
/// <remarks>
/// <para>Each lane has one car; cars nearer to the middle are faster. Cars of the five far lanes drive to the left, cars of the five near
/// lanes to the right. Their starts are drawn for each game. A chicken that is thrown back does not react to the joystick.</para>
/// <para>Positions and speeds are in units of 1/256 pixel. A position is the upper left corner of an object.</para>
/// </remarks>
internal sealed class FreewayGame : ArcadeGame
{
    internal const int Lanes = 10;
    internal const int LaneHeight = 16;
    internal const int RoadTop = 42;
    internal const int RoadBottom = RoadTop + (Lanes * LaneHeight);
    internal const int ChickenColumn = 44;
    internal const int ChickenSize = 8;
    internal const int CarWidth = 16;
    internal const int CarHeight = 8;
    internal const int CarMargin = (LaneHeight - CarHeight) / 2;
    internal const int ChickenSpeed = Pixel * 3 / 4;

    internal const int Start = RoadBottom * Pixel;
    internal const int Goal = (RoadTop - ChickenSize) * Pixel;
    private const int ThrowSpeed = 2 * Pixel;

    /// <summary>A car that leaves the screen on the right comes back on the left, and the other way round.</summary>
    private const int Loop = (Screen.Width + CarWidth) * Pixel;

    /// <summary>
    /// The speeds from the outermost lanes to the middle ones. No two of them have a simple ratio, so that a pattern of cars without a gap
    /// does not repeat.
    /// </summary>
    private static readonly int[] UsualSpeeds = [212, 274, 351, 443, 566];

    private static readonly Color Road = new(72, 72, 80);
    private static readonly Color Line = new(112, 112, 96);
    private static readonly Color Pavement = new(136, 136, 136);
    private static readonly Color ChickenColor = new(255, 240, 96);
    private static readonly Color TimeColor = new(160, 160, 160);
    private static readonly Color Tire = new(16, 16, 16);
    private static readonly Color[] CarColors =
        [new(240, 104, 96), new(72, 168, 216), new(216, 136, 56), new(120, 200, 96), new(200, 112, 200)];

    private static readonly Sprite Chicken = new(
        "...##...",
        "..####..",
        "..####..",
        ".######.",
        "########",
        "########",
        ".######.",
        "..#..#..");

    private readonly int _frames, _throwDistance;
    private readonly int[] _speeds = new int[Lanes];

    private readonly int[] _cars = new int[Lanes];
    private int _chicken, _thrown;
    private int _score, _framesLeft;

    internal FreewayGame(FreewayOptions options, RandomGenerator generator)
        : base(generator, isColored: !options.Gray)
    {
        _frames = options.Seconds * FramesPerSecond;
        _throwDistance = options.ThrownBack * LaneHeight * Pixel;
        for (int lane = 0; lane < Lanes; lane++)
        {
            int usual = UsualSpeeds[Math.Min(lane, Lanes - 1 - lane)];
            int speed = (int)Math.Round(options.TrafficSpeed * usual);
            _speeds[lane] = lane < Lanes / 2 ? -speed : speed;
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<Joystick> Moves => [Joystick.None, Joystick.Up, Joystick.Down];

    /// <inheritdoc/>
    public override int Score => _score;

    /// <inheritdoc/>
    public override int Lives => 0;

    internal int ChickenPlace => _chicken;

    internal bool IsThrown => _thrown > 0;

    /// <summary>Whether a chicken at a given position is hit after a number of frames.</summary>
    internal bool IsHit(int chicken, int frames)
    {
        int top = ToPixel(chicken);
        for (int lane = 0; lane < Lanes; lane++)
        {
            int carTop = RoadTop + (lane * LaneHeight) + CarMargin;
            if (top >= carTop + CarHeight || top + ChickenSize <= carTop) continue;
            int column = CarColumn(lane, frames);
            if (column < ChickenColumn + ChickenSize && column + CarWidth > ChickenColumn) return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<StateFact> Facts { get; } =
    [
        new("chicken's row (pixels)", 0, Screen.Height),
        new("seconds left", 0, 136),
        new("score", 0, 40, IsWhole: true),
    ];

    /// <inheritdoc/>
    public override void ReadFacts(Span<double> values)
    {
        values[0] = ToPixel(_chicken);
        values[1] = (double)_framesLeft / FramesPerSecond;
        values[2] = _score;
    }

    /// <inheritdoc/>
    protected override void Begin()
    {
        _score = 0;
        _framesLeft = _frames;
        _chicken = Start;
        _thrown = 0;
        foreach (ref int car in _cars.AsSpan()) car = Generator.NextInteger(Loop);
    }

    /// <inheritdoc/>
    protected override bool Advance(Joystick joystick)
    {
        for (int lane = 0; lane < Lanes; lane++) _cars[lane] = Wrap(_cars[lane] + _speeds[lane]);
        if (_thrown > 0) FlyBack();
        else Walk(joystick);
        return --_framesLeft == 0;
    }

    /// <inheritdoc/>
    protected override void DrawBackground(Screen screen)
    {
        screen.Clear(Color.Black);
        screen.Fill(0, RoadTop - LaneHeight, Screen.Width, Screen.Height, Pavement);
        screen.Fill(0, RoadTop, Screen.Width, RoadBottom - RoadTop, Road);
        for (int lane = 1; lane < Lanes; lane++)
        {
            for (int column = 0; column < Screen.Width; column += 16) screen.Fill(column, RoadTop + (lane * LaneHeight), 8, 1, Line);
        }

        screen.Fill(0, (RoadTop + RoadBottom) / 2, Screen.Width, 1, Line);
    }

    /// <inheritdoc/>
    protected override void Draw(Screen screen)
    {
        ScoreDisplay.Draw(screen, _score, right: 56, top: 7, ChickenColor);
        ScoreDisplay.Draw(screen, (_framesLeft + FramesPerSecond - 1) / FramesPerSecond, right: 136, top: 7, TimeColor);
        for (int lane = 0; lane < Lanes; lane++)
            DrawCar(screen, CarColumn(lane, 0), RoadTop + (lane * LaneHeight) + CarMargin, CarColors[lane % CarColors.Length]);
        Chicken.Draw(screen, ChickenColumn, ToPixel(_chicken), ChickenColor);
    }

    /// <inheritdoc/>
    protected override void TransferGame(StateTransfer state)
    {
        state.Numbers(_cars, "place of a car");
        state.Number(ref _chicken, "chicken's place");
        state.Count(ref _thrown, "time of being thrown back");
        state.Count(ref _score, "score");
        state.Count(ref _framesLeft, "number of frames left");
    }

    /// <summary>Draws a car from above: wheels, body, window.</summary>
    private static void DrawCar(Screen screen, int left, int top, Color color)
    {
        screen.Fill(left + 2, top, 3, CarHeight, Tire);
        screen.Fill(left + 11, top, 3, CarHeight, Tire);
        screen.Fill(left, top + 1, CarWidth, CarHeight - 2, color);
        screen.Fill(left + 6, top + 3, 4, CarHeight - 6, Tire);
    }

    private static int Wrap(int place) => place < 0 ? place + Loop : place >= Loop ? place - Loop : place;

    private void FlyBack()
    {
        _thrown = Math.Max(0, _thrown - ThrowSpeed);
        _chicken = Math.Min(_chicken + Math.Min(ThrowSpeed, _throwDistance), Start);
    }

    private void Walk(Joystick joystick)
    {
        if (joystick == Joystick.Up) _chicken -= ChickenSpeed;
        if (joystick == Joystick.Down) _chicken = Math.Min(_chicken + ChickenSpeed, Start);
        if (IsHit(_chicken, frames: 0)) _thrown = Math.Max(_throwDistance, 1);
        if (_chicken > Goal) return;
        _score++;
        _chicken = Start;
    }

    private int CarColumn(int lane, int frames)
    {
        int place = (_cars[lane] + (frames * _speeds[lane])) % Loop;
        return ToPixel(Wrap(place)) - CarWidth;
    }
}
