using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Drawing;
using static AsyncRL.Environments.Arcade.FixedPoint;

namespace AsyncRL.Environments.Arcade.Seaquest;

/// <summary>
/// The enemies of a lane: up to three sharks or submarines that cross the screen in a row, and the torpedo of the submarines. After all are
/// shot or have left, others come after a while.
/// </summary>
/// <param name="top">The row of the lane's top.</param>
internal sealed class EnemyGroup(int top)
{
    internal const int Width = 18;
    internal const int Height = 10;
    internal const int Most = 3;
    internal const int Spacing = 28;

    /// <summary>How much faster than its submarine a torpedo is, in 1/256 pixel per frame.</summary>
    internal const int TorpedoAdvantage = Pixel * 5 / 4;

    private const int TorpedoRow = 6;
    private const int ShortestWait = ArcadeGame.FramesPerSecond / 2;
    private const int LongestWait = ArcadeGame.FramesPerSecond * 5 / 2;
    private const int FramesPerStroke = 8;

    /// <summary>The first enemy, in 1/256 pixel and per frame; the others follow it.</summary>
    private int _place, _velocity;

    /// <summary>The living enemies, one bit each, the first enemy first.</summary>
    private int _alive;
    private int _untilNext, _untilTorpedo;
    private bool _areSubmarines;

    internal Torpedo Torpedo { get; } = new();

    /// <summary>In 1/256 pixel per frame, negative to the left.</summary>
    internal int Velocity => _velocity;

    internal bool AreSubmarines => _areSubmarines;

    internal int Count => int.PopCount(_alive);

    /// <summary>Empties the lane.</summary>
    /// <param name="generator">Draws the time until the next enemies come.</param>
    internal void Clear(RandomGenerator generator)
    {
        _alive = 0;
        Torpedo.Remove();
        _untilNext = ShortestWait + generator.NextInteger(LongestWait - ShortestWait);
    }

    internal void Move(in Difficulty difficulty, RandomGenerator generator)
    {
        Torpedo.Move();
        if (_alive == 0)
        {
            if (--_untilNext <= 0) Enter(difficulty, generator);
            return;
        }

        _place += _velocity;
        if (HasLeft()) Leave(generator);
        else if (_areSubmarines) FireInTurn(difficulty);
    }

    /// <summary>The box of an enemy, if it is alive.</summary>
    internal bool TryGetEnemy(int enemy, out Box box)
    {
        box = new Box(ToPixel(_place) - (enemy * Spacing * Math.Sign(_velocity)), top, Width, Height);
        return (_alive & (1 << enemy)) != 0;
    }

    /// <summary>Lets a torpedo kill an enemy that it touches.</summary>
    internal bool TryKill(Torpedo torpedo, RandomGenerator generator)
    {
        for (int enemy = 0; enemy < Most; enemy++)
        {
            if (!TryGetEnemy(enemy, out Box box) || !torpedo.Hits(box)) continue;
            _alive &= ~(1 << enemy);
            if (_alive == 0) Leave(generator);
            return true;
        }

        return false;
    }

    /// <summary>Whether an enemy or its torpedo touches an object.</summary>
    internal bool Touches(Box thing)
    {
        for (int enemy = 0; enemy < Most; enemy++)
        {
            if (TryGetEnemy(enemy, out Box box) && box.Touches(thing)) return true;
        }

        return Torpedo.Hits(thing);
    }

    internal void Draw(Screen screen)
    {
        Torpedo.Draw(screen, Enemies.TorpedoColor);
        bool isStroke = (ToPixel(_place) / FramesPerStroke & 1) != 0;
        for (int enemy = 0; enemy < Most; enemy++)
        {
            if (TryGetEnemy(enemy, out Box box)) Enemies.Draw(screen, box, _areSubmarines, isStroke, facesLeft: _velocity < 0);
        }
    }

    internal void Transfer(StateTransfer state)
    {
        state.Number(ref _place, "place of a lane's enemies");
        state.Number(ref _velocity, "velocity of a lane's enemies");
        state.Number(ref _alive, "living enemies of a lane", 0, (1 << Most) - 1);
        state.Number(ref _untilNext, "time until the next enemies");
        state.Number(ref _untilTorpedo, "time until the next torpedo");
        state.Truth(ref _areSubmarines, "kind of a lane's enemies");
        Torpedo.Transfer(state);
    }

    private void Enter(in Difficulty difficulty, RandomGenerator generator)
    {
        bool comesFromLeft = generator.NextInteger(2) == 0;
        _areSubmarines = generator.NextInteger(2) == 0;
        _alive = (1 << (1 + generator.NextInteger(difficulty.LargestSchool))) - 1;
        _place = (comesFromLeft ? -Width : Screen.Width) * Pixel;
        _velocity = comesFromLeft ? difficulty.EnemySpeed : -difficulty.EnemySpeed;
        _untilTorpedo = difficulty.TorpedoInterval / 2;
    }

    private bool HasLeft()
    {
        _ = TryGetEnemy(int.Log2(_alive), out Box last);
        return _velocity > 0 ? last.Left >= Screen.Width : last.Right <= 0;
    }

    private void Leave(RandomGenerator generator)
    {
        _alive = 0;
        _untilNext = ShortestWait + generator.NextInteger(LongestWait - ShortestWait);
    }

    /// <summary>The first enemy on the screen fires, if the last torpedo is gone.</summary>
    private void FireInTurn(in Difficulty difficulty)
    {
        if (--_untilTorpedo > 0 || Torpedo.IsFlying) return;
        _ = TryGetEnemy(int.TrailingZeroCount(_alive), out Box foremost);
        if (!foremost.IsOnScreen) return;
        _untilTorpedo = difficulty.TorpedoInterval;
        Torpedo.Launch(foremost, top + TorpedoRow, _velocity + (Math.Sign(_velocity) * TorpedoAdvantage));
    }
}

/// <summary>The pictures of sharks and enemy submarines.</summary>
internal static class Enemies
{
    internal static readonly Color TorpedoColor = new(255, 176, 144);

    private static readonly Color SharkColor = new(184, 200, 216);
    private static readonly Color SubmarineColor = new(255, 136, 120);

    private static readonly Sprite Shark = new(
        "..........##......",
        "#........###......",
        "##......####......",
        ".##..#########....",
        ".##############.#.",
        "..################",
        ".############..#..",
        ".##..###########..",
        "##.......##.......",
        "#.......##........");

    /// <summary>The tail bent the other way.</summary>
    private static readonly Sprite SharkAtStroke = new(
        "..........##......",
        ".........###......",
        "###.....####......",
        ".###.#########....",
        "..#############.#.",
        "..################",
        "..###########..#..",
        ".##..###########..",
        ".##......##.......",
        ".#......##........");

    private static readonly Sprite Submarine = new(
        "........##........",
        ".......####.......",
        "......######......",
        "#.....######......",
        "##.#############..",
        ".################.",
        ".####.##.##.######",
        ".################.",
        "##.#############..",
        "#....#########....");

    internal static void Draw(Screen screen, Box box, bool isSubmarine, bool isStroke, bool facesLeft)
    {
        Sprite sprite = isSubmarine ? Submarine : isStroke ? SharkAtStroke : Shark;
        sprite.Draw(screen, box.Left, box.Top, isSubmarine ? SubmarineColor : SharkColor, isMirrored: facesLeft);
    }
}
