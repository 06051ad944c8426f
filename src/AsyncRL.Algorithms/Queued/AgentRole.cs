using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Algorithms.Queued;

/// <summary>
/// Acts in some environments without a network of its own: it asks the predictors for each distribution, and hands complete segments to the
/// trainers (Babaeizadeh et al. 2017).
/// </summary>
internal sealed class AgentRole : IRole
{
    private readonly Member _member;
    private readonly TrajectoryStore _store;
    private readonly Predictions _predictions;
    private readonly RecordedPolicy _policy;
    private readonly RewardClip _clip;
    private readonly Ga3cOptions _options;
    private readonly int _firstEnvironment;
    private BatchAdvantage<float> _advantages;

    /// <summary>Makes the role.</summary>
    /// <param name="member">The environments of the thread.</param>
    /// <param name="firstEnvironment">The number of the first of them among all environments.</param>
    /// <param name="store">Receives the segments.</param>
    /// <param name="predictions">The requests.</param>
    /// <param name="options">The options.</param>
    internal AgentRole(Member member, int firstEnvironment, TrajectoryStore store, Predictions predictions, Ga3cOptions options)
    {
        (_member, _firstEnvironment, _store, _predictions, _options) = (member, firstEnvironment, store, predictions, options);
        _policy = store.Rollout.CreatePolicy(member.Session.Network.Structure, store.Actions, options, 1);
        _clip = new RewardClip(options.RewardClip, options.RewardFactor);
        _advantages = new BatchAdvantage<float>((float)options.Discount, (float)options.Lambda, options.LearnsLambdaReturn);
    }

    /// <inheritdoc/>
    public LocalModel? Model => null;

    /// <inheritdoc/>
    public bool IsReady
    {
        get
        {
            if (IsFinished) return false;
            bool canBegin = CanBegin;
            for (int i = 0; i < _member.Actors.Count; i++)
            {
                PredictionStage stage = _predictions.StageOf(_firstEnvironment + i);
                if (stage == PredictionStage.Answered || (stage == PredictionStage.Idle && canBegin)) return true;
            }

            return false;
        }
    }

    /// <summary>
    /// Whether the run has reached its last agent step. Segments that are not complete then stay as they are: if the run is continued, they
    /// are completed.
    /// </summary>
    public bool IsFinished => _member.Session.Parameters.AgentSteps >= _member.Session.StopsAt;

    /// <summary>Whether the queue of the trainers has room, and a slot is free.</summary>
    private bool CanBegin => _store.Filled.Count < _options.MostWaiting && _store.Free.Count > 0;

    /// <inheritdoc/>
    public bool Work()
    {
        // Counted before the look at T. Otherwise a trainer could end between the look and the last segment.
        _store.BeginFilling();
        try
        {
            return !IsFinished && WorkAll();
        }
        finally
        {
            _store.EndFilling();
        }
    }

    /// <summary>Continues every environment whose observation is answered, and begins a segment where there is none.</summary>
    private bool WorkAll()
    {
        bool hasWorked = false;
        for (int i = 0; i < _member.Actors.Count; i++)
        {
            int environment = _firstEnvironment + i;
            hasWorked |= _predictions.StageOf(environment) switch
            {
                PredictionStage.Idle => Begin(i, environment),
                PredictionStage.Answered => Continue(i, environment),
                _ => false,
            };
        }

        return hasWorked;
    }

    /// <summary>Abandons the episodes. The next turn of the resumed run gives their segments up.</summary>
    public void Abandon() => _member.AbandonEpisodes();

    /// <inheritdoc/>
    public void Transfer(StateTransfer state) => _member.TransferActors(state);

    /// <summary>Begins a segment.</summary>
    private bool Begin(int index, int environment)
    {
        if (!CanBegin || !_store.Free.TryTake(out int slot)) return false;
        _predictions.Begin(environment, slot);
        _store.Rollout.KeepState(_predictions.States, environment, slot);
        Request(index, environment);
        return true;
    }

    private bool Continue(int index, int environment)
    {
        int slot = _predictions.Slots[environment], step = _predictions.Steps[environment], row = _store.Rollout.RowOf(slot, step);
        Actor actor = _member.Actors[index];
        if (_predictions.IsLast[environment])
        {
            Close(environment, slot, step, _store.Rollout.Values[row]);
            return true;
        }

        if (actor.EpisodeIsOver)
        {
            // The episode was abandoned.
            GiveUp(environment);
            return true;
        }

        AgentAction action = _policy.DrawRecorded(row, actor.Generator);      // GA3C:2
        StepOutcome outcome = actor.Step(action, _member.Statistics);
        _store.Rollout.Outcomes[row] = new BatchStep(_clip.Of(outcome.Reward), outcome.IsEnd, 0);
        if (outcome.IsEnd)
        {
            long agentSteps = _member.Session.Parameters.AgentSteps;
            _member.Episodes.Add(new EpisodeRecord(_member.Index, agentSteps, actor.EpisodeReturn, actor.EpisodeLength));
        }

        _predictions.Steps[environment] = step + 1;
        if (_options.EndsInZero(outcome))
        {
            Close(environment, slot, step + 1, 0);
            return true;
        }

        _predictions.IsLast[environment] = outcome.IsEnd || step + 1 == _options.TMax;
        Request(index, environment);                                          // GA3C:1
        return true;
    }

    private void Request(int index, int environment)
    {
        int slot = _predictions.Slots[environment], step = _predictions.Steps[environment];
        Actor actor = _member.Actors[index];
        bool begins = !_predictions.IsLast[environment] && actor.BeginEpisodeIfOver(_member.Statistics);
        _store.Rollout.Keep(slot, step, actor.Observation);
        _store.Rollout.Starts[_store.Rollout.RowOf(slot, step)] = begins;
        _predictions.Request(environment);
    }

    /// <summary>Computes the returns of a segment with the values that the predictors gave, and hands it to the trainers.</summary>
    private void Close(int environment, int slot, int length, float endValue)
    {
        _advantages.Begin(endValue);                                          // GA3C:3
        for (int step = length - 1; step >= 0; step--)
        {
            int row = _store.Rollout.RowOf(slot, step);
            _store.Rollout.Returns[row] = _advantages.Previous(_store.Rollout.Outcomes[row].Reward, _store.Rollout.Values[row]).Target;
        }

        _store.Lengths[slot] = length;
        _predictions.SetIdle(environment);
        _store.Filled.Add(slot);
        _member.Statistics.CountAgentSteps(length);
        _member.Session.Parameters.AddAgentSteps(length);
    }

    private void GiveUp(int environment)
    {
        _predictions.SetIdle(environment);
        _store.Free.Add(_predictions.Slots[environment]);
    }
}
