using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// The rounds of an algorithm with a replay memory, as one member sees them: an agent step in each environment, then the updates that are
/// due. The first member also draws the minibatches, while the others wait.
/// </summary>
internal abstract class ReplayRounds : ISynchronousLearner
{
    private readonly ReplaySettings _settings;
    private readonly ReplayCommon _common;
    private Part _part;
    private int _updates;

    /// <summary>Makes the common part of a learner.</summary>
    /// <param name="member">The objects of the member.</param>
    /// <param name="settings">When there is an update, and how minibatches are drawn.</param>
    protected ReplayRounds(SynchronousMember member, ReplaySettings settings)
    {
        (Member, _settings, _common) = (member, settings, (ReplayCommon)member.Common);
        Metrics = new ReplayMetrics(member.Statistics);
        Share = MemberShare.Of(settings.MinibatchSize, member.Index, member.Session.ActorLearners);
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

    protected ReplayMetrics Metrics { get; }

    /// <summary>The items of each minibatch from which this member learns.</summary>
    protected MemberShare Share { get; }

    /// <summary>Whether the present round has an update.</summary>
    protected bool HasUpdate => _common.Updates > 0;

    /// <inheritdoc/>
    public RoundStep Advance()
    {
        switch (_part)
        {
            case Part.Act:
                Act(Member.Session.Parameters.AgentSteps);
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
    public abstract void Transfer(StateTransfer state);

    /// <summary>Does one agent step in each environment of the member.</summary>
    protected abstract void Act(long agentStep);

    /// <summary>Copies the target parameters before an update.</summary>
    protected abstract void RefreshTarget();

    /// <summary>Adds the gradient of the member's share of the minibatch, and writes the errors or the priorities of its items.</summary>
    protected abstract void AddGradients();

    /// <summary>Called for the first member in each round, while the others wait. Whether there is an update is known.</summary>
    /// <param name="after">T after the round.</param>
    protected virtual void Plan(long after)
    {
    }

    /// <summary>Called after the last update of a round.</summary>
    /// <returns>Whether the first member has done something for which the others must wait.</returns>
    protected virtual bool Finish() => false;

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
        bool learns = Memory.Count > 0 && Memory.Rows >= _settings.ReplayStart;
        _common.Updates = learns ? (int)((after / _settings.StepsPerUpdate) - (before / _settings.StepsPerUpdate)) : 0; // DQN:4
        Plan(after);
        if (_common.Updates > 0) Draw();
    }

    private void Draw() => Memory.Draw(Member.Session.Parameters.AgentSteps, Member.Session.LastAgentStep);

    private void Learn()
    {
        LearningRate = Member.Session.LearningRates.At(Member.Session.Parameters.AgentSteps);
        Model.ClearGradient();
        Model.SyncIfOld();
        RefreshTarget();
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

        return Finish() ? Then(Part.End, RoundStep.Meet) : Then(Part.Act, RoundStep.End);
    }
}

/// <summary>What all members of a run share besides θ and θ⁻.</summary>
/// <param name="memory">The replay memory.</param>
internal sealed class ReplayCommon(ReplayMemory memory)
{
    /// <summary>The replay memory.</summary>
    internal ReplayMemory Memory { get; } = memory;

    /// <summary>Makes the memory of a run, which its checkpoints save.</summary>
    /// <param name="session">The run.</param>
    /// <param name="createMemory">Makes the memory with a source of chance for drawing.</param>
    internal static ReplayCommon Create(Session session, Func<RandomGenerator, ReplayMemory> createMemory)
    {
        ReplayMemory memory = createMemory(ReplayMemory.GeneratorOf(session.Seed));
        session.Sections.Add(memory.Section);
        return new ReplayCommon(memory);
    }

    /// <summary>Updates of the present round.</summary>
    internal int Updates { get; set; }

    /// <summary>Whether the present round renews θ⁻.</summary>
    internal bool RenewsTarget { get; set; }

    /// <summary>How many multiples of the target interval T had passed when θ⁻ was renewed last.</summary>
    internal long TargetIntervals { get; set; }
}
