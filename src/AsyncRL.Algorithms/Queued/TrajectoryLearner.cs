using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Queued;

/// <summary>
/// Takes trajectories from the queue, computes the gradient of their sum with the present θ, and updates θ. What a row contributes differs
/// between the algorithms. Several learners share θ like the threads of A3C.
/// </summary>
internal abstract class TrajectoryLearner : IRole
{
    private readonly Session _session;
    private readonly TrajectoryStore _store;
    private readonly OptimizerStatistics? _ownOptimizer;
    private readonly Activations<float> _batch;
    private readonly Annealing _entropyWeight;
    private readonly QueueMetrics _metrics;
    private readonly ActorStatistics _statistics;
    private readonly int[] _taken;
    private readonly int[] _firsts;
    private readonly bool _isRecurrent;
    private readonly int _endRows;
    private int _count;
    private int _takenRows;

    /// <summary>Allocates the rows of the network.</summary>
    /// <param name="session">The run.</param>
    /// <param name="statistics">What the learner's thread counts.</param>
    /// <param name="store">The trajectories.</param>
    /// <param name="options">The options.</param>
    /// <param name="usualRows">The rows that an update usually has, including those after the ends of trajectories.</param>
    /// <param name="endRows">
    /// The rows after the end of a trajectory: 1 if the loss needs V of the observation there, otherwise 0.
    /// </param>
    private protected TrajectoryLearner(
        Session session, ActorStatistics statistics, TrajectoryStore store, BatchOptions options, int usualRows, int endRows)
    {
        (_session, _store, _statistics, _endRows) = (session, store, statistics, endRows);
        Model = session.CreateLearningModel(statistics, out _ownOptimizer);
        NetworkStructure structure = session.Network.Structure;
        _isRecurrent = structure.IsRecurrent;
        bool ofPixels = store.Rollout.HasPixels;
        _batch = Model.NewBatch(RowsOfPass(structure, options.TMax + endRows, usualRows, ofPixels), ofPixels: ofPixels);
        Policy = store.Rollout.CreatePolicy(structure, store.Actions, options, 1);
        _entropyWeight = new Annealing(options.Beta, options.EntropyWeightSchedule, session.LastAgentStep);
        _metrics = new QueueMetrics(statistics);
        (_taken, _firsts) = (new int[store.Slots], new int[store.Slots]);
    }

    /// <inheritdoc/>
    public LocalModel Model { get; }

    /// <inheritdoc/>
    public bool IsReady => _store.Filled.Count > 0;

    /// <inheritdoc/>
    public bool IsFinished => _session.Parameters.AgentSteps >= _session.StopsAt && !_store.IsFilling && _store.Filled.Count == 0;

    /// <inheritdoc/>
    public bool HasBegun => _count > 0;

    private protected RecordedPolicy Policy { get; }

    private protected Rollout Rollout => _store.Rollout;

    /// <summary>Rows that pass through the network together, at least those of one trajectory.</summary>
    internal static int RowsOfPass(NetworkStructure structure, int rowsOfTrajectory, int usualRows, bool ofPixels) =>
        structure.IsRecurrent ? rowsOfTrajectory : Math.Max(rowsOfTrajectory, PassSize.Rows(structure, usualRows, ofPixels));

    /// <inheritdoc/>
    public bool Work()
    {
        bool hasTaken = false;
        while (!IsEnough(_count, _takenRows) && _store.Filled.TryTake(out int slot))
        {
            _taken[_count++] = slot;
            _takenRows += _store.Lengths[slot];
            hasTaken = true;
        }

        if (!hasTaken || !IsEnough(_count, _takenRows)) return hasTaken;
        Learn();
        return true;
    }

