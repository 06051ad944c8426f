namespace AsyncRL.Numerics.Layers;

/// <summary>
/// The shape of one row of activations: an image [height, width, channels] with the channel as the fastest index. A vector is 1 × 1 × n.
/// </summary>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Channels">Numbers per pixel.</param>
public readonly record struct Shape(int Height, int Width, int Channels)
{
    /// <summary>Number of elements.</summary>
    /// <exception cref="OverflowException">There are more than an array can hold.</exception>
    public int Size => checked(Height * Width * Channels);

    /// <summary>The shape of a vector.</summary>
    /// <param name="size">Its length.</param>
    /// <returns>1 × 1 × size.</returns>
    public static Shape Vector(int size) => new(1, 1, size);

    /// <summary>The shape as text: "84×84×4", or "256" for a vector.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Height == 1 && Width == 1 ? $"{Channels}" : $"{Height}×{Width}×{Channels}";
}
