using System.Numerics.Tensors;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Queued;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Algorithms;

/// <summary>
/// The acting part of Ape-X on one thread: it acts in some environments with a copy of θ of its own, each with its constant ε, and hands
/// the agent steps with their values to the learners.
/// </summary>
/// <remarks><c>// APX:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/apex.md numbers it.</remarks>
internal sealed class ApexActing : IRole
{
    private readonly Member _member;
    private readonly Outboxes _outboxes;
    private readonly ApexOptions _options;
    private readonly EpsilonGreedyActing _acting;
    private readonly RewardClip _clip;
    private readonly float[] _row;
    private readonly int _firstEnvironment;

    /// <summary>Makes the role.</summary>
    /// <param name="member">The environments and the model of the thread.</param>
    /// <param name="firstEnvironment">The number of the first of them among all environments.</param>
    /// <param name="outboxes">Receive the agent steps.</param>
    /// <param name="options">The options.</param>
    internal ApexActing(Member member, int firstEnvironment, Outboxes outboxes, ApexOptions options)
    {
        (_member, _firstEnvironment, _outboxes, _options) = (member, firstEnvironment, outboxes, options);
        _acting = new EpsilonGreedyActing(member, firstEnvironment, options);
        (_clip, _row) = (new RewardClip(options.RewardClip), new float[_acting.Values.Count]);
    }

    /// <inheritdoc/>
    public LocalModel Model => _member.Model;

    /// <inheritdoc/>
    public bool IsReady => !IsFinished && HasRoom;

    /// <inheritdoc/>
    public bool IsFinished => _member.Session.Parameters.AgentSteps >= _member.Session.StopsAt;

    private bool HasRoom
    {
        get
        {
            for (int i = 0; i < _member.Actors.Count; i++)
            {
                if (!_outboxes[_firstEnvironment + i].HasRoom) return false;
            }

            return true;
        }
    }

    /// <inheritdoc/>
    public bool Work()
    {
        // Counted before the look at T. Otherwise a learner could end between the look and the first agent step.
        _outboxes.BeginFilling();
        try
        {
            if (!IsReady) return false;
            Act();
            return true;
        }
        finally
        {
            _outboxes.EndFilling();
        }
    }

    /// <inheritdoc/>
    public void Abandon() => _member.AbandonEpisodes();

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        _member.TransferActors(state);
        _acting.Transfer(state);
    }

    private void Act()
    {
        long agentStep = _member.Session.Parameters.AgentSteps;
        Model.Sync();                                                         // APX:4
        for (int step = 0; step < _options.TMax; step++)
        {
            _acting.Begin(agentStep);

            // Random actions need values, too: first priorities depend on them.
            _acting.ChooseByValues();
            _member.Statistics.Mark(Phase.Act);
            agentStep += _options.Environments;
            for (int i = 0; i < _member.Actors.Count; i++) Step(i, agentStep);
        }

        int agentSteps = _options.TMax * _member.Actors.Count;
        for (int i = 0; i < _member.Actors.Count; i++) _outboxes[_firstEnvironment + i].Publish(Model.Version);
        _member.Statistics.CountAgentSteps(agentSteps);
        _member.Session.Parameters.AddAgentSteps(agentSteps);
    }

    private void Step(int index, long agentStep)
    {
        Actor actor = _member.Actors[index];
        ExperienceRing ring = _outboxes[_firstEnvironment + index].Ring;
        int action = _acting.Choices[index];
        _acting.Values.Read(_acting.Batch, index, _row);
        ring.Observe(actor.Observation, _acting.Batch.Starts[index]);
        StepOutcome outcome = actor.Step(action, _member.Statistics);
        float largest = TensorPrimitives.Max<float>(_row);
        ring.Add(action, _clip.Of(outcome.Reward), outcome, actor.Observation, [_row[action], largest]); // APX:2
        if (outcome.IsEnd)
            _member.Episodes.Add(new EpisodeRecord(_member.Index, agentStep, actor.EpisodeReturn, actor.EpisodeLength));
    }
}
