namespace AsyncRL.Environments.Preprocessing;

/// <summary>A game of frames whose pictures consist of a background that never changes and of things that are drawn over it.</summary>
internal interface IRedrawable
{
    /// <summary>Draws the present state as <see cref="IEnvironment.Step"/> does, over an older picture of the same game.</summary>
    /// <param name="picture">An older picture; it becomes the present one.</param>
    /// <param name="drawn">
    /// The cells in which the older picture may differ from the background; they become those in which the present picture may.
    /// </param>
    void Redraw(Span<byte> picture, PictureCells drawn);
}
