using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// The part of deep Q-learning that one thread does: it acts in its environments, and computes the gradient of its share of each
/// minibatch.
/// </summary>
/// <remarks>
/// <c>// DQN:n</c> and <c>// PER:n</c> mark the statements that realize the lines of the pseudo-code as docs/algorithms/dqn.md numbers
/// them. After construction the learner allocates nothing.
/// </remarks>
internal sealed class DqnLearner : ReplayLearner
{
    private readonly DqnOptions _options;
    private readonly Activations<float> _learning;
    private readonly Activations<float> _next;
    private readonly Activations<float> _nextOfTarget;
    private readonly Transition[] _transitions;
    private readonly byte[] _stack;
    private readonly float[] _targetValues;
    private readonly float[] _onlineValues;

    internal DqnLearner(SynchronousMember member, DqnOptions options)
        : base(member, options)
    {
        _options = options;
        NetworkStructure structure = Model.Network.Structure;
        int rows = options.RowsOfPass(structure, member.Session.ActorLearners, member.HasPixels);
        _learning = Model.NewBatch(rows, ofPixels: member.HasPixels);
        _next = options.Double ? Model.NewBatch(rows, ofPixels: member.HasPixels) : _learning;
        _nextOfTarget = new Activations<float>(structure, rows, ofPixels: member.HasPixels);
        (_transitions, _targetValues, _onlineValues) = (new Transition[rows], new float[Values.Count], new float[Values.Count]);
        _stack = new byte[member.Actors[0].ObservationSpecification.Size];
    }

    /// <inheritdoc/>
    public override double GradientScale => _options.LossScale == ReplayOptions.Sum ? 1 : 1.0 / _options.MinibatchSize;

    /// <inheritdoc/>
    protected override void AddGradients()
    {
        for (int i = 0; i < Share.Length; i += _transitions.Length)
            AddGradient(Share.Start + i, Math.Min(_transitions.Length, Share.Length - i));
    }

    /// <summary>Adds the gradient of transitions that pass through the networks together.</summary>
    private void AddGradient(int first, int count)
    {
        for (int i = 0; i < count; i++) Read(i, Memory.Minibatch.Slots[first + i]);
        if (_options.Double) Model.Forward(_next, 0, count);
        Target.Forward(_nextOfTarget, 0, count);
        Model.Forward(_learning, 0, count);
        Member.Statistics.Mark(Phase.Act);
        Loss.Clear();
        double values = 0, errors = 0;
        for (int i = 0; i < count; i++)
        {
            float target = TargetOf(i);
            float error = Loss.AddStep(_learning, i, _transitions[i].Action, target, Memory.Minibatch.Weights[first + i]); // DQN:7
            Memory.Minibatch.Errors[first + i] = error;                         // PER:4
            (values, errors) = (values + target - error, errors + Math.Abs(error));
        }

        Model.Backward(_learning, count);                                       // PER:6
        Metrics.Add(count, Loss.Total, values, errors);
    }

    private void Read(int index, int slot)
    {
        (RingItems items, long row) = Memory.Find(slot);
        ExperienceRing ring = items.Ring;
        Transition transition = ring.Read(row, (float)_options.Discount);
        _transitions[index] = transition;
        ring.Write(row, _stack, _learning, index);

        // A terminal state has no value, and the outputs of its row are not read.
        if (transition.Next < 0) return;
        ring.Write(transition.Next, _stack, _nextOfTarget, index);
        if (_options.Double) ring.Write(transition.Next, _stack, _next, index);
    }

    private float TargetOf(int index)
    {
        Transition transition = _transitions[index];
        if (transition.Next < 0) return transition.Return;
        Values.Read(_nextOfTarget, index, _targetValues);
        if (!_options.Double)
            return ActionValueTarget.Of<float>(transition.Return, transition.Factor, _targetValues, _targetValues); // DQN:5
        Values.Read(_next, index, _onlineValues);
        return ActionValueTarget.Of<float>(transition.Return, transition.Factor, _onlineValues, _targetValues); // DQN:6
    }
}
