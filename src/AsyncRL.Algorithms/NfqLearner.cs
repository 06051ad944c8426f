using AsyncRL.Algorithms.Episodic;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>The learner of neural fitted Q: it acts for an episode, then fits the network to targets of all transitions.</summary>
/// <remarks>
/// <c>// NFQ:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/nfq.md numbers it. After construction the
/// learner allocates nothing.
/// </remarks>
internal sealed class NfqLearner : EpisodeLearner
{
    private readonly NfqOptions _options;
    private readonly CostLoss<float> _loss;
    private readonly OptimizerStatistics? _optimizer;
    private readonly Activations<float> _learning;
    private readonly float[] _targets;
    private readonly Metric _lossMetric;
    private readonly Metric _cost;
    private int _fit;
    private int _epoch;

    internal NfqLearner(SynchronousMember member, NfqOptions options)
        : base(member, options, "transitions")
    {
        (_options, _optimizer) = (options, member.Session.SharedStatistics);
        _targets = new float[Ring.Capacity];
        _loss = new CostLoss<float>(Values);
        _learning = Model.NewBatch(NfqOptions.RowsOfPass(Model.Network.Structure, member.HasPixels), ofPixels: member.HasPixels);
        _lossMetric = ActorCriticMetrics.ValueLossOf(member.Statistics.Measures);
        _cost = member.Statistics.Measures.Metric("cost", "Q(s, a), the cost between 0 and 1, mean over the transitions of passes");
    }

    /// <summary>The targets of the present fit, by slot.</summary>
    internal ReadOnlySpan<float> Targets => _targets;

    /// <summary>A random action, or that of the smallest cost, which has the largest output.</summary>
    /// <inheritdoc/>
    protected override int Choose()
    {
        double epsilon = Episodes < _options.RandomEpisodes ? 1 : _options.EpisodeExploration;
        if (Actor.Generator.NextDouble() < epsilon) return Actor.Generator.NextInteger(Values.Count);
        Evaluate();
        Values.Read(Acting, 0, Row);
        return Softmax.MostProbable<float>(Row);                                // NFQ:1
    }

    /// <inheritdoc/>
    protected override bool BeginLearning()
    {
        if (Episodes < _options.RandomEpisodes) return false;
        (_fit, _epoch) = (0, 0);
        ComputeTargets();
        AddGradients();
        return true;
    }

    /// <inheritdoc/>
    protected override bool ContinueLearning()
    {
        if (!HasNextEpoch()) return false;
        AddGradients();
        return true;
    }

    /// <summary>Counts an epoch. After the last one of a fit the targets of the next fit are computed.</summary>
    private bool HasNextEpoch()
    {
        if (++_epoch < _options.Epochs) return true;                            // NFQ:5
        _epoch = 0;
        if (++_fit == _options.Fits) return false;
        ComputeTargets();
        return true;
    }

    /// <summary>Computes the targets of all transitions by the present network, and starts Rprop anew.</summary>
    private void ComputeTargets()
    {
        Model.SyncIfOld();
        _optimizer?.Restart();
        float discount = (float)_options.Discount, cost = (float)_options.StepCost;
        float terminal = _options.TerminalState == NfqOptions.Failure ? (float)_options.FailureCost : cost;
        for (long row = Ring.Oldest, after; row < Ring.Written; row = after)
        {
            int count = 0;
            for (after = row; after < Ring.Written && count < _learning.Steps; after++)
            {
                if (!CanBeLearned(after)) continue;
                Transition transition = Ring.Read(after, discount);
                _targets[Ring.SlotOf(after)] = terminal;
                if (transition.Next >= 0) Ring.Write(transition.Next, Stack, _learning, count++);
            }

            Model.Forward(_learning, 0, count);
            count = 0;
            for (long next = row; next < after; next++)
            {
                if (!CanBeLearned(next) || Ring.Read(next, discount).Next < 0) continue;
                float target = CostLoss<float>.TargetOf(cost, discount, _loss.Smallest(_learning, count++)); // NFQ:3
                _targets[Ring.SlotOf(next)] = target;
            }
        }
    }

    /// <summary>Adds the gradient of all transitions.</summary>
    private void AddGradients()
    {
        Model.ClearGradient();
        Model.SyncIfOld();
        for (long row = Ring.Oldest; row < Ring.Written;)
        {
            (long first, int count) = (row, 0);
            for (; row < Ring.Written && count < _learning.Steps; row++)
            {
                if (CanBeLearned(row)) Ring.Write(row, Stack, _learning, count++);
            }

            Model.Forward(_learning, 0, count);
            Member.Statistics.Mark(Phase.Act);
            _loss.Clear();
            (double costs, int index) = (0, 0);
            for (long learned = first; learned < row; learned++)
            {
                if (!CanBeLearned(learned)) continue;
                costs += _loss.AddStep(_learning, index++, Ring.ActionOf(learned), _targets[Ring.SlotOf(learned)]); // NFQ:4
            }

            Model.Backward(_learning, count);
            Member.Statistics.Add(_lossMetric, _loss.Total, count);
            Member.Statistics.Add(_cost, costs, count);
        }
    }

    private bool CanBeLearned(long row) => Ring.IsState(row) && Ring.IsComplete(row) && !Ring.IsLost(row);
}
