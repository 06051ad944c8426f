using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// ACER for one actor-learner thread (Wang et al. 2017, Algorithm 2). A turn learns from a segment that the thread acts, or from a stretch
/// of its replay memory.
/// </summary>
/// <remarks>
/// <c>// ACER:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/acer.md numbers it. After construction
/// the learner allocates nothing.
/// </remarks>
internal sealed class AcerLearner : ILearner
{
    private const int MostReplays = 1_000_000;

    private readonly AlgorithmContext _context;
    private readonly AcerOptions _options;
    private readonly AcerStep<float> _step;
    private readonly AcerLoss<float> _loss;
    private readonly AverageNetwork? _average;
    private readonly Annealing _entropyWeight;
    private readonly ActorCriticMetrics _metrics;
    private readonly Metric _projected;
    private readonly Metric _truncated;
    private readonly int _policy;
    private readonly int _values;
    private Retrace<float> _retrace;
    private int _replays;

    internal AcerLearner(AlgorithmContext context, AcerOptions options)
    {
        (_context, _options, Model) = (context, options, context.CreateModel());
        Segment = new AcerSegment(context, options, Model);
        NetworkStructure structure = context.Network.Structure;
        (_policy, _values) = (structure.HeadIndex("policy"), structure.HeadIndex(Critic<float>.ActionValues));
        if (options.TrustRegion > 0)
            _average = new AverageNetwork(context.Network, context.Shared.Average(AverageNetwork.Name), options.TMax);
        _step = new AcerStep<float>(context.Actor.Actions.Count, options.Constants);
        _loss = new AcerLoss<float>((float)options.ValueGradientScale);
        _retrace = new Retrace<float>(Retrace<float>.Find(options.Trace), (float)options.Discount, (float)options.Lambda);
        _entropyWeight = new Annealing(options.EntropyWeight, options.EntropyWeightSchedule, context.LastAgentStep);
        _metrics = new ActorCriticMetrics(context.Statistics);
        Measures measures = context.Statistics.Measures;
        _projected = measures.Metric("projected", "share of the agent steps whose gradient the trust region changed");
        _truncated = measures.Metric("truncated", "share of the agent steps whose ratio π/μ is above the truncation");
    }

    /// <inheritdoc/>
    public LocalModel Model { get; }

    /// <inheritdoc/>
    public bool HasActed { get; private set; } = true;

    /// <summary>The agent steps of the last turn.</summary>
    internal AcerSegment Segment { get; }

    /// <inheritdoc/>
    public int Compute()
    {
        Model.ClearGradient();                                           // ACER:2
        Model.Sync();
        _average?.Refresh();
        HasActed = _replays == 0;
        if (HasActed) Segment.Act();                                     // ACER:3
        else Recall();
        int steps = Segment.Steps;
        _average?.Evaluate(Segment.Batch, steps);                        // ACER:5
        _retrace.Begin(Segment.IsTerminal ? 0 : ValueOfEnd());           // ACER:6
        _loss.Begin((float)_entropyWeight.At(_context.Shared.AgentSteps));
        (int projected, int truncated) = (0, 0);
        for (int i = steps - 1; i >= 0; i--)                             // ACER:7
        {
            int action = Segment.ActionOf(i);
            ReadOnlySpan<float> values = Segment.Batch.Output(_values, i);
            float target = _retrace.Target(Segment.RewardOf(i));         // ACER:8
            _step.Read(Segment.Batch.Output(_policy, i), Segment.LogBehaviorOf(i), values); // ACER:9
            _step.Weigh(action, target, values);                         // ACER:10
            if (_average is null) _step.LeaveUnprojected();
            else _step.Project(_average.Activations.Output(_policy, i)); // ACER:11
            _loss.AddPolicyStep(_step, Segment.Batch.OutputGradient(_policy, i));
            _loss.AddActionValueStep(values, action, target, Segment.Batch.OutputGradient(_values, i)); // ACER:12
            float ratio = (float)_step.Ratios[action];
            _retrace.Complete(ratio, _step.Probabilities[action], values[action], _step.Value); // ACER:13
            projected += _step.Pull > 0 ? 1 : 0;
            truncated += ratio > _options.Truncation ? 1 : 0;
        }

        Model.Backward(Segment.Batch, steps);
        AddMetrics(steps, projected, truncated);
        if (HasActed && Segment.Memory.IsReady) _replays = PoissonDraw.Of(_options.ReplayRatio, _context.Actor.Generator); // ACER:16
        return HasActed ? steps : 0;
    }

    /// <inheritdoc/>
    public void Apply()
    {
        Model.Update(_context.LearningRate);                             // ACER:14
        _average?.Move((float)_options.AverageDecay);                    // ACER:15
        _context.Statistics.Mark(Phase.Apply);
    }

    /// <inheritdoc/>
    public void Abandon() => (_replays, HasActed) = (0, true);

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        HasActed = state.Truth(HasActed, "mark of a turn that acted");
        state.Number(ref _replays, "number of replays", 0, MostReplays);
        Segment.Memory.Transfer(state);

        // A memory that was not saved is filled again before it is learned from.
        if (state.IsRestoring && !Segment.Memory.IsReady) _replays = 0;
    }

    private void Recall()
    {
        _replays--;
        Segment.Recall();                                                // ACER:4
    }

    /// <summary>V = Σ p Q of the observation after the last agent step.</summary>
    private float ValueOfEnd()
    {
        int end = Segment.Steps;
        ReadOnlySpan<float> logits = Segment.Batch.Output(_policy, end);
        _step.Read(logits, logits, Segment.Batch.Output(_values, end));
        return _step.Value;
    }

    private void AddMetrics(int steps, int projected, int truncated)
    {
        _metrics.Add(_loss, steps);
        _context.Statistics.Add(_projected, projected, steps);
        _context.Statistics.Add(_truncated, truncated, steps);
    }
}
