using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// The rounds of an algorithm of action values with a replay memory, as one member sees them. The first member also renews θ⁻, while the
/// others wait.
/// </summary>
internal abstract class ReplayLearner : ReplayRounds
{
    private readonly ReplayOptions _options;
    private readonly ReplayCommon _common;
    private readonly ReplayActing _acting;

    /// <summary>Makes the common part of a learner.</summary>
    /// <param name="member">The objects of the member.</param>
    /// <param name="options">The options.</param>
    protected ReplayLearner(SynchronousMember member, ReplayOptions options)
        : base(member, options.Memory)
    {
        (_options, _common) = (options, (ReplayCommon)member.Common);
        _acting = new ReplayActing(member, Memory, options);
        Target = new TargetCopy(Model.Network, member.Session.Parameters.Target(TargetCopy.Name));
    }

    protected TargetCopy Target { get; }

    /// <inheritdoc/>
    public override void Transfer(StateTransfer state)
    {
        _acting.Transfer(state);
        if (Member.Index == 0)
            _common.TargetIntervals = state.LongNumber(_common.TargetIntervals, "number of target intervals", 0, long.MaxValue);
    }

    /// <inheritdoc/>
    protected override void Act(long agentStep) => _acting.Step(agentStep);

    /// <inheritdoc/>
    protected override void RefreshTarget() => Target.Refresh();

    /// <inheritdoc/>
    protected override void Plan(long after)
    {
        long intervals = _options.TargetIntervalsBefore(after, Member.Session.FramesPerAgentStep);
        _common.RenewsTarget = HasUpdate && intervals != _common.TargetIntervals;
        if (_common.RenewsTarget) _common.TargetIntervals = intervals;
    }

    /// <inheritdoc/>
    protected override bool Finish()
    {
        if (_common.RenewsTarget && Member.Index == 0) Target.Install();        // DQN:9
        return _common.RenewsTarget;
    }
}
