using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>Always takes the action of the largest Q(s, ·). Only training explores.</summary>
internal sealed class ActionValueAgent : Agent
{
    private readonly ActionValues<float> _reader;
    private readonly float[] _values;
    private readonly float[] _probabilities;
    private int _best;

    internal ActionValueAgent(Network<float> network)
        : base(network)
    {
        _reader = new ActionValues<float>(network.Structure);
        (_values, _probabilities) = (new float[_reader.Count], new float[_reader.Count]);
    }

    public override bool DrawsActions => false;

    public override ReadOnlySpan<float> Probabilities => _probabilities;

    public override float Value => _values[_best];

    public override AgentAction SelectAction(bool greedy, RandomGenerator generator) => _best;

    protected override void ReadOutputs()
    {
        _reader.Read(Activations, 0, _values);
        _best = Softmax.MostProbable<float>(_values);
        Array.Clear(_probabilities);
        _probabilities[_best] = 1;
    }
}
