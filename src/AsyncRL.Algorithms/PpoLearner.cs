using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// The part of proximal policy optimization that one thread does: it acts in its environments, and computes the gradient of its share of
/// each minibatch.
/// </summary>
/// <remarks>
/// <c>// PPO:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/ppo.md numbers it. After construction the
/// learner allocates nothing.
/// </remarks>
internal sealed class PpoLearner : ISynchronousLearner, IExperienceSharing
{
    private readonly SynchronousMember _member;
    private readonly PpoOptions _options;
    private readonly Rollout _rollout;
    private readonly EpochSums _sums;
    private readonly RolloutExchange? _exchange;
    private readonly PpoLearner _first;
    private readonly RecordedPolicy _policy;
    private readonly ProximalSurrogate _surrogate;
    private readonly RolloutCollector _collector;
    private readonly MinibatchOrder _order;
    private readonly PpoMetrics _metrics;
    private readonly Activations<float> _learning;
    private readonly Annealing _clip;
    private readonly Annealing _entropyWeight;
    private readonly bool _isRecurrent;
    private readonly int _rowsOfItem;
    private BatchAdvantage<float> _advantages;
    private ProximalTerms _terms;
    private float _penalty;
    private int _epoch;
    private int _minibatch;
    private bool _hasCollected;

    internal PpoLearner(SynchronousMember member, PpoOptions options)
    {
        (_member, _options, Model) = (member, options, member.Model);
        var common = (PpoCommon)member.Common;
        (_rollout, _sums, _exchange, _first) = (common.Rollout, common.Sums, common.Exchange, common.First ??= this);
        NetworkStructure structure = Model.Network.Structure;
        _policy = _rollout.CreatePolicy(structure, member.Actors[0].Actions, options, member.Actors.Count);
        _surrogate = new ProximalSurrogate(_policy);
        _collector = new RolloutCollector(member, _rollout, _policy, options);
        for (int i = 0; i < member.Actors.Count; i++) _collector.Slots[i] = member.FirstEnvironment + i;
        _isRecurrent = structure.IsRecurrent;
        _rowsOfItem = _isRecurrent ? options.TMax : 1;
        _learning = Model.NewBatch(options.RowsOfPass(structure, member.HasPixels), ofPixels: member.HasPixels);
        RandomGenerator generator = new RandomGenerator(member.Session.Seed).Split("minibatches");
        _order = new MinibatchOrder(_rollout.Rows / _rowsOfItem, Math.Max(1, options.MinibatchSize / _rowsOfItem), generator);
        _metrics = new PpoMetrics(member.Statistics);
        _clip = new Annealing(options.Clip, options.ClipSchedule, member.Session.LastAgentStep);
        _entropyWeight = new Annealing(options.Beta, options.EntropyWeightSchedule, member.Session.LastAgentStep);
        _advantages = new BatchAdvantage<float>((float)options.Discount, (float)options.Lambda, options.LearnsLambdaReturn);
        _penalty = options.HasPenalty ? (float)options.Penalty : 0;
    }

    /// <inheritdoc/>
    public LocalModel Model { get; }

    /// <inheritdoc/>
    public double LearningRate { get; private set; }

    /// <inheritdoc/>
    public double GradientScale { get; private set; }

    /// <inheritdoc/>
    public RankParts? Experience => _exchange?.Parts;

    /// <inheritdoc/>
    public bool IsCollecting => !_hasCollected;

    /// <inheritdoc/>
    public RoundStep Advance()
    {
        if (!_hasCollected)
        {
            Collect();
            (_hasCollected, _epoch, _minibatch) = (true, 0, 0);
            return RoundStep.Share;
        }

        if (!FindMinibatch())
        {
            _hasCollected = false;
            return RoundStep.End;
        }

        ComputeGradient(_order.Minibatch(_minibatch++));
        return RoundStep.Update;                                                // PPO:9
    }

    /// <inheritdoc/>
    public void TakeExperience() => _exchange!.Take();

    /// <inheritdoc/>
    public Span<double> NumbersOf(int member) => _sums.Of(_epoch, member);

