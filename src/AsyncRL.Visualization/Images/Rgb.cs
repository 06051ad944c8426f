namespace AsyncRL.Visualization.Images;

/// <summary>A color.</summary>
/// <param name="Red">From 0 to 255.</param>
/// <param name="Green">From 0 to 255.</param>
/// <param name="Blue">From 0 to 255.</param>
public readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>The brightness, from 0 to 1, with the weights of ITU-R BT.601.</summary>
    public double Brightness => ((0.299 * Red) + (0.587 * Green) + (0.114 * Blue)) / 255;

    /// <summary>The three bytes as one number, with red in the highest byte.</summary>
    public int Packed => (Red << 16) | (Green << 8) | Blue;

    /// <summary>Makes a gray.</summary>
    /// <param name="level">From 0 (black) to 255 (white).</param>
    /// <returns>The color.</returns>
    public static Rgb Gray(byte level) => new(level, level, level);

    /// <summary>Makes the color from a number of <see cref="Packed"/>.</summary>
    /// <param name="packed">The number.</param>
    /// <returns>The color.</returns>
    public static Rgb Unpack(int packed) => new((byte)(packed >> 16), (byte)(packed >> 8), (byte)packed);
}
