using AsyncRL.Environments;

namespace AsyncRL.Algorithms.Inspection;

/// <summary>
/// Blurs every channel of an image by a Gaussian, first down, then across. Beyond an edge the image is mirrored, the edge pixel included.
/// Each pixel is changed by weighted differences from its neighbors, so that an even image stays the same to the last bit.
/// </summary>
internal sealed class GaussianBlur
{
    private const double DeviationsOfReach = 4;

    private readonly ObservationSpecification _shape;
    private readonly double[] _weights;
    private readonly int _reach;

    /// <summary>Computes the weights.</summary>
    /// <param name="shape">The image.</param>
    /// <param name="deviation">σ, in pixels, above 0.</param>
    internal GaussianBlur(ObservationSpecification shape, double deviation)
    {
        _shape = shape;
        _reach = Math.Max(1, (int)Math.Round(DeviationsOfReach * deviation));
        _weights = new double[(2 * _reach) + 1];
        double sum = 0;
        for (int i = 0; i < _weights.Length; i++) sum += _weights[i] = Math.Exp(-Math.Pow((i - _reach) / deviation, 2) / 2);
        for (int i = 0; i < _weights.Length; i++) _weights[i] /= sum;
    }

    /// <summary>Blurs an image.</summary>
    /// <param name="image">[height, width, channels].</param>
    /// <param name="blurred">Receives the result.</param>
    internal void Apply(ReadOnlySpan<float> image, Span<float> blurred)
    {
        int row = _shape.Width * _shape.Channels;
        var down = new float[image.Length];
        for (int column = 0; column < row; column++) Along(image[column..], down.AsSpan(column), _shape.Height, row);
        for (int y = 0; y < _shape.Height; y++)
        {
            for (int channel = 0; channel < _shape.Channels; channel++)
            {
                int start = (y * row) + channel;
                Along(down.AsSpan(start), blurred[start..], _shape.Width, _shape.Channels);
            }
        }
    }

    private void Along(ReadOnlySpan<float> from, Span<float> to, int count, int stride)
    {
        for (int i = 0; i < count; i++)
        {
            double own = from[i * stride], change = 0;
            for (int k = -_reach; k <= _reach; k++) change += _weights[k + _reach] * (from[Mirrored(i + k, count) * stride] - own);
            to[i * stride] = (float)(own + change);
        }
    }

    private static int Mirrored(int place, int count)
    {
        int within = ((place % (2 * count)) + (2 * count)) % (2 * count);
        return within < count ? within : (2 * count) - 1 - within;
    }
}
