namespace AsyncRL.Environments.Arcade;

/// <summary>A colour of the screen.</summary>
/// <param name="Red">Red, from 0 to 255.</param>
/// <param name="Green">Green, from 0 to 255.</param>
/// <param name="Blue">Blue, from 0 to 255.</param>
public readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    /// <summary>Black.</summary>
    public static Colour Black => default;

    /// <summary>
    /// The grey of a black and white screen: the luminance by Rec. 601 in fixed point, computed as the preprocessing computes it. So a grey
    /// screen equals a coloured screen after the conversion to grey.
    /// </summary>
    public byte Luminance => (byte)(((77 * Red) + (150 * Green) + (29 * Blue) + 128) >> 8);
}
