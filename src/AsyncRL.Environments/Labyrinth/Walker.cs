using AsyncRL.Core.State;

namespace AsyncRL.Environments.Labyrinth;

/// <summary>The effect of an action in each of its frames.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Turn">1 turns to the right on the spot, −1 to the left, 0 not at all.</param>
/// <param name="Bearing">The walking direction, relative to the agent's heading; null if the agent does not walk.</param>
internal readonly record struct Movement(string Name, int Turn, int? Bearing)
{
    /// <summary>The number of first entries of <see cref="All"/> that are enough to reach every place.</summary>
    internal const int MinimalCount = 3;

    private const int RightAngle = Headings.Turn / 4;

    /// <summary>The movements by the number of the action.</summary>
    internal static Movement[] All { get; } =
    [
        new("forward", 0, 0),
        new("turn-left", -1, null),
        new("turn-right", 1, null),
        new("backward", 0, 2 * RightAngle),
        new("strafe-left", 0, -RightAngle),
        new("strafe-right", 0, RightAngle),
        new("stay", 0, null),
    ];

    /// <summary>The names of the first actions, as many as requested.</summary>
    internal static string[] NamesOf(int count) => Array.ConvertAll(All[..count], movement => movement.Name);
}

/// <summary>The agent's body: a square that turns and walks in a maze and slides along walls.</summary>
/// <remarks>Positions are in 2⁻¹⁶ tiles; the heading is in 1024ths of a full turn.</remarks>
internal sealed class Walker(Maze maze)
{
    /// <summary>Half the side of the square, 0.3 tiles: the smallest distance from the agent's middle to a wall.</summary>
    internal const int Radius = Tiles.One * 3 / 10;

    /// <summary>The distance walked per frame: 3.2 tiles a second at 60 frames a second.</summary>
    internal const int Stride = Tiles.One * 32 / 600;

    /// <summary>The angle turned per frame: 2.8°, a full turn in 2.1 seconds.</summary>
    internal const int TurnPerFrame = 8;

    /// <summary>Position along the map's rows.</summary>
    internal int X { get; private set; }

    /// <summary>Position along the map's columns.</summary>
    internal int Y { get; private set; }

    /// <summary>The heading, from 0 (along x) clockwise on the map to 1023.</summary>
    internal int Heading { get; private set; }

    /// <summary>The number of the tile that the agent stands on.</summary>
    internal int Tile => ((Y >> Tiles.Bits) * maze.Size) + (X >> Tiles.Bits);

    /// <summary>Whether the whole body stands on open tiles.</summary>
    internal bool StandsFree =>
        IsOpenAt(X - Radius, Y - Radius) && IsOpenAt(X + Radius - 1, Y - Radius)
        && IsOpenAt(X - Radius, Y + Radius - 1) && IsOpenAt(X + Radius - 1, Y + Radius - 1);

    /// <summary>Places the agent.</summary>
    internal void Place(int x, int y, int heading) => (X, Y, Heading) = (x, y, heading & (Headings.Turn - 1));

    /// <summary>Turns for one frame.</summary>
    /// <param name="direction">1 to the right, −1 to the left, 0 not at all.</param>
    internal void Rotate(int direction) => Heading = (Heading + (direction * TurnPerFrame)) & (Headings.Turn - 1);

    /// <summary>Walks for one frame. The coordinates move independently: if a wall stops one, the agent slides along it.</summary>
    /// <param name="bearing">The direction as a heading; the agent's own heading is forward.</param>
    internal void Walk(int bearing)
    {
        X = Stopped(X, Component(Headings.Cosine(bearing)), Y, alongX: true);
        Y = Stopped(Y, Component(Headings.Sine(bearing)), X, alongX: false);
    }

    /// <summary>Saves or restores place and heading.</summary>
    internal void Transfer(StateTransfer state)
    {
        int edge = (maze.Size << Tiles.Bits) - 1;
        X = state.Number(X, "agent's x", 0, edge);
        Y = state.Number(Y, "agent's y", 0, edge);
        Heading = state.Number(Heading, "agent's heading", 0, Headings.Turn - 1);
    }

    private static int Component(int sine) => (int)((((long)Stride * sine) + (Tiles.One / 2)) >> Tiles.Bits);

    /// <summary>The new value of a coordinate that moves until the body touches a wall.</summary>
    /// <param name="from">The old value.</param>
    /// <param name="change">How far it would move, less than a tile.</param>
    /// <param name="across">The other coordinate, which does not change.</param>
    /// <param name="alongX">Whether the moving coordinate is x.</param>
    private int Stopped(int from, int change, int across, bool alongX)
    {
        int to = from + change;
        if (change == 0) return to;
        int edge = (change > 0 ? to + Radius - 1 : to - Radius) >> Tiles.Bits;
        int low = (across - Radius) >> Tiles.Bits;
        int high = (across + Radius - 1) >> Tiles.Bits;
        if (IsFree(edge, low, alongX) && IsFree(edge, high, alongX)) return to;
        return change > 0 ? (edge << Tiles.Bits) - Radius : ((edge + 1) << Tiles.Bits) + Radius;
    }

    private bool IsOpenAt(int x, int y)
    {
        int edge = maze.Size << Tiles.Bits;
        return x >= 0 && y >= 0 && x < edge && y < edge && maze.IsOpen(x >> Tiles.Bits, y >> Tiles.Bits);
    }

    private bool IsFree(int edge, int across, bool alongX) => alongX ? maze.IsOpen(edge, across) : maze.IsOpen(across, edge);
}
