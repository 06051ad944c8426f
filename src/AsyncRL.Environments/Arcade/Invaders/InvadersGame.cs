using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Drawing;
using static AsyncRL.Environments.Arcade.FixedPoint;

namespace AsyncRL.Environments.Arcade.Invaders;

/// <summary>
/// Thirty invaders march from side to side, move down at each turn, and drop bombs. A cannon shoots at them, one shot at a time. Their
/// scores are 5, 10, 15, 20, 25 from the lowest row up. A saucer that passes from time to time scores 100. The next wave begins lower and
/// drops more bombs.
/// </summary>
/// <remarks>
/// <para>They march faster when fewer are left. A bomb that hits the cannon costs a life. Invaders that reach the bunkers end the game.
/// Shots and bombs break the bunkers cell by cell.</para>
/// <para>Heights of bombs and the position of the cannon are in units of 1/256 pixel; all other objects move by whole pixels. A position is
/// the upper left corner of an object.</para>
/// </remarks>
internal sealed class InvadersGame : ArcadeGame
{
    internal const int Left = 8;
    internal const int Right = 152;
    internal const int Rows = 5;
    internal const int Columns = 6;
    internal const int ColumnSpacing = 16;
    internal const int RowSpacing = 15;
    internal const int InvaderSize = 10;
    internal const int CannonWidth = 12;
    internal const int CannonRow = 182;
    internal const int MostBombs = 3;
    internal const int BombHeight = 6;
    internal const int ShotSpeed = 4;

    private const int CannonSpeed = Pixel * 3 / 2;
    private const int CannonHeight = 8;
    private const int Ground = CannonRow + CannonHeight + 6;
    private const int ShotHeight = 6;
    private const int ThingWidth = 2;
    private const int FirstTop = 48;
    private const int LowestFirstTop = FirstTop + 30;
    private const int March = 2;
    private const int Descent = 5;
    private const int PauseAfterHit = FramesPerSecond;
    private const int SaucerRow = 30;
    private const int SaucerWidth = 16;
    private const int SaucerValue = 100;
    private const int FramesBetweenSaucers = 20 * FramesPerSecond;
    private const int None = -1;

    private static readonly Color GroundColor = new(88, 104, 40);
    private static readonly Color CannonColor = new(96, 216, 96);
    private static readonly Color BunkerColor = new(192, 112, 56);
    private static readonly Color ShotColor = new(255, 255, 255);
    private static readonly Color BombColor = new(255, 224, 128);
    private static readonly Color SaucerColor = new(224, 80, 160);
    private static readonly Color[] RowColors =
        [new(216, 200, 104), new(200, 184, 96), new(184, 168, 80), new(168, 152, 72), new(152, 136, 64)];

    private static readonly Sprite Invader = new(
        "...####...",
        ".########.",
        "##########",
        "##..##..##",
        "##########",
        "..######..",
        ".##....##.",
        "##..##....",
        "#....##...");

    private static readonly Sprite Saucer = new(
        ".....######.....",
        "..############..",
        ".##.##.##.##.##.",
        "################",
        "...####..####...");

    private readonly int _bombInterval, _bombSpeed, _livesAtStart;
    private readonly bool _hasBunkers;
    private readonly Bunkers _bunkers = new();

    /// <summary>The living invaders, one bit each, by row from the top.</summary>
    private readonly int[] _invaders = new int[Rows];
    private readonly int[] _bombColumns = new int[MostBombs];

    /// <summary>In 1/256 pixel; −1 for no bomb.</summary>
    private readonly int[] _bombRows = new int[MostBombs];
    private int _left, _top, _direction, _untilMarch, _stride;
    private int _cannon, _shotColumn, _shotRow;
    private int _untilBomb, _untilSaucer, _saucer, _saucerDirection;
    private int _score, _lives, _wave, _pause;

