using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Drawing;
using AsyncRL.Environments.Preprocessing;
using static AsyncRL.Environments.Arcade.FixedPoint;

namespace AsyncRL.Environments.Arcade.Seaquest;

/// <summary>The options of <see cref="SeaquestGame"/>.</summary>
public sealed record SeaquestOptions : PreprocessingOptions
{
    /// <summary>The duration of a full tank of oxygen.</summary>
    [Option("oxygen", "seconds", "Duration of a full tank of oxygen.", Minimum = 5, Maximum = 300)]
    public int Oxygen { get; init; } = 30;

    /// <summary>The speed of enemies at first.</summary>
    [Option("enemy-speed", "pixels per frame", "Speed of enemies at first: the difficulty.", Minimum = 0.25, Maximum = 2)]
    public double EnemySpeed { get; init; } = 0.75;

    /// <summary>The interval of the submarines' torpedoes at first.</summary>
    [Option("torpedo-interval", "frames", "Frames between two torpedoes of submarines in a lane, at first.", Minimum = 20, Maximum = 1000)]
    public int TorpedoInterval { get; init; } = 120;

    /// <summary>The interval of divers.</summary>
    [Option("diver-interval", "frames", "Frames from one diver to the next.", Minimum = 30, Maximum = 1000)]
    public int DiverInterval { get; init; } = 150;

    /// <summary>Lives per game.</summary>
    [Option("lives", "lives", "Lives per game.", Minimum = 1, Maximum = 9)]
    public int Lives { get; init; } = 3;
}

/// <summary>Seaquest, with the preprocessing of the paper.</summary>
public sealed class SeaquestDescription : AtariStyleDescription<SeaquestOptions>
{
    /// <inheritdoc/>
    public override string Name => "seaquest";

    /// <inheritdoc/>
    public override string Summary =>
        "Shoot sharks and submarines for at least 20 each, rescue six divers for at least 300, watch the oxygen; three lives.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["enemy-speed"] = "2", ["torpedo-interval"] = "20", ["lives"] = "9", ["gray"] = "false" },
        new Dictionary<string, string> { ["oxygen"] = "5", ["diver-interval"] = "30", ["lives"] = "1", ["action-repeat"] = "3" },
    ];

    /// <inheritdoc/>
    public override IFrameEnvironment CreateGame(SeaquestOptions options, RandomGenerator generator) =>
        new SeaquestGame(options, generator);
}

/// <summary>
/// A submarine shoots sharks and enemy submarines and picks up divers, at most six. Its oxygen decreases under water. At the surface it is
/// refilled at the cost of one diver. With six divers on board, surfacing instead rescues all of them for a reward, and the game becomes
/// harder.
/// </summary>
/// <remarks>
/// <para>A life is lost by touching an enemy or its torpedo, by running out of oxygen, and by surfacing without a diver. Divers on board
/// remain on board. The submarine then begins at the surface with a full tank, in an empty sea.</para>
/// <para>While the tank is filled, or divers leave, the submarine does not react to the joystick.</para>
/// </remarks>
internal sealed class SeaquestGame : ArcadeGame
{
    internal const int MostDivers = 6;

    /// <summary>In 1/256 pixel per frame.</summary>
    internal const int TorpedoSpeed = 5 * Pixel;

    internal const int PauseAfterLoss = FramesPerSecond;
    internal const int FramesPerDiver = 8;

    private static readonly Color White = new(255, 255, 255);

    private readonly SeaquestOptions _options;
    private readonly PlayerSubmarine _player = new();
    private readonly Torpedo _torpedo = new();
    private readonly EnemyGroup[] _groups = new EnemyGroup[Sea.Lanes];
    private readonly Divers _divers = new();
    private readonly OxygenTank _oxygen;
    private int _score, _lives, _level, _aboard;
    private int _pause, _untilDiverLeaves;
    private bool _hasDived, _bringsHome;

