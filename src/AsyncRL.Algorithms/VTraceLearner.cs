using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;

namespace AsyncRL.Algorithms;

/// <summary>
/// Asynchronous actor-critic that corrects stale segments by V-trace (Espeholt et al. 2018). The snapshot θ′ acts and is μ. Right before
/// the update the learner takes θ as it is now, runs the segment's observations again, and computes targets, advantages and the gradient
/// for π, the policy of this newer snapshot.
/// </summary>
/// <remarks>
/// <para>Between <see cref="Compute"/> and <see cref="Apply"/> the learner holds the segment instead of its gradient. The metric policy_lag
/// counts the updates by others between the two snapshots, and the staleness those between the second snapshot and the update.</para>
/// <para>The state of layers with memory is recorded at the segment's start. The next segment begins in the state that π reaches at its
/// end. After construction the learner allocates nothing.</para>
/// </remarks>
internal sealed class VTraceLearner : ILearner
{
    private readonly AlgorithmContext _context;
    private readonly IActorCriticPolicy _policy;
    private readonly RecordedSegment _segment;
    private readonly Annealing _entropyWeight;
    private readonly ActorCriticMetrics _metrics;
    private readonly Metric _lag;
    private readonly float[] _behavior;
    private VTrace<float> _trace;
    private long _updatesAtActing;

    internal VTraceLearner(AlgorithmContext context, ActorCriticOptions options, PsiChoice choice, int tMax, IActorCriticPolicy policy)
    {
        (_context, _policy, _behavior) = (context, policy, new float[tMax]);
        _metrics = new ActorCriticMetrics(context.Statistics);
        _lag = context.Statistics.Measures.Metric(
            "policy_lag", "updates between the snapshot that acted and the one that learns, mean over updates");
        Model = context.CreateModel();
        _segment = new RecordedSegment(context, options, tMax, policy, Model);
        _entropyWeight = new Annealing(options.Beta, options.EntropyWeightSchedule, context.LastAgentStep);
        float rhoBar = (float)choice.RhoBar;
        _trace = new VTrace<float>(new((float)options.Discount, (float)options.Lambda, rhoBar, (float)choice.CBar, rhoBar));
    }

    /// <inheritdoc/>
    public LocalModel Model { get; }

    /// <inheritdoc/>
    public int Compute()
    {
        Model.ClearGradient();
        Model.Sync();
        _updatesAtActing = Model.Version;
        int steps = _segment.Act();
        for (int i = 0; i < steps; i++) _behavior[i] = _policy.LogLikelihood(_segment.Batch, i);
        return steps;
    }

    /// <inheritdoc/>
    public void Apply()
    {
        int steps = _segment.Steps;
        Model.Sync();
        _segment.ForwardAll();
        _trace.Begin(_segment.EndsInZero ? 0 : Value(steps));
        _policy.Loss.Begin((float)_entropyWeight.At(_context.Shared.AgentSteps));
        for (int i = steps - 1; i >= 0; i--)
        {
            float ratio = MathF.Exp(_policy.LogLikelihood(_segment.Batch, i) - _behavior[i]);
            (float weight, float target) = _trace.Previous(_segment.Rewards[i], Value(i), ratio);
            _policy.AddGradient(_segment.Batch, i, weight);
            _policy.Loss.AddValueStep(Value(i), target, _segment.Batch.OutputGradient(_policy.ValueHead, i));
        }

        Model.Backward(_segment.Batch, steps);
        _segment.Close();
        _metrics.Add(_policy.Loss, steps);
        _context.Statistics.Add(_lag, Model.Version - _updatesAtActing, 1);
        Model.Update(_context.LearningRate);
    }

    /// <inheritdoc/>
    public void Abandon() => _segment.Abandon();

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        _policy.Transfer(state);
        if (state.IsRestoring) Model.ClearGradient();
        _segment.Transfer(state);
        state.LongNumber(ref _updatesAtActing, "number of updates at the snapshot", 0, long.MaxValue);
        state.Floats(_behavior.AsSpan(0, _segment.Steps), "logarithms of probabilities");
    }

    private float Value(int row) => _segment.Batch.Output(_policy.ValueHead, row)[0];
}
