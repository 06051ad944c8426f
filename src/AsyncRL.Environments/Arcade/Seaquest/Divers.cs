using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Drawing;
using static AsyncRL.Environments.Arcade.FixedPoint;

namespace AsyncRL.Environments.Arcade.Seaquest;

/// <summary>The divers in the sea, at most one in each lane. They swim across the screen and leave it. Nothing harms them.</summary>
internal sealed class Divers
{
    internal const int Width = 14;
    internal const int Height = 10;

    /// <summary>In 1/256 pixel per frame.</summary>
    internal const int Speed = Pixel / 2;

    private const int PixelsPerStroke = 6;

    private static readonly Color DiverColor = new(144, 240, 160);

    private static readonly Sprite Swimmer = new(
        "...........##.",
        "...###....####",
        "..#####...####",
        "#..########.#.",
        "####.#########",
        "####.######...",
        "...##.##..##..",
        "..##...##..##.",
        "###.....#...##",
        "##............");

    private static readonly Sprite SwimmerAtStroke = new(
        "...........##.",
        "...###....####",
        "..#####...####",
        "...########.#.",
        "##.##########.",
        "###########...",
        "..#####.##....",
        "##...##..#....",
        "###...#.##....",
        ".##...........");

    private readonly int[] _places = new int[Sea.Lanes];

    /// <summary>In 1/256 pixel per frame; 0 if the lane has no diver.</summary>
    private readonly int[] _velocities = new int[Sea.Lanes];
    private int _untilNext;

    internal void Clear(int interval)
    {
        _velocities.AsSpan().Clear();
        _untilNext = interval / 2;
    }

    /// <summary>Moves the divers and adds new ones.</summary>
    /// <param name="interval">Frames from one diver to the next.</param>
    /// <param name="generator">Draws the lanes and sides of new divers.</param>
    internal void Move(int interval, RandomGenerator generator)
    {
        for (int lane = 0; lane < Sea.Lanes; lane++)
        {
            _places[lane] += _velocities[lane];
            if (TryGet(lane, out Box box) && !box.IsOnScreen) _velocities[lane] = 0;
        }

        if (--_untilNext > 0) return;
        _untilNext = interval;
        Enter(generator);
    }

    /// <summary>The box of a lane's diver, if there is one.</summary>
    internal bool TryGet(int lane, out Box box)
    {
        box = new Box(ToPixel(_places[lane]), Sea.LaneTop(lane), Width, Height);
        return _velocities[lane] != 0;
    }

    /// <summary>In 1/256 pixel per frame, negative to the left; 0 if the lane has no diver.</summary>
    internal int Velocity(int lane) => _velocities[lane];

    /// <summary>Takes one diver that the boat touches on board.</summary>
    internal bool TryPickUp(Box boat)
    {
        for (int lane = 0; lane < Sea.Lanes; lane++)
        {
            if (!TryGet(lane, out Box diver) || !diver.Touches(boat)) continue;
            _velocities[lane] = 0;
            return true;
        }

        return false;
    }

    internal void Draw(Screen screen)
    {
        for (int lane = 0; lane < Sea.Lanes; lane++)
        {
            if (!TryGet(lane, out Box box)) continue;
            Sprite sprite = (box.Left / PixelsPerStroke & 1) == 0 ? Swimmer : SwimmerAtStroke;
            sprite.Draw(screen, box.Left, box.Top, DiverColor, isMirrored: _velocities[lane] < 0);
        }
    }

    /// <summary>Draws a diver on board.</summary>
    internal static void DrawAboard(Screen screen, int left, int top) => Swimmer.Draw(screen, left, top, DiverColor);

    internal void Transfer(StateTransfer state)
    {
        state.Numbers(_places, "place of a diver");
        state.Numbers(_velocities, "velocity of a diver");
        state.Number(ref _untilNext, "time until the next diver");
    }

    /// <summary>A diver comes from one of the sides, unless the drawn lane already has a diver.</summary>
    private void Enter(RandomGenerator generator)
    {
        int lane = generator.NextInteger(Sea.Lanes);
        bool comesFromLeft = generator.NextInteger(2) == 0;
        if (_velocities[lane] != 0) return;
        _places[lane] = comesFromLeft ? (1 - Width) * Pixel : (Screen.Width - 1) * Pixel;
        _velocities[lane] = comesFromLeft ? Speed : -Speed;
    }
}
