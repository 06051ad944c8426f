using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>Acts by a deterministic policy without noise. The value of an observation is that of its action.</summary>
internal sealed class DeterministicAgent : Agent
{
    private readonly DeterministicActorCritic<float> _networks;
    private readonly ActionScale _scale;
    private readonly float[] _action;

    internal DeterministicAgent(Network<float> network, ActionSpecification actions)
        : base(network)
    {
        (_networks, _action) = (new DeterministicActorCritic<float>(network), new float[actions.Count]);
        _scale = new ActionScale(actions, scalesToBounds: true);
    }

    public override bool DrawsActions => false;

    public override ReadOnlySpan<float> Probabilities => default;

    public override float Value => _networks.ValueOf(Activations, 0);

    public override AgentAction SelectAction(bool greedy, RandomGenerator generator)
    {
        _scale.Map(_networks.ActionOf(Activations, 0), _action);
        return AgentAction.FromValues(_action);
    }

    protected override void Run(ReadOnlySpan<float> parameters)
    {
        _networks.Act(parameters, Activations, 1);
        _networks.Evaluate(parameters, Activations, 1);
    }

    protected override void ReadOutputs()
    {
    }
}
