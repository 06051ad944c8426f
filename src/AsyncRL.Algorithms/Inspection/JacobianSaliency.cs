using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Inspection;

/// <summary>
/// The absolute derivatives of the value and of the best choice with respect to each pixel, summed over the channels (Simonyan, Vedaldi and
/// Zisserman, "Deep inside convolutional networks", 2013; for dueling networks Wang et al. 2016).
/// </summary>
/// <param name="network">The network.</param>
/// <param name="actions">The actions of the environment.</param>
/// <param name="shape">The observations: pixels.</param>
public sealed class JacobianSaliency(Network<float> network, ActionSpecification actions, ObservationSpecification shape)
{
    private readonly AgentReader _reader = new(network, actions);
    private readonly float[] _gradient = new float[shape.Size];

    /// <summary>Computes the two maps of an input.</summary>
    /// <param name="parameters">A block of the network's layout.</param>
    /// <param name="input">The input.</param>
    /// <param name="action">The choice, or one for each dimension; not used where actions are vectors.</param>
    /// <returns>[height, width] each.</returns>
    public SaliencyMap Compute(ReadOnlySpan<float> parameters, NetworkInput input, ReadOnlySpan<int> action)
    {
        _reader.Set(0, input);
        _reader.Forward(parameters);
        _reader.DifferentiateChoice(parameters, action, _gradient);
        float[] policy = SumOfChannels();
        _reader.DifferentiateValue(parameters, _gradient);
        return new SaliencyMap(policy, SumOfChannels());
    }

    private float[] SumOfChannels()
    {
        var map = new float[shape.Height * shape.Width];
        for (int i = 0; i < _gradient.Length; i++) map[i / shape.Channels] += Math.Abs(_gradient[i]);
        return map;
    }
}
