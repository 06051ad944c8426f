using System.Numerics.Tensors;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// The part of deep deterministic policy gradient that one thread does: it acts in its environments, and computes the gradients of its
/// share of each minibatch.
/// </summary>
/// <remarks>
/// <c>// DDPG:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/ddpg.md numbers it. After construction
/// the learner allocates nothing.
/// </remarks>
internal sealed class DdpgLearner : ReplayRounds, ISynchronousLearner
{
    /// <summary>The name of θ′ and w′ among the averages.</summary>
    internal const string Target = "target";

    private readonly DdpgOptions _options;
    private readonly DeterministicActorCritic<float> _networks;
    private readonly NoisyActing _acting;
    private readonly AverageParameters _target;
    private readonly AlignedBlock<float> _targetParameters;
    private readonly List<ParameterSlice> _criticWeights = [];
    private readonly Activations<float> _learning;
    private readonly Activations<float> _next;
    private readonly Transition[] _transitions;
    private readonly float[] _targets;
    private readonly byte[] _stack;

    internal DdpgLearner(SynchronousMember member, DdpgOptions options)
        : base(member, options.Memory)
    {
        _options = options;
        _networks = new DeterministicActorCritic<float>(Model.Network);
        _acting = new NoisyActing(member, _networks, Memory, options);
        _target = member.Session.Parameters.Average(Target);
        NetworkStructure structure = Model.Network.Structure;
        _targetParameters = new AlignedBlock<float>(structure.Layout.BlockLength);
        foreach (ParameterSlice slice in structure.Layout.Slices)
        {
            if (slice.Shape.Role == ParameterRole.Weights && Belongs(slice, _networks.Critic)) _criticWeights.Add(slice);
        }

        int rows = options.Memory.RowsOfPass(structure, member.Session.ActorLearners, member.HasPixels);
        _learning = Model.NewBatch(rows, ofPixels: member.HasPixels);
        _next = new Activations<float>(structure, rows, ofPixels: member.HasPixels);
        (_transitions, _targets) = (new Transition[rows], new float[rows]);
        _stack = new byte[member.Actors[0].ObservationSpecification.Size];
    }

    /// <summary>The rows are divided by B where their gradients are computed, so that the decay of weights is not.</summary>
    public override double GradientScale => 1;

    private float RowScale => 1f / _options.MinibatchSize;

    /// <summary>The parts are those of <see cref="Ddpg.PartsOf"/>.</summary>
    public double LearningRateOf(int part) => part == Ddpg.Actor ? LearningRate : _options.CriticRateFactor * LearningRate;

    /// <summary>θ′ ← τ θ + (1 − τ) θ′, and w′ likewise.</summary>
    public void FollowUpdate(int start, int length) => _target.Move(1 - (float)_options.Tau, start, length); // DDPG:6

    /// <inheritdoc/>
    public override void Transfer(StateTransfer state) => _acting.Transfer(state);

    /// <inheritdoc/>
    protected override void Act(long agentStep) => _acting.Step(agentStep);

    /// <inheritdoc/>
    protected override void RefreshTarget() => _target.Snapshot(_targetParameters.Span);

    /// <inheritdoc/>
    protected override void AddGradients()
    {
        for (int i = 0; i < Share.Length; i += _transitions.Length)
            AddGradients(Share.Start + i, Math.Min(_transitions.Length, Share.Length - i));
        if (Member.Index == 0) DecayCriticWeights(Model.StoreGradient(_learning, Math.Max(1, Share.Length)));
    }

    /// <summary>Adds the gradients of transitions that pass through the networks together.</summary>
    private void AddGradients(int first, int count)
    {
        for (int i = 0; i < count; i++) Read(i, Memory.Minibatch.Slots[first + i]);
        ReadOnlySpan<float> parameters = Model.Parameters, target = _targetParameters.Span;
        _networks.Act(target, _next, count);
        _networks.Evaluate(target, _next, count);
        for (int i = 0; i < count; i++) _targets[i] = TargetOf(i);              // DDPG:2
        _networks.Evaluate(parameters, _learning, count);
        Member.Statistics.Mark(Phase.Act);
        AddMetrics(count);

        Span<float> gradient = Model.StoreGradient(_learning, count);
        _networks.AddCriticGradient(parameters, _learning, _targets.AsSpan(0, count), RowScale, gradient); // DDPG:3
        _networks.Act(parameters, _learning, count);
        _networks.DifferentiateByAction(parameters, _learning, count, RowScale); // DDPG:4
        _networks.AddActorGradient(parameters, _learning, count, gradient);     // DDPG:5
    }

    private void Read(int index, int slot)
    {
        (RingItems items, long row) = Memory.Find(slot);
        ExperienceRing ring = items.Ring;
        Transition transition = ring.Read(row, (float)_options.Discount);
        _transitions[index] = transition;
        ring.Write(row, _stack, _learning, index);
        ring.NumbersOf(row).CopyTo(_networks.ActionOf(_learning, index));

        // A terminal state has no value, and the outputs of its row are not read.
        if (transition.Next >= 0) ring.Write(transition.Next, _stack, _next, index);
    }

    private float TargetOf(int index)
    {
        Transition transition = _transitions[index];
        return transition.Next < 0 ? transition.Return : transition.Return + (transition.Factor * _networks.ValueOf(_next, index));
    }

    /// <summary>Adds ∂/∂w of ½ λ |w|² over the weights of the critic.</summary>
    private void DecayCriticWeights(Span<float> gradient)
    {
        if (_options.CriticWeightDecay == 0) return;
        foreach (ParameterSlice slice in _criticWeights)
        {
            Span<float> sum = slice.Of(gradient);
            TensorPrimitives.MultiplyAdd(slice.Of(Model.Parameters), (float)_options.CriticWeightDecay, sum, sum);
        }
    }

    private void AddMetrics(int count)
    {
        double loss = 0, values = 0, errors = 0;
        for (int i = 0; i < count; i++)
        {
            float value = _networks.ValueOf(_learning, i), error = _targets[i] - value;
            (loss, values, errors) = (loss + (0.5 * error * error), values + value, errors + Math.Abs(error));
        }

        Metrics.Add(count, (float)loss, values, errors);
    }

    private static bool Belongs(ParameterSlice slice, NetworkPart part)
    {
        foreach ((int start, int length) in part.Parameters())
        {
            if (slice.Offset >= start && slice.Offset < start + length) return true;
        }

        return false;
    }
}
