using System.Collections.Immutable;
using System.Numerics;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// A deterministic policy μ(s; θ) = tanh u and an action value Q(s, a; w), two parts of one network that share nothing but the observation
/// (Silver et al. 2014; Lillicrap et al. 2016). The class is generic over the element, so that gradient checks run the training code in
/// double.
/// </summary>
/// <remarks>
/// Actions are from −1 to 1 here. They are mapped to the bounds of the environment once, where the environment receives them
/// (<see cref="ActionScale"/>). All passes begin at row 0 of a batch. Nothing is allocated after construction.
/// </remarks>
/// <typeparam name="T">The element.</typeparam>
internal sealed class DeterministicActorCritic<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Network<T> _network;
    private readonly NetworkPart _aboveAction;
    private readonly int _policy;
    private readonly int _value;

    /// <summary>Finds the heads.</summary>
    /// <param name="network">A network with the heads of <see cref="Heads"/>.</param>
    internal DeterministicActorCritic(Network<T> network)
    {
        NetworkStructure structure = network.Structure;
        (_network, _policy, _value) = (network, structure.HeadIndex("action"), structure.HeadIndex("value"));
        (Actor, Critic, _aboveAction) = (structure.Below(_policy), structure.Below(_value), structure.AboveJoin(_value));
    }

    /// <summary>μ, with the parameters θ.</summary>
    internal NetworkPart Actor { get; }

    /// <summary>Q, with the parameters w.</summary>
    internal NetworkPart Critic { get; }

    /// <summary>The heads of the two parts. Actions join the second fully connected layer of Q (Lillicrap et al. 2016).</summary>
    /// <param name="dimensions">Numbers in an action.</param>
    /// <param name="bound">The largest size of the heads' first parameters, so that actions and values begin near 0.</param>
    internal static ImmutableArray<HeadDescription> Heads(int dimensions, double bound) =>
    [
        new("action", dimensions) { Branch = "actor", BranchPoint = BranchPoint.Observation, InitialBound = bound },
        new("value", 1) { Branch = "critic", BranchPoint = BranchPoint.Observation, Joined = dimensions, InitialBound = bound },
    ];

    /// <summary>The action of a row, which Q reads.</summary>
    internal Span<T> ActionOf(Activations<T> batch, int row) => batch.Joined(_value, row);

    /// <summary>Q of a row, as the last pass left it.</summary>
    internal T ValueOf(Activations<T> batch, int row) => batch.Output(_value, row)[0];

    /// <summary>Sets the action of each row to μ(s).</summary>
    internal void Act(ReadOnlySpan<T> parameters, Activations<T> batch, int rows)
    {
        _network.Forward(parameters, batch, Actor, 0, rows);
        for (int row = 0; row < rows * batch.Sequences; row++)
            VectorMath.Tanh<ScalarVector<T>, T>(batch.Output(_policy, row), ActionOf(batch, row));
    }

    /// <summary>Computes Q(s, a) of the actions that the rows have.</summary>
    internal void Evaluate(ReadOnlySpan<T> parameters, Activations<T> batch, int rows) =>
        _network.Forward(parameters, batch, Critic, 0, rows);

    /// <summary>Adds ∂/∂w of the sum over the rows of scale · ½ (Q(s, a) − y)², after <see cref="Evaluate"/>.</summary>
    /// <param name="parameters">θ and w.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="targets">[rows]: y.</param>
    /// <param name="scale">The factor of each row.</param>
    /// <param name="gradient">The gradient of θ and w.</param>
    internal void AddCriticGradient(
        ReadOnlySpan<T> parameters, Activations<T> batch, ReadOnlySpan<T> targets, T scale, Span<T> gradient)
    {
        for (int row = 0; row < targets.Length; row++)
            batch.OutputGradient(_value, row)[0] = scale * (ValueOf(batch, row) - targets[row]);
        _network.Backward(parameters, batch, Critic, targets.Length, gradient);
    }

    /// <summary>
    /// Computes the derivative of the sum over the rows of −scale · Q(s, μ(s)) with respect to the actions, and leaves it in the rows. The
    /// layers below the action have the outputs of <see cref="Evaluate"/>. The gradient of w is not computed: the actor does not teach the
    /// critic.
    /// </summary>
    internal void DifferentiateByAction(ReadOnlySpan<T> parameters, Activations<T> batch, int rows, T scale)
    {
        _network.Forward(parameters, batch, _aboveAction, 0, rows);
        for (int row = 0; row < rows; row++) batch.OutputGradient(_value, row)[0] = -scale;
        _network.Backward(parameters, batch, _aboveAction, rows, default);
    }

    /// <summary>Adds ∂/∂θ after <see cref="DifferentiateByAction"/>.</summary>
    internal void AddActorGradient(ReadOnlySpan<T> parameters, Activations<T> batch, int rows, Span<T> gradient)
    {
        DifferentiateTanh(batch, rows);
        _network.Backward(parameters, batch, Actor, rows, gradient);
    }

    /// <summary>Computes the derivative by the observation of what the gradients of the actions in the rows are of.</summary>
    /// <param name="parameters">θ and w.</param>
    /// <param name="batch">The rows, after <see cref="Act"/>, with the gradients of the actions.</param>
    /// <param name="steps">The steps of each sequence.</param>
    /// <param name="inputGradient">[steps · sequences, observation], overwritten.</param>
    internal void DifferentiateByObservation(
        ReadOnlySpan<T> parameters, Activations<T> batch, int steps, Span<T> inputGradient)
    {
        DifferentiateTanh(batch, steps);
        _network.Backward(parameters, batch, Actor, steps, default, inputGradient);
    }

    /// <summary>du = da · (1 − a²) with a = tanh u.</summary>
    /// <param name="actions">a.</param>
    /// <param name="actionGradient">da.</param>
    /// <param name="gradient">du, overwritten.</param>
    internal static void DifferentiateTanh(ReadOnlySpan<T> actions, ReadOnlySpan<T> actionGradient, Span<T> gradient)
    {
        for (int i = 0; i < actions.Length; i++) gradient[i] = actionGradient[i] * (T.One - (actions[i] * actions[i]));
    }

    private void DifferentiateTanh(Activations<T> batch, int steps)
    {
        for (int row = 0; row < steps * batch.Sequences; row++)
            DifferentiateTanh(ActionOf(batch, row), batch.JoinedGradient(_value, row), batch.OutputGradient(_policy, row));
    }
}

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
