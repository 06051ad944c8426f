using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>The learner of neural fitted Q: it acts for an episode, then fits the network to targets of all transitions.</summary>
/// <remarks>
/// <c>// NFQ:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/nfq.md numbers it. The fits belong to the
/// round of an episode's last agent step. After construction the learner allocates nothing.
/// </remarks>
internal sealed class NfqLearner : ISynchronousLearner
{
    private readonly SynchronousMember _member;
    private readonly NfqOptions _options;
    private readonly Actor _actor;
    private readonly ExperienceRing _ring;
    private readonly ActionValues<float> _outputs;
    private readonly CostLoss<float> _loss;
    private readonly OptimizerStatistics? _optimizer;
    private readonly Activations<float> _acting;
    private readonly Activations<float> _learning;
    private readonly float[] _row;
    private readonly float[] _targets;
    private readonly byte[] _stack;
    private readonly Metric _lossMetric;
    private readonly Metric _cost;
    private Part _part;
    private long _episodes;
    private int _fit;
    private int _epoch;

    internal NfqLearner(SynchronousMember member, NfqOptions options)
    {
        (_member, _options, _actor) = (member, options, member.Actors[0]);
        NetworkStructure structure = member.Model.Network.Structure;
        ObservationSpecification observation = _actor.ObservationSpecification;
        _ring = new ExperienceRing(observation, options.RowsOfRing(observation), 1);
        _targets = new float[_ring.Capacity];
        _outputs = new ActionValues<float>(structure);
        _loss = new CostLoss<float>(_outputs);
        _optimizer = member.Session.SharedStatistics;
        _acting = Model.NewBatch(1, ofPixels: member.HasPixels);
        _learning = Model.NewBatch(NfqOptions.RowsOfPass(structure, member.HasPixels), ofPixels: member.HasPixels);
        (_row, _stack) = (new float[_outputs.Count], new byte[observation.Size]);
        _lossMetric = ActorCriticMetrics.ValueLossOf(member.Statistics.Measures);
        _cost = member.Statistics.Measures.Metric("cost", "Q(s, a), the cost between 0 and 1, mean over the transitions of passes");
        member.Session.Sections.Add(new Section("transitions", Save, Restore));
    }

    private enum Part
    {
        Act,
        Fit,
        End,
    }

    /// <inheritdoc/>
    public LocalModel Model => _member.Model;

    /// <inheritdoc/>
    public double LearningRate => _member.Session.LearningRates.At(_member.Session.Parameters.AgentSteps);

    /// <inheritdoc/>
    public double GradientScale => 1;

    /// <summary>The transitions.</summary>
    internal ExperienceRing Ring => _ring;

    /// <summary>The targets of the present fit, by slot.</summary>
    internal ReadOnlySpan<float> Targets => _targets;

    /// <inheritdoc/>
    public RoundStep Advance()
    {
        switch (_part)
        {
            case Part.Act:
                bool isEnd = Act();
                if (!isEnd || _episodes < _options.RandomEpisodes) return Then(Part.End, RoundStep.Count);
                (_fit, _epoch) = (0, 0);
                ComputeTargets();
                AddGradients();
                return Then(Part.Fit, RoundStep.Update);
            case Part.Fit when GoesOn():
                AddGradients();
                return RoundStep.Update;                                        // NFQ:5
            default:
                return Then(Part.Act, RoundStep.End);
        }
    }

    /// <inheritdoc/>
    public void Abandon() => _part = Part.Act;

    /// <inheritdoc/>
    public void SaveState(BinaryWriter writer) => writer.Write(_episodes);

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader)
    {
        _episodes = reader.ReadInt64();
        SavedState.Check("number of episodes", _episodes, 0, long.MaxValue);
    }

    private RoundStep Then(Part next, RoundStep step)
    {
        _part = next;
        return step;
    }

    /// <summary>Does one agent step.</summary>
    /// <returns>Whether it ended the episode.</returns>
    private bool Act()
    {
        bool begins = _actor.BeginEpisodeIfOver(_member.Statistics);
        _ring.Observe(_actor.Observation, begins);
        double epsilon = _episodes < _options.RandomEpisodes ? 1 : _options.EpisodeExploration;
        int action = _actor.Generator.NextDouble() < epsilon ? _actor.Generator.NextInteger(_outputs.Count) : Best(); // NFQ:1
        StepOutcome outcome = _actor.Step(action, _member.Statistics);
        _ring.Add(action, 0, outcome, _actor.Observation);                      // NFQ:2
        _member.Statistics.CountAgentSteps(1);
        if (!outcome.IsEnd) return false;
        _episodes++;
        long after = _member.Session.Parameters.AgentSteps + 1;
        _member.Episodes.Add(new EpisodeRecord(_member.Index, after, _actor.EpisodeReturn, _actor.EpisodeLength));
        return true;
    }

    /// <summary>The action of the smallest cost, which has the largest output.</summary>
    private int Best()
    {
        Model.SyncIfOld();
        _actor.WriteObservation(_acting, 0);
        Model.Forward(_acting, 0, 1);
        _outputs.Read(_acting, 0, _row);
        return Softmax.MostProbable<float>(_row);
    }

    /// <summary>Counts an epoch. After the last one of a fit the targets of the next fit are computed.</summary>
    /// <returns>Whether there is another epoch.</returns>
    private bool GoesOn()
    {
        if (++_epoch < _options.Epochs) return true;
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
        for (long row = _ring.Oldest, after; row < _ring.Written; row = after)
        {
            int count = 0;
            for (after = row; after < _ring.Written && count < _learning.Steps; after++)
            {
                if (!CanBeLearned(after)) continue;
                Transition transition = _ring.Read(after, discount);
                _targets[_ring.SlotOf(after)] = terminal;
                if (transition.Next >= 0) _ring.Write(transition.Next, _stack, _learning, count++);
            }

            Model.Forward(_learning, 0, count);
            count = 0;
            for (long next = row; next < after; next++)
            {
                if (!CanBeLearned(next) || _ring.Read(next, discount).Next < 0) continue;
                float target = CostLoss<float>.TargetOf(cost, discount, _loss.Smallest(_learning, count++)); // NFQ:3
                _targets[_ring.SlotOf(next)] = target;
            }
        }
    }

    /// <summary>Adds the gradient of all transitions.</summary>
    private void AddGradients()
    {
        Model.ClearGradient();
        Model.SyncIfOld();
        for (long row = _ring.Oldest; row < _ring.Written;)
        {
            (long first, int count) = (row, 0);
            for (; row < _ring.Written && count < _learning.Steps; row++)
            {
                if (CanBeLearned(row)) _ring.Write(row, _stack, _learning, count++);
            }

            Model.Forward(_learning, 0, count);
            _member.Statistics.Mark(Phase.Act);
            _loss.Clear();
            (double costs, int index) = (0, 0);
            for (long learned = first; learned < row; learned++)
            {
                if (!CanBeLearned(learned)) continue;
                costs += _loss.AddStep(_learning, index++, _ring.ActionOf(learned), _targets[_ring.SlotOf(learned)]); // NFQ:4
            }

            Model.Backward(_learning, count);
            _member.Statistics.Add(_lossMetric, _loss.Total, count);
            _member.Statistics.Add(_cost, costs, count);
        }
    }

    private bool CanBeLearned(long row) => _ring.IsState(row) && _ring.IsComplete(row) && !_ring.IsLost(row);

    private void Save(BinaryWriter writer) => _ring.Save(writer);

    private void Restore(BinaryReader reader) => _ring.Restore(reader, _outputs.Count);
}