    /// <inheritdoc/>
    public void Abandon() => Release();

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        _ownOptimizer?.Transfer(state);
        state.Number(ref _count, "number of trajectories", 0, _store.Slots);
        state.Numbers(_taken.AsSpan(0, _count), "slot", 0, _store.Slots - 1);
        _takenRows = 0;
        foreach (int slot in _taken.AsSpan(0, _count)) _takenRows += _store.Lengths[slot];
    }

    /// <summary>Whether the trajectories that were taken are enough for an update.</summary>
    private protected abstract bool IsEnough(int trajectories, int rows);

    /// <summary>
    /// Adds the rows of a trajectory to the loss, from the last to the first, and writes their gradients by the outputs of the heads.
    /// </summary>
    /// <param name="batch">The outputs of the present network.</param>
    /// <param name="first">The row of the first agent step in the batch. The others follow it.</param>
    /// <param name="end">The row of the observation after the last agent step, if the learner has such rows.</param>
    /// <param name="stored">The row of the first agent step in the rollout.</param>
    /// <param name="length">Number of agent steps.</param>
    private protected abstract void AddRows(Activations<float> batch, int first, int end, int stored, int length);

    private protected float Value(Activations<float> batch, int row) => batch.Output(Policy.ValueHead, row)[0];

    private void Learn()
    {
        Model.ClearGradient();
        Model.Sync();
        long agentSteps = _session.Parameters.AgentSteps;
        Policy.Loss.Begin((float)_entropyWeight.At(agentSteps));
        for (int first = 0, next; first < _count; first = next)
        {
            next = _isRecurrent ? first + 1 : LastOfPass(first);
            AddGradient(first, next);
        }

        // Another learner may have updated θ since this one copied it.
        long updates = _session.Parameters.Updates;
        long lags = 0;
        for (int i = 0; i < _count; i++) lags += updates - _store.Versions[_taken[i]];
        _metrics.Add(Policy.Loss, _takenRows, lags, _count);
        Model.Update(_session.LearningRates.At(agentSteps), staleness: (lags + (_count / 2)) / _count); // IMP:9
        Release();
    }

    /// <summary>The trajectory after the last one whose rows still fit.</summary>
    private int LastOfPass(int first)
    {
        int rows = 0, next = first;
        while (next < _count && rows + RowsOf(next) <= _batch.Steps) rows += RowsOf(next++);
        return next;

        int RowsOf(int trajectory) => _store.Lengths[_taken[trajectory]] + _endRows;
    }

    /// <summary>
    /// Adds the gradient of trajectories that pass through the network together. The rows after the ends come last: they have no gradient.
    /// </summary>
    private void AddGradient(int from, int to)
    {
        int rows = 0;
        for (int i = from; i < to; i++)
        {
            _firsts[i] = rows;
            for (int step = 0; step < _store.Lengths[_taken[i]]; step++) Write(_taken[i], step, rows++);
        }

        int ends = _endRows * (to - from);
        for (int i = 0; i < ends; i++) Write(_taken[from + i], _store.Lengths[_taken[from + i]], rows + i);
        if (_isRecurrent) Rollout.CopyState(_taken[from], _batch);
        Model.Forward(_batch, 0, rows + ends);                                // IMP:4
        _statistics.Mark(Phase.Act);
        for (int i = from; i < to; i++)
            AddRows(_batch, _firsts[i], rows + i - from, Rollout.RowOf(_taken[i], 0), _store.Lengths[_taken[i]]);
        Model.Backward(_batch, rows);
    }

    private void Write(int slot, int step, int row)
    {
        int stored = Rollout.RowOf(slot, step);
        Rollout.Write(stored, _batch, row);
        _batch.Starts[row] = Rollout.Starts[stored];
    }

    private void Release()
    {
        while (_count > 0) _store.Free.Add(_taken[--_count]);
        _takenRows = 0;
    }
}

/// <summary>The metrics of a learner that takes trajectories from a queue.</summary>
internal sealed class QueueMetrics
{
    private readonly ActorStatistics _statistics;
    private readonly ActorCriticMetrics _losses;
    private readonly Metric _lag;
    private readonly Metric _rows;
    private readonly Metric _trainings;

    internal QueueMetrics(ActorStatistics statistics)
    {
        (_statistics, _losses) = (statistics, new ActorCriticMetrics(statistics));
        _lag = statistics.Measures.Metric(
            "policy_lag", "updates between the θ that acted and the update that learns from it, mean over trajectories");
        _rows = statistics.Measures.Metric("learned_rows", "rows of an update, mean over updates");
        _trainings = statistics.Measures.Rate("trainings_per_second", "updates per second (TPS)");
    }

    /// <summary>Adds the sums of an update; the lags are those of all its trajectories together.</summary>
    internal void Add(ActorCriticLoss<float> loss, int rows, long lags, int trajectories)
    {
        _losses.Add(loss, rows);
        _statistics.Add(_lag, lags, trajectories);
        _statistics.Add(_rows, rows, 1);
        _statistics.Add(_trainings, 1, 1);
    }
}
