namespace AsyncRL.Environments.Arcade.Seaquest;

/// <summary>The rectangle of pixels that an object occupies for collisions.</summary>
/// <param name="Left">Its leftmost column.</param>
/// <param name="Top">Its topmost row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct Box(int Left, int Top, int Width, int Height)
{
    internal int Right => Left + Width;

    internal int Bottom => Top + Height;

    /// <summary>Whether a part of it is on the screen.</summary>
    internal bool IsOnScreen => Right > 0 && Left < Screen.Width;

    /// <summary>Whether two boxes share a pixel.</summary>
    internal bool Touches(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
}
