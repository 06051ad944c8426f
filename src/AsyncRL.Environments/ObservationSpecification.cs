namespace AsyncRL.Environments;

/// <summary>The kind of numbers in an observation.</summary>
public enum ObservationKind
{
    /// <summary>Bytes of an image [height, width, channels]; the channel index changes fastest.</summary>
    Pixels,

    /// <summary>A vector of floats.</summary>
    Vector,
}

/// <summary>The shape of the observations of an environment.</summary>
/// <param name="Kind">Bytes or floats.</param>
/// <param name="Height">Rows of pixels; 1 for a vector.</param>
/// <param name="Width">Pixels per row; 1 for a vector.</param>
/// <param name="Channels">Numbers per pixel; the length of a vector.</param>
public readonly record struct ObservationSpecification(ObservationKind Kind, int Height, int Width, int Channels)
{
    private readonly int _frameChannels;
    private readonly IReadOnlyList<string>? _names;

    /// <summary>
    /// The number of channels of the newest frame, which are the last channels, if the image is a stack of frames. Otherwise the number of
    /// all channels. This is for people, to whom one frame is shown: two specifications that differ only in this number are equal.
    /// </summary>
    public int FrameChannels
    {
        get => _frameChannels == 0 ? Channels : _frameChannels;
        init => _frameChannels = value;
    }

    /// <summary>
    /// The names of the numbers of a vector in order, with their units, such as "pole angle (rad)"; null if they have none. They are for
    /// people: two specifications that differ only in names are equal. Names do not survive a change of the size.
    /// </summary>
    public IReadOnlyList<string>? Names
    {
        get => _names?.Count == Size ? _names : null;
        init => _names = value;
    }

    /// <summary>Numbers in an observation.</summary>
    public int Size => Height * Width * Channels;

    /// <summary>An image.</summary>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="channels">Bytes per pixel: colors, or the frames of a stack with the oldest first.</param>
    /// <returns>The specification.</returns>
    public static ObservationSpecification Pixels(int height, int width, int channels) =>
        new(ObservationKind.Pixels, height, width, channels);

    /// <summary>A vector.</summary>
    /// <param name="size">Its length.</param>
    /// <returns>The specification.</returns>
    public static ObservationSpecification Vector(int size) => new(ObservationKind.Vector, 1, 1, size);

    /// <summary>A vector whose numbers have names.</summary>
    /// <param name="names">The name of each number, with its unit.</param>
    /// <returns>The specification.</returns>
    /// <exception cref="ArgumentNullException">There are no names.</exception>
    public static ObservationSpecification Vector(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return Vector(names.Count) with { Names = names };
    }

    /// <inheritdoc/>
    public bool Equals(ObservationSpecification other) =>
        (Kind, Height, Width, Channels).Equals((other.Kind, other.Height, other.Width, other.Channels));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Height, Width, Channels);

    /// <summary>A text for people, such as "pixels 84×84×4" or "vector 4".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Kind == ObservationKind.Pixels ? $"pixels {Height}×{Width}×{Channels}" : $"vector {Channels}";
}

/// <summary>The caller's memory for one observation: bytes for pixels or floats for a vector, as the specification says.</summary>
public sealed class Observation
{
    private readonly byte[] _pixels = [];
    private readonly float[] _values = [];

    /// <summary>Allocates memory for the observations of an environment.</summary>
    /// <param name="specification">The shape of the environment's observations.</param>
    public Observation(ObservationSpecification specification)
    {
        Specification = specification;
        if (specification.Kind == ObservationKind.Pixels) _pixels = new byte[specification.Size];
        else _values = new float[specification.Size];
    }

    /// <summary>The shape of the observation that it holds.</summary>
    public ObservationSpecification Specification { get; }

    /// <summary>The bytes of an image [height, width, channels]; empty for a vector.</summary>
    public Span<byte> Pixels => _pixels;

    /// <summary>The numbers of a vector; empty for an image.</summary>
    public Span<float> Values => _values;
}