    internal InvadersGame(InvadersOptions options, RandomGenerator generator)
        : base(generator, isColored: !options.Gray)
    {
        _bombInterval = options.BombInterval;
        _bombSpeed = FromPixels(options.BombSpeed);
        _livesAtStart = options.Lives;
        _hasBunkers = options.Bunkers;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<Joystick> Moves =>
    [
        Joystick.None, Joystick.Fire, Joystick.Left, Joystick.Right, Joystick.Left | Joystick.Fire, Joystick.Right | Joystick.Fire,
    ];

    /// <inheritdoc/>
    public override int Score => _score;

    /// <inheritdoc/>
    public override int Lives => _lives;

    internal int CannonColumn => ToPixel(_cannon);

    internal (int Left, int Top, int Direction) Formation => (_left, _top, _direction);

    internal bool IsShotFlying => _shotRow != None;

    /// <summary>Pixels that the formation moves per frame, on average.</summary>
    internal double MarchSpeed => (double)March / MarchInterval;

    private int MarchInterval => 2 + CountInvaders();

    /// <summary>The number of bombs grows by a tenth with each wave.</summary>
    private int BombInterval => _bombInterval * 10 / (9 + _wave);

    internal bool IsAlive(int row, int column) => (_invaders[row] & (1 << column)) != 0;

    /// <summary>The position of the bomb with a given number, if there is one.</summary>
    internal bool TryGetBomb(int bomb, out int column, out int row)
    {
        (column, row) = (_bombColumns[bomb], ToPixel(_bombRows[bomb]));
        return _bombRows[bomb] != None;
    }

    internal int CountInvaders()
    {
        int count = 0;
        foreach (int row in _invaders) count += int.PopCount(row);
        return count;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<StateFact> Facts { get; } =
    [
        new("invaders left", 0, Rows * Columns, IsWhole: true),
        new("invaders' row (pixels)", 0, Screen.Height),
        new("cannon's column (pixels)", Left, Right),
        new("lives", 0, 9, IsWhole: true),
    ];

    /// <inheritdoc/>
    public override void ReadFacts(Span<double> values)
    {
        values[0] = CountInvaders();
        values[1] = _top;
        values[2] = CannonColumn;
        values[3] = _lives;
    }

    /// <inheritdoc/>
    protected override void Begin()
    {
        _score = 0;
        _wave = 0;
        _lives = _livesAtStart;
        _cannon = Left * Pixel;
        _saucer = _saucerDirection = _pause = 0;
        _untilSaucer = FramesBetweenSaucers;
        BeginWave();
    }

    /// <inheritdoc/>
    protected override bool Advance(Joystick joystick)
    {
        if (_pause > 0)
        {
            _pause--;
            return false;
        }

        MoveCannon(joystick);
        MoveShot();
        MarchOn();
        MoveSaucer();
        DropBomb();
        if (HaveBombsHit())
        {
            _lives--;
            ClearAir();
            _pause = PauseAfterHit;
        }

        if (CountInvaders() == 0) BeginWave();
        return _lives == 0 || LowestInvader() + InvaderSize > Bunkers.Top;
    }

    /// <inheritdoc/>
    protected override void DrawBackground(Screen screen)
    {
        screen.Clear(Color.Black);
        screen.Fill(0, Ground, Screen.Width, Screen.Height, GroundColor);
    }

    /// <inheritdoc/>
    protected override void Draw(Screen screen)
    {
        ScoreDisplay.Draw(screen, _score, right: 84, top: 7, ShotColor);
        ScoreDisplay.Draw(screen, _lives, right: 140, top: 7, CannonColor);
        for (int row = 0; row < Rows; row++) DrawInvaders(screen, row);
        _bunkers.Draw(screen, BunkerColor);
        if (_saucerDirection != 0) Saucer.Draw(screen, _saucer, SaucerRow, SaucerColor);
        if (_pause / 8 % 2 == 0) DrawCannon(screen);
        if (_shotRow != None) screen.Fill(_shotColumn, _shotRow, ThingWidth, ShotHeight, ShotColor);
        for (int bomb = 0; bomb < MostBombs; bomb++)
        {
            if (_bombRows[bomb] != None) screen.Fill(_bombColumns[bomb], ToPixel(_bombRows[bomb]), ThingWidth, BombHeight, BombColor);
        }
    }

    /// <inheritdoc/>
    protected override void TransferGame(StateTransfer state)
    {
        _bunkers.Transfer(state);
        state.Numbers(_invaders, "row of invaders");
        state.Numbers(_bombColumns, "bomb's column");
        state.Numbers(_bombRows, "bomb's row");
        state.Number(ref _left, "invaders' column");
        state.Number(ref _top, "invaders' row");
        state.Number(ref _direction, "invaders' direction");
        state.Number(ref _untilMarch, "time until the next march");
        state.Number(ref _stride, "stride");
        state.Number(ref _cannon, "cannon's place");
        state.Number(ref _shotColumn, "shot's column");
        state.Number(ref _shotRow, "shot's row");
        state.Number(ref _untilBomb, "time until the next bomb");
        state.Number(ref _untilSaucer, "time until the next saucer");
        state.Number(ref _saucer, "saucer's place");
        state.Number(ref _saucerDirection, "saucer's direction");
        state.Count(ref _score, "score");
        state.Count(ref _lives, "number of lives");
        state.Count(ref _wave, "wave");
        state.Count(ref _pause, "pause");
    }

    private void BeginWave()
    {
        _invaders.AsSpan().Fill((1 << Columns) - 1);
        _left = Left + Generator.NextInteger(24);
        _top = Math.Min(FirstTop + (10 * _wave), LowestFirstTop);
        _wave++;
        _direction = 1;
        _stride = 0;
        _untilMarch = MarchInterval;
        ClearAir();
        if (_hasBunkers) _bunkers.Build();
        else _bunkers.Clear();
    }

    private void ClearAir()
    {
        _shotRow = None;
        _bombRows.AsSpan().Fill(None);
        _untilBomb = BombInterval;
    }

    private void MoveCannon(Joystick joystick)
    {
        if ((joystick & Joystick.Left) != 0) _cannon -= CannonSpeed;
        if ((joystick & Joystick.Right) != 0) _cannon += CannonSpeed;
        _cannon = Math.Clamp(_cannon, Left * Pixel, (Right - CannonWidth) * Pixel);
        if ((joystick & Joystick.Fire) == 0 || _shotRow != None) return;
        _shotColumn = CannonColumn + ((CannonWidth - ThingWidth) / 2);
        _shotRow = CannonRow - ShotHeight;
    }

    private void MoveShot()
    {
        if (_shotRow == None) return;
        _shotRow -= ShotSpeed;
        bool hasHit = TryHitInvader() || TryHitSaucer() || TryBreakBunker();
        if (hasHit || _shotRow < SaucerRow - ShotSpeed) _shotRow = None;
    }

    /// <summary>The shot moves by two rows of cells in a frame and breaks the lower cell first.</summary>
    private bool TryBreakBunker() =>
        _bunkers.TryBreak(_shotColumn, _shotRow + Bunkers.CellSize) || _bunkers.TryBreak(_shotColumn, _shotRow);

    private bool TryHitInvader()
    {
        int x = _shotColumn - _left, y = _shotRow - _top;
        int column = (x + ThingWidth - 1) / ColumnSpacing, row = y / RowSpacing;
        if (x < -1 || y < 0 || column >= Columns || row >= Rows || !IsAlive(row, column)) return false;
        if (x - (column * ColumnSpacing) >= InvaderSize || y - (row * RowSpacing) >= InvaderSize) return false;
        _invaders[row] &= ~(1 << column);
        _score += 5 * (Rows - row);
        return true;
    }

    private bool TryHitSaucer()
    {
        bool isBelow = _shotColumn + ThingWidth > _saucer && _shotColumn < _saucer + SaucerWidth;
        if (_saucerDirection == 0 || !isBelow || _shotRow > SaucerRow + 5) return false;
        _saucerDirection = 0;
        _score += SaucerValue;
        return true;
    }

    private void MarchOn()
    {
        if (--_untilMarch > 0) return;
        _untilMarch = MarchInterval;
        _stride ^= 1;
        (int first, int last) = OuterColumns();
        bool turns = _direction < 0 ? _left + (first * ColumnSpacing) - March < Left
            : _left + (last * ColumnSpacing) + InvaderSize + March > Right;
        if (!turns)
        {
            _left += _direction * March;
            return;
        }

        _direction = -_direction;
        _top += Descent;
    }

    private (int First, int Last) OuterColumns()
    {
        int columns = 0;
        foreach (int row in _invaders) columns |= row;
        return (int.TrailingZeroCount(columns), int.Log2(Math.Max(columns, 1)));
    }

    private int LowestInvader()
    {
        int lowest = Rows - 1;
        while (lowest > 0 && _invaders[lowest] == 0) lowest--;
        return _top + (lowest * RowSpacing);
    }

    private void MoveSaucer()
    {
        if (_saucerDirection == 0 && --_untilSaucer == 0)
        {
            _untilSaucer = FramesBetweenSaucers;
            _saucerDirection = Generator.NextInteger(2) == 0 ? 1 : -1;
            _saucer = _saucerDirection > 0 ? -SaucerWidth : Screen.Width;
        }

        _saucer += _saucerDirection;
        if (_saucer < -SaucerWidth || _saucer > Screen.Width) _saucerDirection = 0;
    }

    /// <summary>The lowest invader of a column drops a bomb, sometimes in the column above the cannon.</summary>
    private void DropBomb()
    {
        if (--_untilBomb > 0) return;
        _untilBomb = BombInterval;
        int bomb = _bombRows.AsSpan().IndexOf(None);
        int column = Generator.NextInteger(3) == 0
            ? Math.Clamp((CannonColumn - _left) / ColumnSpacing, 0, Columns - 1) : Generator.NextInteger(Columns);
        int row = Rows - 1;
        while (row >= 0 && !IsAlive(row, column)) row--;
        if (bomb < 0 || row < 0) return;
        _bombColumns[bomb] = _left + (column * ColumnSpacing) + (InvaderSize / 2) - 1;
        _bombRows[bomb] = (_top + (row * RowSpacing) + InvaderSize) * Pixel;
    }

    /// <summary>Moves the bombs down.</summary>
    /// <returns>Whether a bomb has hit the cannon.</returns>
    private bool HaveBombsHit()
    {
        bool isHit = false;
        for (int bomb = 0; bomb < MostBombs; bomb++)
        {
            if (_bombRows[bomb] == None) continue;
            _bombRows[bomb] += _bombSpeed;
            int column = _bombColumns[bomb], bottom = ToPixel(_bombRows[bomb]) + BombHeight;
            isHit |= bottom > CannonRow && column + ThingWidth > CannonColumn && column < CannonColumn + CannonWidth;
            if (bottom >= Ground || _bunkers.TryBreak(column, bottom)) _bombRows[bomb] = None;
        }

        return isHit;
    }

    private void DrawInvaders(Screen screen, int row)
    {
        for (int column = 0; column < Columns; column++)
        {
            if (!IsAlive(row, column)) continue;
            Invader.Draw(screen, _left + (column * ColumnSpacing), _top + (row * RowSpacing), RowColors[row], isMirrored: _stride != 0);
        }
    }

    private void DrawCannon(Screen screen)
    {
        screen.Fill(CannonColumn + (CannonWidth / 2) - 1, CannonRow, 2, 3, CannonColor);
        screen.Fill(CannonColumn, CannonRow + 3, CannonWidth, CannonHeight - 3, CannonColor);
    }
}
