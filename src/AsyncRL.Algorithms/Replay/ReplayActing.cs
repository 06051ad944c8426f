using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Algorithms.Replay;

/// <summary>Acts ε-greedily in the environments of a member side by side, and writes the agent steps to their rings.</summary>
internal sealed class ReplayActing
{
    private readonly SynchronousMember _member;
    private readonly EpsilonGreedyActing _acting;
    private readonly RingItems[] _items;
    private readonly RewardClip _clip;
    private readonly bool _isRecurrent;

    /// <summary>Makes the acting part of a member.</summary>
    /// <param name="member">The environments and the model.</param>
    /// <param name="memory">The memory, with a ring for each environment of the run.</param>
    /// <param name="options">ε and the clipping of rewards.</param>
    internal ReplayActing(SynchronousMember member, ReplayMemory memory, ReplayOptions options)
    {
        _member = member;
        _isRecurrent = member.Model.Network.Structure.IsRecurrent;
        _items = memory.Items.AsSpan(member.FirstEnvironment, member.Actors.Count).ToArray();
        _acting = new EpsilonGreedyActing(member, member.FirstEnvironment, options);
        _clip = new RewardClip(options.RewardClip);
    }

    /// <summary>Does one agent step in each environment.</summary>
    /// <param name="agentStep">T before it.</param>
    internal void Step(long agentStep)
    {
        // The network runs only if some action is not random, or if it has a state.
        if (_acting.Begin(agentStep) || _isRecurrent)
        {
            _member.Model.SyncIfOld();
            _acting.ChooseByValues();                                           // DQN:2
        }

        long after = agentStep + _member.Environments;
        for (int i = 0; i < _items.Length; i++)
        {
            Actor actor = _member.Actors[i];
            ExperienceRing ring = _items[i].Ring;
            ring.Observe(actor.Observation, _acting.Batch.Starts[i]);
            StepOutcome outcome = actor.Step(_acting.Choices[i], _member.Statistics);
            _items[i].KeepState(_acting.Batch, i);
            ring.Add(_acting.Choices[i], _clip.Of(outcome.Reward), outcome, actor.Observation); // DQN:3
            if (outcome.IsEnd)
                _member.Episodes.Add(new EpisodeRecord(_member.Index, after, actor.EpisodeReturn, actor.EpisodeLength));
        }

        _acting.Batch.CarryState(1);
        _member.Statistics.CountAgentSteps(_items.Length);
    }

    /// <summary>Writes or reads the state of the explorations.</summary>
    internal void Transfer(StateTransfer state) => _acting.Transfer(state);
}