    internal SeaquestGame(SeaquestOptions options, RandomGenerator generator)
        : base(generator, isColored: !options.Gray)
    {
        _options = options;
        _oxygen = new OxygenTank(options.Oxygen * FramesPerSecond);
        for (int lane = 0; lane < Sea.Lanes; lane++) _groups[lane] = new EnemyGroup(Sea.LaneTop(lane));
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<Joystick> Moves =>
    [
        Joystick.None, Joystick.Fire, Joystick.Up, Joystick.Down, Joystick.Left, Joystick.Right,
        Joystick.Up | Joystick.Fire, Joystick.Down | Joystick.Fire, Joystick.Left | Joystick.Fire, Joystick.Right | Joystick.Fire,
    ];

    /// <inheritdoc/>
    public override int Score => _score;

    /// <inheritdoc/>
    public override int Lives => _lives;

    internal PlayerSubmarine Player => _player;

    internal Torpedo Torpedo => _torpedo;

    internal ReadOnlySpan<EnemyGroup> EnemyGroups => _groups;

    internal Divers Divers => _divers;

    internal OxygenTank Oxygen => _oxygen;

    /// <summary>Divers on board.</summary>
    internal int Aboard => _aboard;

    /// <summary>Full surfacings so far.</summary>
    internal int Level => _level;

    /// <summary>Whether the submarine was deep since it was last at the surface. Only then its next rise counts as surfacing.</summary>
    internal bool HasDived => _hasDived;

    /// <summary>Whether nothing moves because a life was lost.</summary>
    internal bool IsPaused => _pause > 0;

    /// <summary>Whether the submarine is at the surface and does not react to the joystick.</summary>
    internal bool IsMoored => _player.IsAtSurface && (_bringsHome || !_oxygen.IsFull);

    /// <summary>The score of an enemy: 20, and 10 more after each full surfacing, at most 90.</summary>
    internal static int EnemyValue(int level) => Math.Min(20 + (10 * level), 90);

    /// <summary>The score of each of six divers: 50, and 50 more after each full surfacing, at most 500.</summary>
    internal static int DiverValue(int level) => Math.Min(50 * (1 + level), 500);

    /// <inheritdoc/>
    public override IReadOnlyList<StateFact> Facts { get; } =
    [
        new("air (s)", 0, 60),
        new("divers on board", 0, MostDivers, IsWhole: true),
        new("submarine's row (pixels)", 0, Screen.Height),
        new("lives", 0, 9, IsWhole: true),
    ];

    /// <inheritdoc/>
    public override void ReadFacts(Span<double> values)
    {
        values[0] = (double)_oxygen.Frames / FramesPerSecond;
        values[1] = _aboard;
        values[2] = _player.Box.Top;
        values[3] = _lives;
    }

    /// <inheritdoc/>
    protected override void Begin()
    {
        _score = _level = _aboard = _pause = 0;
        _lives = _options.Lives;
        BeginLife();
    }

    /// <inheritdoc/>
    protected override bool Advance(Joystick joystick)
    {
        if (IsPaused)
        {
            if (--_pause == 0) BeginLife();
            return false;
        }

        if (!IsMoored) Steer(joystick);
        _torpedo.Move();
        Swim();
        Shoot();
        if (_aboard < MostDivers && _divers.TryPickUp(_player.Box)) _aboard++;
        if (!TryBreathe() || IsTouched()) LoseLife();
        return _lives == 0;
    }

    /// <inheritdoc/>
    protected override void DrawBackground(Screen screen) => Sea.Draw(screen);

    /// <inheritdoc/>
    protected override void Draw(Screen screen)
    {
        ScoreDisplay.Draw(screen, _score, right: 84, top: 7, White);
        PlayerSubmarine.DrawSmall(screen, left: 118, top: 10);
        ScoreDisplay.Draw(screen, _lives, right: 144, top: 7, White);
        foreach (EnemyGroup group in _groups) group.Draw(screen);
        _divers.Draw(screen);
        _torpedo.Draw(screen, White);
        if (_pause / 8 % 2 == 0) _player.Draw(screen);
        _oxygen.Draw(screen);
        for (int diver = 0; diver < _aboard; diver++) Divers.DrawAboard(screen, 24 + (diver * 19), 197);
    }

    /// <inheritdoc/>
    protected override void TransferGame(StateTransfer state)
    {
        _player.Transfer(state);
        _torpedo.Transfer(state);
        foreach (EnemyGroup group in _groups) group.Transfer(state);
        _divers.Transfer(state);
        _oxygen.Transfer(state);
        state.Count(ref _score, "score");
        state.Count(ref _lives, "number of lives");
        state.Count(ref _level, "level");
        state.Number(ref _aboard, "number of divers on board", 0, MostDivers);
        state.Count(ref _pause, "pause");
        state.Count(ref _untilDiverLeaves, "time until a diver leaves");
        state.Truth(ref _hasDived, "first dive");
        state.Truth(ref _bringsHome, "bringing home of divers");
    }

    private void BeginLife()
    {
        _player.Begin();
        _oxygen.Fill();
        _hasDived = _bringsHome = false;
        ClearSea();
    }

    private void ClearSea()
    {
        _torpedo.Remove();
        _divers.Clear(_options.DiverInterval);
        foreach (EnemyGroup group in _groups) group.Clear(Generator);
    }

    private void Steer(Joystick joystick)
    {
        _player.Move(joystick);
        if ((joystick & Joystick.Fire) == 0 || _torpedo.IsFlying) return;
        _torpedo.Launch(_player.Box, _player.Box.Top + PlayerSubmarine.TorpedoRow, _player.Facing * TorpedoSpeed);
    }

    private void Swim()
    {
        Difficulty difficulty = Difficulty.Of(_options, _level);
        foreach (EnemyGroup group in _groups) group.Move(difficulty, Generator);
        _divers.Move(_options.DiverInterval, Generator);
    }

    private void Shoot()
    {
        foreach (EnemyGroup group in _groups)
        {
            if (!group.TryKill(_torpedo, Generator)) continue;
            _torpedo.Remove();
            _score += EnemyValue(_level);
        }
    }

    private bool IsTouched()
    {
        foreach (EnemyGroup group in _groups)
        {
            if (group.Touches(_player.Box)) return true;
        }

        return false;
    }

    /// <summary>Uses oxygen under water and refills it at the surface.</summary>
    /// <returns>False if the oxygen is used up, or if the submarine surfaced without a diver.</returns>
    private bool TryBreathe()
    {
        if (!_player.IsAtSurface)
        {
            _hasDived |= _player.IsSubmerged;
            _oxygen.Use();
            return !_oxygen.IsEmpty;
        }

        if (_hasDived && !TrySurface()) return false;
        _oxygen.Refill();
        if (_bringsHome) BringHome();
        return true;
    }

    /// <summary>Handles surfacing. Six divers are rescued; of fewer, one leaves.</summary>
    /// <returns>Whether there was a diver.</returns>
    private bool TrySurface()
    {
        _hasDived = false;
        if (_aboard == 0) return false;
        if (_aboard < MostDivers)
        {
            _aboard--;
            return true;
        }

        _bringsHome = true;
        _untilDiverLeaves = FramesPerDiver;
        ClearSea();
        return true;
    }

    /// <summary>Divers leave one by one, so that clipped rewards count each of them.</summary>
    private void BringHome()
    {
        if (--_untilDiverLeaves > 0) return;
        _untilDiverLeaves = FramesPerDiver;
        _aboard--;
        _score += DiverValue(_level);
        if (_aboard > 0) return;
        _bringsHome = false;
        _level++;
    }

    private void LoseLife()
    {
        _lives--;
        _pause = PauseAfterLoss;
    }
}
