using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// The part of deep Q-learning that one thread does: it acts in its environments, and computes the gradient of its share of each
/// minibatch. The first member also draws the minibatches and renews θ⁻, while the others wait.
/// </summary>
/// <remarks>
/// <c>// DQN:n</c> and <c>// PER:n</c> mark the statements that realize the lines of the pseudo-code as docs/algorithms/dqn.md numbers
/// them. After construction the learner allocates nothing.
/// </remarks>
internal sealed class DqnLearner : ISynchronousLearner
{
    private readonly SynchronousMember _member;
    private readonly DqnOptions _options;
    private readonly DqnCommon _common;
    private readonly ReplayMemory _memory;
    private readonly ReplayActing _acting;
    private readonly TargetNetwork _target;
    private readonly ActionValues<float> _values;
    private readonly ActionValueLoss<float> _loss;
    private readonly Activations<float> _learning;
    private readonly Activations<float> _next;
    private readonly DqnMetrics _metrics;
    private readonly Transition[] _transitions;
    private readonly byte[] _stack;
    private readonly float[] _targetValues;
    private readonly float[] _onlineValues;
    private Part _part;
    private int _updates;

    internal DqnLearner(SynchronousMember member, DqnOptions options)
    {
        (_member, _options, _common, Model) = (member, options, (DqnCommon)member.Common, member.Model);
        _memory = _common.Memory;                                               // DQN:1
        _acting = new ReplayActing(member, _memory, options);
        NetworkStructure structure = Model.Network.Structure;
        int rows = options.RowsOfPass(structure, member.Session.ActorLearners);
        (_learning, _next) = (Model.NewBatch(rows), Model.NewBatch(rows));
        _target = new TargetNetwork(Model.Network, member.Session.Parameters.Target(TargetNetwork.Name), rows - 1);
        _values = new ActionValues<float>(structure);
        _loss = new ActionValueLoss<float>(_values, options.Error == ActionValueOptions.Huber, (float)options.ValueGradientScale);
        _metrics = new DqnMetrics(member.Statistics);
        (_transitions, _targetValues, _onlineValues) = (new Transition[rows], new float[_values.Count], new float[_values.Count]);
        _stack = new byte[member.Actors[0].ObservationSpecification.Size];
    }

    private enum Part
    {
        Act,
        Prepare,
        Learn,
        Continue,
        End,
    }

    /// <inheritdoc/>
    public LocalModel Model { get; }

    /// <summary>The replay memory, for tests.</summary>
    internal ReplayMemory Memory => _memory;

    /// <inheritdoc/>
    public double LearningRate { get; private set; }

    /// <inheritdoc/>
    public double GradientScale => _options.LossScale == DqnOptions.Sum ? 1 : 1.0 / _options.MinibatchSize;

    /// <inheritdoc/>
    public RoundStep Advance()
    {
        switch (_part)
        {
            case Part.Act:
                _acting.Step(_member.Session.Parameters.AgentSteps);
                return Then(Part.Prepare, RoundStep.Meet);
            case Part.Prepare:
                if (_member.Index == 0) Prepare();
                _updates = 0;
                return Then(Part.Learn, RoundStep.Meet);
            case Part.Learn when _common.Updates == 0:
                return Then(Part.End, RoundStep.Count);
            case Part.Learn:
                ComputeGradient();
                _updates++;
                return Then(Part.Continue, RoundStep.Update);                   // DQN:8
            case Part.Continue:
                return Continue();
            default:
                return Then(Part.Act, RoundStep.End);
        }
    }

    /// <inheritdoc/>
    public void Abandon() => _part = Part.Act;

