using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Queued;

/// <summary>
/// Computes the distributions and values of waiting observations in one pass with the present θ (Babaeizadeh et al. 2017).
/// </summary>
internal sealed class PredictorRole : IRole
{
    private readonly Session _session;
    private readonly TrajectoryStore _store;
    private readonly Predictions _predictions;
    private readonly RecordedPolicy _policy;
    private readonly Activations<float> _batch;
    private readonly ActorStatistics _statistics;
    private readonly Metric _rows;
    private readonly Metric _rate;
    private readonly int[] _environments;
    private readonly bool _isRecurrent;
    private int _count;
    private int _answered;

    /// <summary>Makes the role.</summary>
    /// <param name="session">The run.</param>
    /// <param name="model">A model that is not used to update θ.</param>
    /// <param name="statistics">What the thread counts.</param>
    /// <param name="store">Has the observations, and receives the distributions.</param>
    /// <param name="predictions">The requests.</param>
    /// <param name="options">The options.</param>
    internal PredictorRole(
        Session session,
        LocalModel model,
        ActorStatistics statistics,
        TrajectoryStore store,
        Predictions predictions,
        Ga3cOptions options)
    {
        (_session, Model, _statistics, _store, _predictions) = (session, model, statistics, store, predictions);
        NetworkStructure structure = session.Network.Structure;
        _isRecurrent = structure.IsRecurrent;
        _environments = new int[options.MostRowsOfPrediction];
        _batch = model.NewBatch(_isRecurrent ? 1 : _environments.Length, ofPixels: store.Rollout.HasPixels);
        _policy = store.Rollout.CreatePolicy(structure, store.Actions, options, 1);
        _rows = statistics.Measures.Metric("prediction_rows", "observations of a prediction, mean over predictions");
        _rate = statistics.Measures.Rate("predictions_per_second", "observations that are predicted per second (PPS)");
    }

    /// <inheritdoc/>
    public LocalModel Model { get; }

    /// <inheritdoc/>
    public bool IsReady => _predictions.Requests.Count > 0;

    /// <inheritdoc/>
    public bool IsFinished => _session.Parameters.AgentSteps >= _session.StopsAt && !_store.IsFilling;

    /// <inheritdoc/>
    public bool Work()
    {
        while (_count < _environments.Length && _predictions.Requests.TryTake(out int environment)) _environments[_count++] = environment;
        if (_count == 0) return false;
        Model.SyncIfOld();                                                    // GA3C:4
        if (_isRecurrent)
        {
            for (int i = 0; i < _count; i++) Predict(_environments.AsSpan(i, 1));
        }
        else
        {
            Predict(_environments.AsSpan(0, _count));
        }

        _statistics.Mark(Phase.Act);
        _statistics.Add(_rows, _count, 1);
        _statistics.Add(_rate, _count, 1);
        _statistics.Publish();
        (_count, _answered) = (0, 0);
        return true;
    }

    /// <summary>
    /// Puts the observations that were not answered back into the queue. An environment that was answered belongs to its agent, whose next
    /// request can be in the queue already.
    /// </summary>
    public void Abandon()
    {
        while (_count > _answered) _predictions.Requests.Add(_environments[--_count]);
        (_count, _answered) = (0, 0);
    }

    private void Predict(ReadOnlySpan<int> environments)
    {
        for (int i = 0; i < environments.Length; i++)
        {
            int stored = RowOf(environments[i]);
            _store.Rollout.Write(stored, _batch, i);
            _batch.Starts[i] = _store.Rollout.Starts[stored];
        }

        if (_isRecurrent) _predictions.States.CopyTo(environments[0], _batch, 0);
        Model.Forward(_batch, 0, environments.Length);
        for (int i = 0; i < environments.Length; i++) Answer(environments[i], i);
    }

    private void Answer(int environment, int row)
    {
        int stored = RowOf(environment);
        _store.Rollout.Values[stored] = _batch.Output(_policy.ValueHead, row)[0];
        _policy.Record(_batch, row, stored);
        if (_predictions.Steps[environment] == 0) _store.Versions[_predictions.Slots[environment]] = Model.Version;

        // The next segment predicts the same observation again, and the state continues from there.
        if (_isRecurrent && !_predictions.IsLast[environment])
        {
            _batch.CarryState(1);
            _predictions.States.Keep(_batch, 0, environment);
        }

        _answered++;
        _predictions.Answer(environment);
    }

    private int RowOf(int environment) => _store.Rollout.RowOf(_predictions.Slots[environment], _predictions.Steps[environment]);
}
