using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Inspection;

/// <summary>
/// How much each pixel adds to the value and to a choice, by integrated gradients (Sundararajan, Taly and Yan, "Axiomatic attribution for
/// deep networks", 2017): (x − x₀) ∫ ∂f/∂x dα along the straight path from the blurred observation x₀ to the observation x.
/// </summary>
/// <remarks>
/// The integral is the midpoint rule of 50 steps, so that the sum over the pixels is f(x) − f(x₀) up to its error. The blur is that of
/// <see cref="PerturbationSaliency"/>. All frames of a stack are blurred together. The states of layers with memory stay as they are.
/// </remarks>
public sealed class IntegratedGradients
{
    /// <summary>Steps of the path.</summary>
    public const int Steps = 50;

    private readonly PathIntegral<float> _path;
    private readonly GaussianBlur _blur;
    private readonly ObservationSpecification _shape;

    /// <summary>Allocates the passes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="actions">The actions of the environment.</param>
    /// <param name="shape">The observations: pixels.</param>
    public IntegratedGradients(Network<float> network, ActionSpecification actions, ObservationSpecification shape)
    {
        (_path, _blur, _shape) = (new PathIntegral<float>(network, actions, Steps), PerturbationSaliency.BlurOf(shape), shape);
    }

    /// <summary>Blurs an observation: the begin of the path.</summary>
    /// <param name="observation">[height, width, channels].</param>
    /// <returns>The blurred observation.</returns>
    public float[] Blur(ReadOnlySpan<float> observation)
    {
        var blurred = new float[_shape.Size];
        _blur.Apply(observation, blurred);
        return blurred;
    }

    /// <summary>Computes the two maps of an input.</summary>
    /// <param name="parameters">A block of the network's layout.</param>
    /// <param name="input">The input.</param>
    /// <param name="action">The choice, or one for each dimension; not used where actions are vectors.</param>
    /// <returns>The maps of the choice and of the value.</returns>
    public (Attribution Choice, Attribution Value) Compute(
        ReadOnlySpan<float> parameters, NetworkInput input, ReadOnlySpan<int> action)
    {
        ArgumentNullException.ThrowIfNull(input);
        float[] blurred = Blur(input.Observation), seen = input.Observation;
        _path.Forward(parameters, input.Write, blurred, seen);
        (float from, float to) = _path.DifferentiateChoice(parameters, action, out ReadOnlySpan<float> slopes);
        var choice = new Attribution(MapOf(_path.PartsOf(slopes, blurred, seen)), from, to);
        (from, to) = _path.DifferentiateValue(parameters, out slopes);
        return (choice, new Attribution(MapOf(_path.PartsOf(slopes, blurred, seen)), from, to));
    }

    private float[] MapOf(float[] parts)
    {
        var map = new float[_shape.Height * _shape.Width];
        for (int i = 0; i < parts.Length; i++) map[i / _shape.Channels] += parts[i];
        return map;
    }
}

/// <summary>What each pixel adds to an output.</summary>
/// <param name="Map">[height, width]: the part of each pixel, summed over the channels; its sum is the change of the output.</param>
/// <param name="Before">The output for the blurred observation.</param>
/// <param name="After">The output for the observation.</param>
public sealed record Attribution(float[] Map, float Before, float After)
{
    /// <summary>The difference between the sum of the map and the change of the output: the error of the integral.</summary>
    public double Error
    {
        get
        {
            double sum = 0;
            foreach (float part in Map) sum += part;
            return Math.Abs(sum - (After - (double)Before));
        }
    }
}