    /// <inheritdoc/>
    public void SaveState(BinaryWriter writer)
    {
        _acting.SaveState(writer);
        if (_member.Index == 0) writer.Write(_common.TargetIntervals);
    }

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader)
    {
        _acting.RestoreState(reader);
        if (_member.Index != 0) return;
        _common.TargetIntervals = reader.ReadInt64();
        SavedState.Check("number of target intervals", _common.TargetIntervals, 0, long.MaxValue);
    }

    private RoundStep Then(Part next, RoundStep step)
    {
        _part = next;
        return step;
    }

    /// <summary>Determines the updates of the round, and draws the first minibatch. The other members wait.</summary>
    private void Prepare()
    {
        long before = _member.Session.Parameters.AgentSteps, after = before + _member.Environments;
        _memory.Refresh();
        bool learns = _memory.Count >= _options.ReplayStart;
        _common.Updates = learns ? (int)((after / _options.StepsPerUpdate) - (before / _options.StepsPerUpdate)) : 0; // DQN:4
        long intervals = (long)((Int128)after * _member.Session.FramesPerAgentStep / _options.TargetInterval);
        _common.RenewsTarget = _common.Updates > 0 && intervals != _common.TargetIntervals;
        if (_common.RenewsTarget) _common.TargetIntervals = intervals;
        if (_common.Updates > 0) Draw();
    }

    private void Draw()
    {
        Session session = _member.Session;
        _memory.Draw(ImportanceWeights.ExponentAt(_options.ImportanceExponent, session.Parameters.AgentSteps, session.LastAgentStep));
    }

    private RoundStep Continue()
    {
        if (_member.Index == 0) _memory.UpdatePriorities();
        if (_updates < _common.Updates)
        {
            if (_member.Index == 0) Draw();
            return Then(Part.Learn, RoundStep.Meet);
        }

        if (!_common.RenewsTarget) return Then(Part.Act, RoundStep.End);
        if (_member.Index == 0) _target.Install();                              // DQN:9
        return Then(Part.End, RoundStep.Meet);
    }

    private void ComputeGradient()
    {
        LearningRate = _member.Session.LearningRates.At(_member.Session.Parameters.AgentSteps);
        Model.ClearGradient();
        Model.SyncIfOld();
        _target.Refresh();
        var share = MemberShare.Of(_options.MinibatchSize, _member.Index, _member.Session.ActorLearners);
        for (int i = 0; i < share.Length; i += _transitions.Length)
            AddGradient(share.Start + i, Math.Min(_transitions.Length, share.Length - i));
        _member.Statistics.Mark(Phase.Backward);
    }

    /// <summary>Adds the gradient of transitions that pass through the networks together.</summary>
    private void AddGradient(int first, int count)
    {
        for (int i = 0; i < count; i++) Read(i, _memory.Minibatch.Slots[first + i]);
        if (_options.Double) Model.Forward(_next, 0, count);
        _target.Evaluate(_next, 0, count - 1);
        Model.Forward(_learning, 0, count);
        _member.Statistics.Mark(Phase.Act);
        _loss.Clear();
        double values = 0, errors = 0;
        for (int i = 0; i < count; i++)
        {
            float target = TargetOf(i);
            float error = _loss.AddStep(_learning, i, _transitions[i].Action, target, _memory.Minibatch.Weights[first + i]); // DQN:7
            _memory.Minibatch.Errors[first + i] = error;                        // PER:4
            (values, errors) = (values + target - error, errors + Math.Abs(error));
        }

        Model.Backward(_learning, count);                                       // PER:6
        _metrics.Add(count, _loss.Total, values, errors);
    }

    private void Read(int index, int slot)
    {
        (ExperienceRing ring, long row) = _memory.Find(slot);
        Transition transition = ring.Read(row, (float)_options.Discount);
        _transitions[index] = transition;
        ring.Write(row, _stack, _learning.Input(index));
        if (transition.Next >= 0) ring.Write(transition.Next, _stack, _next.Input(index));
        else _next.Input(index).Clear();
        (_learning.Starts[index], _next.Starts[index]) = (false, false);
    }

    private float TargetOf(int index)
    {
        Transition transition = _transitions[index];
        if (transition.Next < 0) return transition.Return;
        _values.Read(_target.Activations, index, _targetValues);
        if (!_options.Double)
            return ActionValueTarget.Of<float>(transition.Return, transition.Factor, _targetValues, _targetValues); // DQN:5
        _values.Read(_next, index, _onlineValues);
        return ActionValueTarget.Of<float>(transition.Return, transition.Factor, _onlineValues, _targetValues); // DQN:6
    }
}

/// <summary>The metrics of deep Q-learning.</summary>
internal sealed class DqnMetrics
{
    private readonly ActorStatistics _statistics;
    private readonly Metric _loss;
    private readonly Metric _values;
    private readonly Metric _errors;

    internal DqnMetrics(ActorStatistics statistics)
    {
        _statistics = statistics;
        _loss = ActorCriticMetrics.ValueLossOf(statistics.Measures);
        _values = statistics.Measures.Metric("action_value", "Q(s, a), mean over the agent steps of minibatches");
        _errors = statistics.Measures.Metric("absolute_error", "|y − Q(s, a)| without weight, mean over the agent steps of minibatches");
    }

    /// <summary>Adds the sums of some transitions.</summary>
    internal void Add(int count, float loss, double values, double errors)
    {
        _statistics.Add(_loss, loss, count);
        _statistics.Add(_values, values, count);
        _statistics.Add(_errors, errors, count);
    }
}
