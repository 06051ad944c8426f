using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Inspection;

/// <summary>
/// How much the value and a choice depend on each part of the observation, by derivatives. Of pixels: the absolute derivatives, summed over
/// the channels (Simonyan, Vedaldi and Zisserman, "Deep inside convolutional networks", 2013; for dueling networks Wang et al. 2016). Of
/// the numbers of a vector: the absolute product of each derivative and its number, because numbers have units.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="actions">The actions of the environment.</param>
/// <param name="shape">The observations.</param>
public sealed class JacobianSaliency(Network<float> network, ActionSpecification actions, ObservationSpecification shape)
{
    private readonly AgentReader _reader = new(network, actions);
    private readonly float[] _gradient = new float[shape.Size];

    /// <summary>Computes the two maps of an input.</summary>
    /// <param name="parameters">A block of the network's layout.</param>
    /// <param name="input">The input.</param>
    /// <param name="action">The choice, or one for each dimension; not used where actions are vectors.</param>
    /// <returns>[height, width] each; of vectors [number].</returns>
    public SaliencyMap Compute(ReadOnlySpan<float> parameters, NetworkInput input, ReadOnlySpan<int> action)
    {
        ArgumentNullException.ThrowIfNull(input);
        _reader.Set(0, input);
        _reader.Forward(parameters);
        _reader.DifferentiateChoice(parameters, action, _gradient);
        float[] policy = MapOf(input);
        _reader.DifferentiateValue(parameters, _gradient);
        return new SaliencyMap(policy, MapOf(input));
    }

    private float[] MapOf(NetworkInput input)
    {
        if (shape.Kind == ObservationKind.Vector)
        {
            var products = new float[shape.Size];
            for (int i = 0; i < products.Length; i++) products[i] = Math.Abs(_gradient[i] * input.Observation[i]);
            return products;
        }

        var map = new float[shape.Height * shape.Width];
        for (int i = 0; i < _gradient.Length; i++) map[i / shape.Channels] += Math.Abs(_gradient[i]);
        return map;
    }
}