    /// <inheritdoc/>
    public void Abandon() => _hasCollected = false;

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        _policy.Transfer(state);
        if (_first == this)
        {
            TransferCommon(state);
        }
        else if (state.IsRestoring)
        {
            // After a failure the members may have ended at different points of a round. They must agree in all rounds that follow.
            _order.CopyFrom(_first._order);
            _penalty = _first._penalty;
        }
    }

    /// <inheritdoc/>
    public void TransferCommon(StateTransfer state)
    {
        _order.Transfer(state);
        state.Float(ref _penalty, "penalty", low: 0);
    }

    private void Collect()
    {
        long agentSteps = _member.Session.Parameters.AgentSteps;
        LearningRate = _member.Session.LearningRates.At(agentSteps);            // PPO:11
        float clip = _options.HasPenalty ? float.PositiveInfinity : (float)_clip.At(agentSteps);
        _terms = new ProximalTerms(clip, (float)_entropyWeight.At(agentSteps), _penalty);
        Model.Sync();
        _collector.Collect(_rollout.Steps, agentSteps, _member.Environments);   // PPO:2
        for (int i = 0; i < _member.Actors.Count; i++) EstimateAdvantages(i);
        _exchange?.Bring(_member.FirstEnvironment, _member.Actors.Count);
        _member.Statistics.CountAgentSteps(_member.Actors.Count * _rollout.Steps);
    }

    private void EstimateAdvantages(int index)
    {
        _advantages.Begin(_collector.EndValue(index));                          // PPO:3
        for (int step = _rollout.Steps - 1; step >= 0; step--)                  // PPO:4
        {
            int row = _rollout.RowOf(_member.FirstEnvironment + index, step);
            BatchStep outcome = _rollout.Outcomes[row];
            if (outcome.EndsEpisode) _advantages.Begin(outcome.EndValue);
            (_rollout.Advantages[row], _rollout.Returns[row]) = _advantages.Previous(outcome.Reward, _rollout.Values[row]);
        }
    }

    /// <summary>Finds the next minibatch of the round. An epoch that is over may end the round.</summary>
    private bool FindMinibatch()
    {
        if (_minibatch == _order.Count)
        {
            bool isTooFar = !_options.HasPenalty && _options.TargetDivergence is { } target
                && _sums.MeanEstimatedDivergence(_epoch) > 1.5 * target;        // PPO:10
            if (_epoch + 1 == _options.Epochs || isTooFar)
            {
                AdaptPenalty();
                return false;
            }

            (_epoch, _minibatch) = (_epoch + 1, 0);
        }

        if (_minibatch > 0) return true;
        if (_epoch == 0 && _member.Index == 0) _metrics.AddExplainedVariance(_rollout.Returns, _rollout.Values);
        _order.Shuffle();                                                       // PPO:5
        _sums.Begin(_epoch, _member.Index);
        return true;
    }

    /// <summary>The rule of Schulman et al. 2017, section 4.</summary>
    private void AdaptPenalty()
    {
        if (!_options.HasPenalty) return;
        _penalty = PenaltyRule.Next(_penalty, _sums.MeanDivergence(_epoch), _options.TargetDivergence ?? 0.01);
    }

    private void ComputeGradient(ReadOnlySpan<int> items)
    {
        Model.ClearGradient();
        Model.Sync();
        GradientScale = 1.0 / (items.Length * _rowsOfItem);
        AdvantageScale scale = _options.NormalizeAdvantages                     // PPO:6
            ? AdvantageScale.Of(_rollout.Advantages, items, _rowsOfItem)
            : AdvantageScale.None;
        ReadOnlySpan<int> own = ShareOf(items);
        int most = _isRecurrent ? 1 : _learning.Steps;
        for (int i = 0; i < own.Length; i += most) AddGradient(own.Slice(i, Math.Min(most, own.Length - i)), scale);
        _member.Statistics.Mark(Phase.Backward);
    }

    /// <summary>Adds the gradient of rows that pass through the network together: single rows, or all rows of one environment.</summary>
    private void AddGradient(ReadOnlySpan<int> items, AdvantageScale scale)
    {
        int count = items.Length * _rowsOfItem;
        if (_isRecurrent) _rollout.CopyState(items[0], _learning);
        for (int i = 0; i < count; i++)
        {
            int row = RowOf(items, i);
            _rollout.Write(row, _learning, i);
            _learning.Starts[i] = _rollout.Starts[row];
        }

        Model.Forward(_learning, 0, count);
        _member.Statistics.Mark(Phase.Act);
        _surrogate.Begin(_terms);
        double valueLoss = 0;
        for (int i = 0; i < count; i++)
        {
            int row = RowOf(items, i);
            _surrogate.AddGradient(_learning, i, row, scale.Of(_rollout.Advantages[row])); // PPO:7
            valueLoss += AddValueGradient(i, row);
        }

        Model.Backward(_learning, count);
        _sums.Add(_epoch, _member.Index, _surrogate.Sums);
        _metrics.Add(_surrogate.Sums, _policy.Loss.Entropy, valueLoss);
    }

    private float AddValueGradient(int index, int row)
    {
        ref float gradient = ref _learning.OutputGradient(_policy.ValueHead, index)[0];
        (float factor, float value, float target) = ((float)_options.ValueGradientScale, Value(_learning, index), _rollout.Returns[row]);
        if (_options.ValueClip > 0)
            return ClippedValueError.Value(factor, value, _rollout.Values[row], target, (float)_options.ValueClip, out gradient);
        gradient = SquaredError.Gradient(factor, value, target);                // PPO:8
        return SquaredError.Value(factor, value, target);
    }

    private float Value(Activations<float> batch, int row) => batch.Output(_policy.ValueHead, row)[0];

    private int RowOf(ReadOnlySpan<int> items, int index) => _isRecurrent ? (items[0] * _rowsOfItem) + index : items[index];

    private ReadOnlySpan<int> ShareOf(ReadOnlySpan<int> items)
    {
        var share = MemberShare.Of(items.Length, _member.Index, _member.Place.All);
        return items.Slice(share.Start, share.Length);
    }
}
