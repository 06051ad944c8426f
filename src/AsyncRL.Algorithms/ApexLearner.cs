using System.Numerics.Tensors;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Queued;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Algorithms;

/// <summary>
/// The learning part of Ape-X on one thread: it owns the replay memory of some environments, takes in what their actors send, and updates θ
/// by prioritized minibatches.
/// </summary>
/// <remarks>
/// <c>// APX:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/apex.md numbers it. Each agent step that
/// enters the memory allows some draws. Updates come before new agent steps as long as enough draws are allowed. Therefore their ratio does
/// not depend on the speed of the machine: the side that is faster waits. After construction the learner allocates nothing.
/// </remarks>
internal sealed class ApexLearner : IRole
{
    private readonly Session _session;
    private readonly Outboxes _outboxes;
    private readonly ApexOptions _options;
    private readonly ActorStatistics _statistics;
    private readonly OptimizerStatistics? _ownOptimizer;
    private readonly ReplayMemory _memory;
    private readonly TargetCopy _target;
    private readonly TransitionLearning _learning;
    private readonly Metric _lag;
    private readonly int _index;
    private readonly int _start;
    private double _allowedDraws;
    private long _targetIntervals;
    private int _next;

    /// <summary>Makes the role.</summary>
    /// <param name="session">The run.</param>
    /// <param name="statistics">What the thread counts.</param>
    /// <param name="outboxes">The agent steps of all environments.</param>
    /// <param name="memory">The memory of this learner's environments: those whose number modulo the learners is the learner's.</param>
    /// <param name="index">The learner's number.</param>
    /// <param name="learners">Number of learners.</param>
    /// <param name="observation">An observation.</param>
    /// <param name="options">The options.</param>
    internal ApexLearner(
        Session session,
        ActorStatistics statistics,
        Outboxes outboxes,
        ReplayMemory memory,
        int index,
        int learners,
        ObservationSpecification observation,
        ApexOptions options)
    {
        (_session, _statistics, _outboxes, _memory, _index, _options) = (session, statistics, outboxes, memory, index, options);
        Learners = learners;
        Model = session.CreateLearningModel(statistics, out _ownOptimizer);
        _target = new TargetCopy(session.Network, session.Parameters.Target(TargetCopy.Name));
        int rows = options.Memory.RowsOfPass(session.Network.Structure, 1, observation.Kind == ObservationKind.Pixels);
        _learning = new TransitionLearning(Model, _target, memory, options, observation, rows, statistics, new ReplayMetrics(statistics));
        _lag = statistics.Measures.Metric(
            "policy_lag", "updates between the θ that acted and the entry into the replay memory, mean over stretches of agent steps");
        _start = ((options.ReplayStart - 1) / learners) + 1;
    }

    /// <inheritdoc/>
    public LocalModel Model { get; }

    /// <inheritdoc/>
    public bool IsReady => UpdateIsDue || HasRows;

    /// <inheritdoc/>
    public bool IsFinished =>
        _session.Parameters.AgentSteps >= _session.StopsAt && !_outboxes.IsFilling && !HasRows && !UpdateIsDue;

    /// <summary>The replay memory of the learner's environments.</summary>
    internal ReplayMemory Memory => _memory;

    private int Learners { get; }

    private bool UpdateIsDue => _allowedDraws >= _options.MinibatchSize;

    private bool HasRows
    {
        get
        {
            for (int environment = _index; environment < _options.Environments; environment += Learners)
            {
                if (_outboxes[environment].HasRows) return true;
            }

            return false;
        }
    }

    /// <inheritdoc/>
    public bool Work()
    {
        if (!UpdateIsDue) return Take();
        Learn();
        return true;
    }

    /// <inheritdoc/>
    public void Abandon()
    {
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        _ownOptimizer?.Transfer(state);
        double allowed = state.Real(_options.SaveReplay ? _allowedDraws : 0, "number of allowed draws", 0);
        if (state.IsRestoring) _allowedDraws = allowed;
        state.LongNumber(ref _targetIntervals, "number of target intervals", 0, long.MaxValue);
        state.Number(ref _next, "environment", 0, _memory.Items.Length - 1);
    }

    /// <summary>Takes in what the actor of one environment has sent, the environments in turn.</summary>
    private bool Take()
    {
        for (int i = 0; i < _memory.Items.Length; i++)
        {
            Outbox outbox = _outboxes[_index + (_next * Learners)];
            RingItems items = _memory.Items[_next];
            _next = (_next + 1) % _memory.Items.Length;
            if (!outbox.HasRows) continue;
            _statistics.Add(_lag, Math.Max(0, _session.Parameters.Updates - outbox.Version), 1);
            int agentSteps = outbox.Take(items);
            if (_memory.Count > 0 && _memory.Rows >= _start) _allowedDraws += agentSteps * _options.DrawsPerStep;
            return true;
        }

        return false;
    }

    private void Learn()
    {
        long agentSteps = _session.Parameters.AgentSteps;
        Model.ClearGradient();
        Model.Sync();
        if (_index == 0) RenewTarget(agentSteps);
        _target.Refresh();
        _memory.Draw(agentSteps, _session.LastAgentStep);
        _learning.AddGradients(0, _options.MinibatchSize);                    // APX:5
        if (_options.LossScale == ReplayOptions.Mean)
            TensorPrimitives.Multiply(Model.Gradient.Stored, 1f / _options.MinibatchSize, Model.Gradient.Stored);
        Model.Update(_session.LearningRates.At(agentSteps));                  // APX:6
        _memory.UpdatePriorities();
        _allowedDraws -= _options.MinibatchSize;
    }

    private void RenewTarget(long agentSteps)
    {
        long intervals = _options.TargetIntervalsBefore(agentSteps, _session.FramesPerAgentStep);
        if (intervals == _targetIntervals) return;
        _targetIntervals = intervals;
        _target.Install();
    }
}
