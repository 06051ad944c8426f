using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Synchronous;

/// <summary>
/// One member of a synchronous batch as a worker. Its learner does the member's part of a round. The worker meets the other members and
/// takes part in each update.
/// </summary>
/// <remarks>
/// For an update the members meet three times: when all gradients are complete, when all slices are summed, and when θ is updated. Agent
/// steps are counted between the first two of these meetings. No member can begin or end a round there, so all members see the same T at
/// the beginning of a round, and all finish in the same round. If there are members in other processes, the ranks exchange before the
/// second and before the third of these meetings, and the members meet once more each time.
/// </remarks>
internal sealed class SynchronousWorker : IWorker
{
    private readonly SynchronousGroup _group;
    private readonly SynchronousMember _member;
    private readonly ISynchronousLearner _learner;
    private readonly Phase _wait;
    private Stage _stage;
    private long _rounds;
    private long _meetings;
    private bool _isInRound;
    private bool _hasCounted;
    private bool _sharesMoments;

    /// <summary>Creates a member.</summary>
    /// <param name="group">The objects by which the members meet.</param>
    /// <param name="member">The objects of the member.</param>
    /// <param name="learner">Its learner.</param>
    internal SynchronousWorker(SynchronousGroup group, SynchronousMember member, ISynchronousLearner learner)
    {
        (_group, _member, _learner) = (group, member, learner);
        _wait = Statistics.Measures.Phase("wait");
        group.Update.Join(member.Index, learner.Model);
    }

    private enum Stage
    {
        Learn,
        ShareExperience,
        ShareGradients,
        Sum,
        ShareSums,
        ShareMoments,
        Apply,
    }

    /// <inheritdoc/>
    public string Name => $"learner {_member.Index}";

    /// <inheritdoc/>
    public ActorStatistics Statistics => _member.Statistics;

    /// <inheritdoc/>
    public EpisodeQueue? Episodes => _member.Episodes;

    /// <summary>The learner, for tests.</summary>
    internal ISynchronousLearner Learner => _learner;

    /// <summary>Whether the member is between two rounds, and no other member has begun the next round.</summary>
    public bool IsAtRest => !_isInRound && _group.Rendezvous.RoundsBegun == _rounds;

    /// <inheritdoc/>
    public Turn Run()
    {
        if (!_group.Rendezvous.HasMet(_meetings)) return Turn.Waiting;
        if (_isInRound) Statistics.Mark(_wait);
        switch (_stage)
        {
            case Stage.ShareExperience:
                return Exchange(RankExchange.Experience, Stage.Learn);
            case Stage.ShareGradients:
                return Exchange(RankExchange.Gradients, Stage.Sum);
            case Stage.ShareSums:
                return Exchange(RankExchange.Sums, _sharesMoments ? Stage.ShareMoments : Stage.Apply);
            case Stage.ShareMoments:
                return Exchange(RankExchange.Moments, Stage.Apply);
            case Stage.Sum:
                Sum();
                return Turn.Worked;
            case Stage.Apply:
                Apply();
                return Turn.Worked;
            default:
                return Learn();
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<InputDensity> MeasureDensities() => _learner.Model.MeasureDensities();

    /// <inheritdoc/>
    public void Abandon()
    {
        if (_isInRound) LeaveRanks();
        _member.AbandonEpisodes();
        _learner.Model.Abandon();
        _learner.Abandon();
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        // After the failure of a member the others stop in the middle of a round, which cannot be continued.
        if (!state.IsRestoring && !IsAtRest) Abandon();
        _member.TransferActors(state);
        Statistics.Transfer(state);
        _learner.Model.Transfer(state);
        _learner.Transfer(state);
    }

    private Turn Learn()
    {
        if (!_isInRound)
        {
            if (_member.Session.Parameters.AgentSteps >= _member.Session.StopsAt) return Turn.Finished;
            BeginRound();
        }

        switch (_learner.Advance())
        {
            case RoundStep.Meet:
                Meet(Stage.Learn);
                break;
            case RoundStep.Count:
                CountRound();
                Meet(Stage.Learn);
                break;
            case RoundStep.Share:
                Meet(_group.Ranks is null ? Stage.Learn : Stage.ShareExperience);
                break;
            case RoundStep.Update:
                _group.Update.Bring(_member.Index);
                Meet(_group.Ranks is null ? Stage.Sum : Stage.ShareGradients);
                break;
            default:
                EndRound();
                break;
        }

        return Turn.Worked;
    }

    private void BeginRound()
    {
        (_isInRound, _hasCounted, _sharesMoments) = (true, false, false);
        _rounds++;
        _group.Rendezvous.BeginRound(_rounds);
        Statistics.BeginSegment();
    }

    private void EndRound()
    {
        _isInRound = false;
        Statistics.EndSegment();
    }

    private void Sum()
    {
        _group.Update.Sum(_member.Index, _learner.GradientScale);
        _group.Ranks?.BringNumbers(_member.Index, _learner);
        _sharesMoments = !_hasCounted && _group.Ranks is { HasMoments: true };
        CountRound();
        Statistics.Mark(Phase.Apply);
        Meet(_group.Ranks is null ? Stage.Apply : Stage.ShareSums);
    }

    /// <summary>The first member exchanges with the other ranks. All members of the rank meet when it has finished.</summary>
    private Turn Exchange(RankExchange what, Stage next)
    {
        if (_member.IsFirst && !_group.Ranks!.Advance(what, _learner)) return Turn.Waiting;
        Meet(next);
        return Turn.Worked;
    }

    /// <summary>Reports to the other ranks that this one cannot continue, and where they will wait for it.</summary>
    private void LeaveRanks()
    {
        if (_group.Ranks is not { } ranks) return;
        switch (_stage)
        {
            case Stage.Learn when _learner is IExperienceSharing { IsCollecting: true }:
            case Stage.ShareExperience:
                ranks.Leave(RankExchange.Experience, _learner);
                break;
            case Stage.Learn or Stage.ShareGradients:
                ranks.Leave(RankExchange.Gradients, _learner);
                break;
            case Stage.Sum or Stage.ShareSums:
                ranks.Leave(RankExchange.Sums, _learner);
                break;
            case Stage.ShareMoments:
                ranks.Leave(RankExchange.Moments, _learner);
                break;
            default:
                // All ranks refuse a gradient that is not finite, so none waits for this one.
                break;
        }
    }

    private void CountRound()
    {
        if (!_hasCounted && _member.IsFirst)
        {
            _member.Session.Parameters.AddAgentSteps(_group.AgentStepsOfRound);
            if (!_sharesMoments) _member.Session.Normalization?.Publish();
        }

        _hasCounted = true;
    }

    private void Apply()
    {
        double norm = _group.Update.Apply(_member.Index, _learner);
        (int start, int length) = _group.Update.AppliedBy(_member.Index);
        _learner.FollowUpdate(start, length);
        _learner.Model.EndUpdate(norm, isCounted: _member.Index == 0);
        Statistics.Mark(Phase.Apply);
        Meet(Stage.Learn);
    }

    private void Meet(Stage next)
    {
        _stage = next;
        _meetings++;
        _group.Rendezvous.Arrive();
    }
}
