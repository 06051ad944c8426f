using AsyncRL.Core.State;
using AsyncRL.Environments.Drawing;
using static AsyncRL.Environments.Arcade.FixedPoint;

namespace AsyncRL.Environments.Arcade.Seaquest;

/// <summary>A torpedo that moves horizontally until it hits an object or leaves the screen. The player and every lane have one.</summary>
internal sealed class Torpedo
{
    internal const int Length = 8;
    internal const int Height = 2;

    private int _place, _row;

    /// <summary>In 1/256 pixel per frame; 0 if there is no torpedo.</summary>
    private int _velocity;

    internal bool IsFlying => _velocity != 0;

    internal int Velocity => _velocity;

    internal Box Box => new(ToPixel(_place), _row, Length, Height);

    /// <summary>Whether it is under way and touches an object.</summary>
    internal bool Hits(Box thing) => IsFlying && Box.Touches(thing);

    /// <summary>Launches it from a boat's bow.</summary>
    /// <param name="boat">The boat.</param>
    /// <param name="row">The row of the torpedo's top.</param>
    /// <param name="velocity">In 1/256 pixel per frame, not 0.</param>
    internal void Launch(Box boat, int row, int velocity)
    {
        _place = (velocity > 0 ? boat.Right - Length : boat.Left) * Pixel;
        _row = row;
        _velocity = velocity;
    }

    internal void Remove() => _velocity = 0;

    internal void Move()
    {
        _place += _velocity;
        if (!Box.IsOnScreen) Remove();
    }

    internal void Draw(Screen screen, Color color)
    {
        if (IsFlying) screen.Fill(Box.Left, _row, Length, Height, color);
    }

    internal void Transfer(StateTransfer state)
    {
        state.Number(ref _place, "torpedo's place");
        state.Number(ref _row, "torpedo's row");
        state.Number(ref _velocity, "torpedo's velocity");
    }
}
