using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// PGQL for one actor-learner thread. A turn is a segment of A3C, or a step of Q-learning from the thread's memory.
/// </summary>
/// <remarks>
/// <c>// PGQL:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/pgql.md numbers it. After construction
/// the learner allocates nothing.
/// </remarks>
internal sealed class PgqlLearner : ILearner
{
    private readonly AlgorithmContext _context;
    private readonly PgqlOptions _options;
    private readonly SoftmaxPolicy _policy;
    private readonly RecordedSegment _segment;
    private readonly PolicyActionValues<float> _values;
    private readonly Activations<float> _learning;
    private readonly Activations<float> _next;
    private readonly Transition[] _transitions;
    private readonly Annealing _entropyWeight;
    private readonly ActorCriticMetrics _metrics;
    private readonly Metric _replayLoss;
    private readonly int _policyHead;
    private PolicyWeights<float> _weights;
    private int _segments;

    internal PgqlLearner(AlgorithmContext context, PgqlOptions options)
    {
        (_context, _options, Model) = (context, options, context.CreateModel());
        NetworkStructure structure = context.Network.Structure;
        (_policyHead, _policy) = (
            structure.HeadIndex("policy"), new SoftmaxPolicy(structure, context.Actor.Actions, options, options.TMax));
        Memory = new ThreadMemory(context.Actor, options.Memory);
        _segment = new RecordedSegment(context, options, options.TMax, _policy, Model, Memory);
        (_learning, _next) = (Model.NewBatch(options.MinibatchSize), Model.NewBatch(options.MinibatchSize));
        _transitions = new Transition[options.MinibatchSize];
        _values = new PolicyActionValues<float>(context.Actor.Actions.Count, (float)options.Temperature);
        _weights = new PolicyWeights<float>(Psi.Gae, (float)options.Discount, (float)options.Lambda, options.LearnsLambdaReturn);
        _entropyWeight = new Annealing(options.Beta, options.EntropyWeightSchedule, context.LastAgentStep);
        _metrics = new ActorCriticMetrics(context.Statistics);
        _replayLoss = context.Statistics.Measures.Metric(
            "replay_loss", "half the squared error of α (log π(a) + H) + V, mean over replayed agent steps");
    }

    /// <inheritdoc/>
    public LocalModel Model { get; }

    /// <inheritdoc/>
    public bool HasActed { get; private set; } = true;

    /// <summary>The thread's replay memory.</summary>
    internal ThreadMemory Memory { get; }

    /// <summary>The agent steps of the last step of Q-learning.</summary>
    internal ReadOnlySpan<Transition> Transitions => _transitions;

    private bool IsReplayDue => _segments >= _options.ReplayInterval && Memory.IsReady;

    /// <inheritdoc/>
    public int Compute()
    {
        Model.ClearGradient();
        Model.Sync();
        HasActed = !IsReplayDue;
        if (HasActed) return LearnFromSegment();
        LearnFromMemory();
        return 0;
    }

    /// <inheritdoc/>
    public void Apply()
    {
        double rate = _context.LearningRate;
        if (HasActed) Model.Update(rate);                                // PGQL:2
        else Model.Update(_options.ReplayLearningRate * rate);           // PGQL:7
    }

    /// <inheritdoc/>
    public void Abandon()
    {
        _segment.Abandon();
        (_segments, HasActed) = (0, true);
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        HasActed = state.Truth(HasActed, "mark of a turn that acted");
        state.Count(ref _segments, "number of segments");
        Memory.Transfer(state);
    }

    /// <summary>Algorithm S3.</summary>
    private int LearnFromSegment()
    {
        int steps = _segment.Act();                                      // PGQL:1
        _weights.Begin(_segment.EndsInZero ? 0 : Bootstrap(), _segment.Rewards);
        _policy.Loss.Begin((float)_entropyWeight.At(_context.Shared.AgentSteps));
        for (int i = steps - 1; i >= 0; i--)
        {
            float value = ValueOf(_segment.Batch, i);
            _weights.AddReward(_segment.Rewards[i]);
            _weights.AddValue(value);
            _policy.AddGradient(_segment.Batch, i, _weights.Of(value));
            _policy.Loss.AddValueStep(value, _weights.Target, _segment.Batch.OutputGradient(_policy.ValueHead, i));
        }

        Model.Backward(_segment.Batch, steps);
        _segment.Close();
        _metrics.Add(_policy.Loss, steps);
        if (_segments < _options.ReplayInterval) _segments++;
        return steps;
    }

    /// <summary>One step of Q-learning. The action values of both observations come from θ′: there is no target network.</summary>
    private void LearnFromMemory()
    {
        int count = _transitions.Length;
        for (int i = 0; i < count; i++) Read(i, Memory.Draw(_context.Actor.Generator));
        Model.Forward(_learning, 0, count);                              // PGQL:3
        Model.Forward(_next, 0, count);
        _context.Statistics.Mark(Phase.Act);
        double squares = 0;
        for (int i = 0; i < count; i++)
        {
            Transition transition = _transitions[i];
            float target = transition.Return;
            if (transition.Next >= 0) target += transition.Factor * LargestNext(i);
            _values.Read(_learning.Output(_policyHead, i), ValueOf(_learning, i));
            float error = target - _values.Of(transition.Action);        // PGQL:4
            Span<float> gradient = _learning.OutputGradient(_policyHead, i);
            if (_options.IsExact) _values.WriteExactGradient(transition.Action, error / count, gradient); // PGQL:6
            else _values.WriteGradient(transition.Action, error / count, gradient); // PGQL:5
            _learning.OutputGradient(_policy.ValueHead, i)[0] = -error / count;
            squares += (double)error * error;
        }

        Model.Backward(_learning, count);
        _context.Statistics.Add(_replayLoss, squares / 2, count);
        _segments = 0;
    }

    private void Read(int index, long row)
    {
        Transition transition = Memory.Ring.Read(row, (float)_options.Discount);
        _transitions[index] = transition;
        Memory.Write(row, _learning, index);
        if (transition.Next >= 0) Memory.Write(transition.Next, _next, index);
        else _next.Input(index).Clear();
    }

    private float LargestNext(int index)
    {
        _values.Read(_next.Output(_policyHead, index), ValueOf(_next, index));
        return _values.Largest;
    }

    private float Bootstrap()
    {
        _segment.ForwardEnd();
        return ValueOf(_segment.Batch, _segment.Steps);
    }

    private float ValueOf(Activations<float> batch, int row) => batch.Output(_policy.ValueHead, row)[0];
}
