using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>Acts by the heads "policy" (logits) and "value".</summary>
internal sealed class SoftmaxAgent : Agent
{
    private readonly int _policy;
    private readonly int _value;
    private readonly float[] _probabilities;
    private readonly float[] _logProbabilities;

    internal SoftmaxAgent(Network<float> network)
        : base(network)
    {
        (_policy, _value) = (network.Structure.HeadIndex("policy"), network.Structure.HeadIndex("value"));
        _probabilities = new float[network.Structure.Heads[_policy].Outputs];
        _logProbabilities = new float[_probabilities.Length];
    }

    public override ReadOnlySpan<float> Probabilities => _probabilities;

    public override float Value => Activations.Output(_value, 0)[0];

    public override AgentAction SelectAction(bool greedy, RandomGenerator generator) =>
        greedy ? Softmax.MostProbable<float>(_probabilities) : Softmax.Pick(_probabilities, generator.NextSingle());

    protected override void ReadOutputs() => Softmax.Distribution(Activations.Output(_policy, 0), _probabilities, _logProbabilities);
}
