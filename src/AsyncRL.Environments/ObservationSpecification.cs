namespace AsyncRL.Environments;

/// <summary>What the numbers of an observation are.</summary>
public enum ObservationKind
{
    /// <summary>Bytes of an image [height, width, channels], channel fastest.</summary>
    Pixels,

    /// <summary>A vector of floats.</summary>
    Vector,
}

/// <summary>What an environment shows.</summary>
/// <param name="Kind">Bytes or floats.</param>
/// <param name="Height">Rows of pixels; 1 for a vector.</param>
/// <param name="Width">Pixels per row; 1 for a vector.</param>
/// <param name="Channels">Numbers per pixel; the length of a vector.</param>
public readonly record struct ObservationSpecification(ObservationKind Kind, int Height, int Width, int Channels)
{
    private readonly int _frameChannels;

    /// <summary>
    /// Channels of the newest frame, the last ones, where the image is a stack of frames; else all of them. This is for people, who look at
    /// one frame: two specifications that differ in it alone are equal.
    /// </summary>
    public int FrameChannels
    {
        get => _frameChannels == 0 ? Channels : _frameChannels;
        init => _frameChannels = value;
    }

    /// <summary>Numbers in an observation.</summary>
    public int Size => Height * Width * Channels;

    /// <summary>An image.</summary>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="channels">Bytes per pixel: colours, or frames of a stack, the oldest first.</param>
    /// <returns>The specification.</returns>
    public static ObservationSpecification Pixels(int height, int width, int channels) =>
        new(ObservationKind.Pixels, height, width, channels);

    /// <summary>A vector.</summary>
    /// <param name="size">Its length.</param>
    /// <returns>The specification.</returns>
    public static ObservationSpecification Vector(int size) => new(ObservationKind.Vector, 1, 1, size);

    /// <inheritdoc/>
    public bool Equals(ObservationSpecification other) =>
        (Kind, Height, Width, Channels).Equals((other.Kind, other.Height, other.Width, other.Channels));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Height, Width, Channels);

    /// <summary>For people: "pixels 84×84×4", "vector 4".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Kind == ObservationKind.Pixels ? $"pixels {Height}×{Width}×{Channels}" : $"vector {Channels}";
}
