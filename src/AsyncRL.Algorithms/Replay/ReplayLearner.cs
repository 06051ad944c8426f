using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// The rounds of an algorithm with a replay memory, as one member sees them: an agent step in each environment, then the updates that are
/// due. The first member also draws the minibatches and renews θ⁻, while the others wait.
/// </summary>
internal abstract class ReplayLearner : ISynchronousLearner
{
    private readonly ReplayOptions _options;
    private readonly ReplayCommon _common;
    private readonly ReplayActing _acting;
    private Part _part;
    private int _updates;

    /// <summary>Makes the common part of a learner.</summary>
    /// <param name="member">The objects of the member.</param>
    /// <param name="options">The options.</param>
    protected ReplayLearner(SynchronousMember member, ReplayOptions options)
    {
        (Member, _options, _common) = (member, options, (ReplayCommon)member.Common);
        _acting = new ReplayActing(member, Memory, options);
        Target = new TargetCopy(Model.Network, member.Session.Parameters.Target(TargetCopy.Name));
        Share = MemberShare.Of(options.MinibatchSize, member.Index, member.Session.ActorLearners);
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
    public LocalModel Model => Member.Model;

    /// <inheritdoc/>
    public double LearningRate { get; private set; }

    /// <inheritdoc/>
    public abstract double GradientScale { get; }

    /// <summary>The replay memory.</summary>
    internal ReplayMemory Memory => _common.Memory;

    protected SynchronousMember Member { get; }

    protected TargetCopy Target { get; }

    /// <summary>The items of each minibatch from which this member learns.</summary>
    protected MemberShare Share { get; }

    /// <inheritdoc/>
    public RoundStep Advance()
    {
        switch (_part)
        {
            case Part.Act:
                _acting.Step(Member.Session.Parameters.AgentSteps);
                return Then(Part.Prepare, RoundStep.Meet);
            case Part.Prepare:
                if (Member.Index == 0) Prepare();
                _updates = 0;
                return Then(Part.Learn, RoundStep.Meet);
            case Part.Learn when _common.Updates == 0:
                return Then(Part.End, RoundStep.Count);
            case Part.Learn:
                Learn();
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
        if (Member.Index == 0) writer.Write(_common.TargetIntervals);
    }

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader)
    {
        _acting.RestoreState(reader);
        if (Member.Index != 0) return;
        _common.TargetIntervals = reader.ReadInt64();
        SavedState.Check("number of target intervals", _common.TargetIntervals, 0, long.MaxValue);
    }

    /// <summary>Adds the gradient of the member's share of the minibatch, and writes the errors or the priorities of its items.</summary>
    protected abstract void AddGradients();

    private RoundStep Then(Part next, RoundStep step)
    {
        _part = next;
        return step;
    }

    /// <summary>Determines the updates of the round, and draws the first minibatch.</summary>
    private void Prepare()
    {
        long before = Member.Session.Parameters.AgentSteps, after = before + Member.Environments;
        Memory.Refresh();
        bool learns = Memory.Count > 0 && Memory.Rows >= _options.ReplayStart;
        _common.Updates = learns ? (int)((after / _options.StepsPerUpdate) - (before / _options.StepsPerUpdate)) : 0; // DQN:4
        long intervals = (long)((Int128)after * Member.Session.FramesPerAgentStep / _options.TargetInterval);
        _common.RenewsTarget = _common.Updates > 0 && intervals != _common.TargetIntervals;
        if (_common.RenewsTarget) _common.TargetIntervals = intervals;
        if (_common.Updates > 0) Draw();
    }

    private void Draw() => Memory.Draw(Member.Session.Parameters.AgentSteps, Member.Session.LastAgentStep);

    private void Learn()
    {
        LearningRate = Member.Session.LearningRates.At(Member.Session.Parameters.AgentSteps);
        Model.ClearGradient();
        Model.SyncIfOld();
        Target.Refresh();
        AddGradients();
        Member.Statistics.Mark(Phase.Backward);
    }

    private RoundStep Continue()
    {
        if (Member.Index == 0) Memory.UpdatePriorities();
        if (_updates < _common.Updates)
        {
            if (Member.Index == 0) Draw();
            return Then(Part.Learn, RoundStep.Meet);
        }

        if (!_common.RenewsTarget) return Then(Part.Act, RoundStep.End);
        if (Member.Index == 0) Target.Install();                                // DQN:9
        return Then(Part.End, RoundStep.Meet);
    }
}

/// <summary>The metrics of algorithms that learn from a replay memory.</summary>
internal sealed class ReplayMetrics
{
    private readonly ActorStatistics _statistics;
    private readonly Metric _loss;
    private readonly Metric _values;
    private readonly Metric _errors;

    internal ReplayMetrics(ActorStatistics statistics)
    {
        _statistics = statistics;
        _loss = ActorCriticMetrics.ValueLossOf(statistics.Measures);
        _values = statistics.Measures.Metric("action_value", "Q(s, a), mean over the agent steps of minibatches");
        _errors = statistics.Measures.Metric("absolute_error", "|y − Q(s, a)| without weight, mean over the agent steps of minibatches");
    }

    /// <summary>Adds the sums of some agent steps.</summary>
    internal void Add(int count, float loss, double values, double errors)
    {
        _statistics.Add(_loss, loss, count);
        _statistics.Add(_values, values, count);
        _statistics.Add(_errors, errors, count);
    }
}
