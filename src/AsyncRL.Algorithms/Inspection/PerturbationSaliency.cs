using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Inspection;

/// <summary>
/// How much the policy and the value change when a place of the observation is blurred (Greydanus, Koul, Dodge and Fern, "Visualizing and
/// understanding Atari agents", 2018): S(i, j) = ½ ‖z(x) − z(x′)‖² with x′ = x (1 − M) + blur(x) M, where M is a Gaussian around (i, j).
/// </summary>
/// <remarks>
/// z are the numbers of the choices for the policy, and V for the value. For images of 84 pixels M has σ 5, the blur has σ 3, and every
/// fifth pixel is a place; values between places are bilinear. For smaller images these three numbers are smaller in proportion, but 1 at
/// least. All frames of a stack are perturbed together. States of layers with memory stay as they are.
/// </remarks>
public sealed class PerturbationSaliency
{
    private const double PaperSize = 84, MaskDeviation = 5, BlurDeviation = 3, PaperStride = 5;
    private const int RowsPerPass = 32;

    private readonly AgentReader _reader;
    private readonly GaussianBlur _blur;
    private readonly ObservationSpecification _shape;
    private readonly double _deviation;
    private readonly int _stride;

    /// <summary>Allocates the passes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="actions">The actions of the environment.</param>
    /// <param name="shape">The observations: pixels.</param>
    public PerturbationSaliency(Network<float> network, ActionSpecification actions, ObservationSpecification shape)
    {
        if (shape.Kind != ObservationKind.Pixels)
            throw new ArgumentException($"The observation is a {shape}; expected pixels.", nameof(shape));
        _reader = new AgentReader(network, actions, RowsPerPass);
        _shape = shape;
        double scale = ScaleOf(shape);
        _deviation = Math.Max(1, MaskDeviation * scale);
        _stride = Math.Max(1, (int)Math.Round(PaperStride * scale));
        _blur = BlurOf(shape);
    }

    /// <summary>The blur of an image of a size.</summary>
    internal static GaussianBlur BlurOf(ObservationSpecification shape) => new(shape, Math.Max(1, BlurDeviation * ScaleOf(shape)));

    /// <summary>Computes the two maps of an input.</summary>
    /// <param name="parameters">A block of the network's layout.</param>
    /// <param name="input">The input.</param>
    /// <returns>[height, width] each.</returns>
    public SaliencyMap Compute(ReadOnlySpan<float> parameters, NetworkInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var change = new float[_shape.Size];
        _blur.Apply(input.Observation, change);
        for (int i = 0; i < change.Length; i++) change[i] -= input.Observation[i];
        int down = PlacesAlong(_shape.Height), across = PlacesAlong(_shape.Width);
        float[] policy = new float[down * across], value = new float[down * across];
        _reader.Set(0, input);
        _reader.Forward(parameters);
        var choices = new float[_reader.Choices];
        _reader.ReadChoices(0, choices);
        float before = _reader.Value(0);
        var perturbed = new float[_reader.Choices];
        for (int first = 0; first < policy.Length; first += RowsPerPass)
        {
            int count = Math.Min(RowsPerPass, policy.Length - first);
            for (int row = 0; row < count; row++)
            {
                int place = first + row;
                Perturb(_reader.Set(row, input), change, PlaceOf(place / across), PlaceOf(place % across));
            }


            _reader.Forward(parameters);
            for (int row = 0; row < count; row++)
            {
                _reader.ReadChoices(row, perturbed);
                policy[first + row] = HalfSquaredDistance(choices, perturbed);
                value[first + row] = HalfSquaredDistance([before], [_reader.Value(row)]);
            }
        }

        return new SaliencyMap(Enlarge(policy, down, across), Enlarge(value, down, across));
    }

    private static double ScaleOf(ObservationSpecification shape) => Math.Min(1, Math.Max(shape.Height, shape.Width) / PaperSize);

    private static float HalfSquaredDistance(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        double sum = 0;
        for (int i = 0; i < one.Length; i++) sum += Math.Pow(one[i] - other[i], 2);
        return (float)(sum / 2);
    }

    private int PlacesAlong(int pixels) => ((pixels - 1) / _stride) + 1;

    private int PlaceOf(int index) => index * _stride;

    /// <summary>Adds M (blur(x) − x) to x. M is the product of a vector over rows and one over columns.</summary>
    private void Perturb(Span<float> observation, ReadOnlySpan<float> change, int row, int column)
    {
        int channels = _shape.Channels;
        for (int y = 0, i = 0; y < _shape.Height; y++)
        {
            double down = Bell(y - row);
            for (int x = 0; x < _shape.Width; x++)
            {
                float mask = (float)(down * Bell(x - column));
                for (int channel = 0; channel < channels; channel++, i++) observation[i] += mask * change[i];
            }
        }
    }

    private double Bell(int distance) => Math.Exp(-distance * distance / (2 * _deviation * _deviation));

    /// <summary>Interpolates between the places. Beyond the last place the nearest one counts.</summary>
    private float[] Enlarge(float[] places, int down, int across)
    {
        var map = new float[_shape.Height * _shape.Width];
        for (int y = 0; y < _shape.Height; y++)
        {
            (int top, int bottom, float low) = Between(y, down);
            for (int x = 0; x < _shape.Width; x++)
            {
                (int left, int right, float far) = Between(x, across);
                float upper = ((1 - far) * places[(top * across) + left]) + (far * places[(top * across) + right]);
                float lower = ((1 - far) * places[(bottom * across) + left]) + (far * places[(bottom * across) + right]);
                map[(y * _shape.Width) + x] = ((1 - low) * upper) + (low * lower);
            }
        }

        return map;
    }

    private (int Before, int After, float Share) Between(int pixel, int places)
    {
        int before = pixel / _stride, after = Math.Min(before + 1, places - 1);
        return (before, after, (float)(pixel % _stride) / _stride);
    }
}

/// <summary>How much each pixel, or each number, of an observation matters.</summary>
/// <param name="Policy">[height, width], of vectors [number]: for the policy, or for the differences between the action values.</param>
/// <param name="Value">The same for the value.</param>
public sealed record SaliencyMap(float[] Policy, float[] Value);
