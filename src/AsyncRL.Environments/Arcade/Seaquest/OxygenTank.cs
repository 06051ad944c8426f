using AsyncRL.Core.State;
using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Arcade.Seaquest;

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
