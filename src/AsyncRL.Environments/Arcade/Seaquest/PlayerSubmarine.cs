using AsyncRL.Core.State;
using AsyncRL.Environments.Drawing;
using static AsyncRL.Environments.Arcade.FixedPoint;

namespace AsyncRL.Environments.Arcade.Seaquest;

/// <summary>The player's submarine: its position and direction.</summary>
internal sealed class PlayerSubmarine
{
    internal const int Width = 18;
    internal const int Height = 12;

    /// <summary>In 1/256 pixel per frame, across and up or down.</summary>
    internal const int Speed = Pixel * 3 / 2;

    /// <summary>The lowest row that its top can reach.</summary>
    internal const int LowestRow = Sea.Floor - Height - 2;

    /// <summary>The row at which its torpedo leaves, counted from its top.</summary>
    internal const int TorpedoRow = 8;

    private static readonly Color HullColor = new(248, 224, 72);

    private static readonly Sprite Hull = new(
        "..........####....",
        "..........#.......",
        "..........#.......",
        ".......######.....",
        ".......######.....",
        "##..##########....",
        "###############...",
        ".####..##..##..##.",
        ".#################",
        "#################.",
        "##..############..",
        "......########....");

    private int _left, _top;
    private bool _looksLeft;

    internal Box Box => new(ToPixel(_left), ToPixel(_top), Width, Height);

    /// <summary>1 to the right, −1 to the left.</summary>
    internal int Facing => _looksLeft ? -1 : 1;

    internal bool IsAtSurface => ToPixel(_top) <= Sea.SurfacedRow;

    /// <summary>Whether it is deep enough for its next rise to count as surfacing.</summary>
    internal bool IsSubmerged => ToPixel(_top) >= Sea.SubmergedRow;

    /// <summary>Places it at the surface, in the middle.</summary>
    internal void Begin()
    {
        _left = (Screen.Width - Width) / 2 * Pixel;
        _top = Sea.SurfacedRow * Pixel;
        _looksLeft = false;
    }

    /// <summary>Moves and turns in the direction of the stick; the surface, the floor and the edges stop it.</summary>
    internal void Move(Joystick joystick)
    {
        int across = Direction(joystick, Joystick.Left, Joystick.Right), down = Direction(joystick, Joystick.Up, Joystick.Down);
        if (across != 0) _looksLeft = across < 0;
        _left = Math.Clamp(_left + (across * Speed), 0, (Screen.Width - Width) * Pixel);
        _top = Math.Clamp(_top + (down * Speed), Sea.SurfacedRow * Pixel, LowestRow * Pixel);
    }

    internal void Draw(Screen screen) => Hull.Draw(screen, Box.Left, Box.Top, HullColor, isMirrored: _looksLeft);

    internal static void DrawSmall(Screen screen, int left, int top)
    {
        screen.Fill(left + 4, top, 4, 3, HullColor);
        screen.Fill(left, top + 3, 12, 5, HullColor);
    }

    internal void Transfer(StateTransfer state)
    {
        state.Number(ref _left, "submarine's column");
        state.Number(ref _top, "submarine's row");
        state.Truth(ref _looksLeft, "submarine's side");
    }

    private static int Direction(Joystick joystick, Joystick less, Joystick more) =>
        ((joystick & more) != 0 ? 1 : 0) - ((joystick & less) != 0 ? 1 : 0);
}

/// <summary>The oxygen on board. It is used up frame by frame, and refilled at the surface.</summary>
/// <param name="capacity">Frames that a full tank lasts.</param>
internal sealed class OxygenTank(int capacity)
{
    /// <summary>Frames that fill an empty tank.</summary>
    internal const int FramesToFill = 64;

    private const int BarLeft = 24;
    private const int BarWidth = 112;
    private const int BarTop = 185;
    private const int BarHeight = 8;

    private static readonly Color Empty = new(72, 72, 80);
    private static readonly Color Full = new(224, 232, 240);
    private static readonly Color Low = new(255, 120, 96);

    private int _frames;

    /// <summary>The number of frames that the oxygen lasts.</summary>
    internal int Frames => _frames;

    internal bool IsFull => _frames == capacity;

    internal bool IsEmpty => _frames == 0;

    internal void Fill() => _frames = capacity;

    internal void Use() => _frames = Math.Max(_frames - 1, 0);

    internal void Refill() => _frames = Math.Min(_frames + ((capacity + FramesToFill - 1) / FramesToFill), capacity);

    internal void Draw(Screen screen)
    {
        screen.Fill(BarLeft, BarTop, BarWidth, BarHeight, Empty);
        screen.Fill(BarLeft, BarTop, ((_frames * BarWidth) + capacity - 1) / capacity, BarHeight, _frames * 4 > capacity ? Full : Low);
    }

    internal void Transfer(StateTransfer state) => state.Number(ref _frames, "oxygen", 0, capacity);
}
