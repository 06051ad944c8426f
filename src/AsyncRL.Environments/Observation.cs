namespace AsyncRL.Environments;

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
