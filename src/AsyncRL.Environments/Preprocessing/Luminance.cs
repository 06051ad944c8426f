namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// Shows colours as grey by their luminance (Rec. 601: 0.299 R + 0.587 G + 0.114 B); images of one channel pass as they are.
/// </summary>
/// <remarks>
/// In fixed point, Y = ⌊(77 R + 150 G + 29 B + 128) / 256⌋: rounded to nearest, half up. The weights sum to 256, so that greys stay what
/// they are; they are off the recommendation's by less than 0.002, so that Y is within one grey level of the exact luminance, rounded.
/// </remarks>
public sealed class Luminance : ImageWrapper
{
    private const int Red = 77, Green = 150, Blue = 29, Half = 128, Shift = 8;
    private const int Colours = 3;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">Shows images of 3 channels, red, green and blue, or of 1; from now on this wrapper's own.</param>
    /// <exception cref="ArgumentException">The environment shows no such images.</exception>
    public Luminance(IEnvironment inner)
        : base(inner, GreyOf(inner))
    {
    }

    /// <summary>Turns colours into grey.</summary>
    /// <param name="colours">[pixels, 3].</param>
    /// <param name="grey">[pixels].</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Convert(ReadOnlySpan<byte> colours, Span<byte> grey)
    {
        if (colours.Length != Colours * grey.Length)
            throw new ArgumentException($"{colours.Length} bytes are not {grey.Length} pixels of {Colours} colours.", nameof(colours));
        for (int i = 0; i < grey.Length; i++)
        {
            ReadOnlySpan<byte> pixel = colours.Slice(Colours * i, Colours);
            grey[i] = (byte)(((Red * pixel[0]) + (Green * pixel[1]) + (Blue * pixel[2]) + Half) >> Shift);
        }
    }

    /// <inheritdoc/>
    protected override void Change(ReadOnlySpan<byte> image, Span<byte> changed)
    {
        if (image.Length == changed.Length) image.CopyTo(changed);
        else Convert(image, changed);
    }

    private static ObservationSpecification GreyOf(IEnvironment inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ObservationSpecification image = inner.Observation;
        if (image.Channels is not (1 or Colours))
            throw new ArgumentException($"Expected images of 1 or {Colours} channels: {image}.", nameof(inner));
        return ObservationSpecification.Pixels(image.Height, image.Width, 1);
    }
}
