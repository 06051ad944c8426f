namespace AsyncRL.Environments.Arcade;

/// <summary>A color of the screen.</summary>
/// <param name="Red">Red, from 0 to 255.</param>
/// <param name="Green">Green, from 0 to 255.</param>
/// <param name="Blue">Blue, from 0 to 255.</param>
public readonly record struct Color(byte Red, byte Green, byte Blue)
{
    /// <summary>Black.</summary>
    public static Color Black => default;

    /// <summary>
    /// The gray of a black and white screen: the luminance by Rec. 601 in fixed point, computed as the preprocessing computes it. So a gray
    /// screen equals a colored screen after the conversion to gray.
    /// </summary>
    public byte Luminance => (byte)(((77 * Red) + (150 * Green) + (29 * Blue) + 128) >> 8);
}
