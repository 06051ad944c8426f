using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// Acts by a deterministic policy with noise in the environments of a member side by side, and writes the agent steps to their rings.
/// </summary>
internal sealed class NoisyActing
{
    private readonly SynchronousMember _member;
    private readonly DeterministicActorCritic<float> _networks;
    private readonly RingItems[] _items;
    private readonly ActionNoise _noise;
    private readonly ActionScale _scale;
    private readonly Activations<float> _batch;
    private readonly float[] _scaled;
    private readonly DdpgOptions _options;

    /// <summary>Makes the acting part of a member.</summary>
    /// <param name="member">The environments and the model.</param>
    /// <param name="networks">μ.</param>
    /// <param name="memory">The memory, with a ring for each environment of the run.</param>
    /// <param name="options">The noise and the scale of rewards.</param>
    internal NoisyActing(
        SynchronousMember member, DeterministicActorCritic<float> networks, ReplayMemory memory, DdpgOptions options)
    {
        int environments = member.Actors.Count;
        ActionSpecification actions = member.Actors[0].Actions;
        (_member, _networks, _options) = (member, networks, options);
        _items = memory.Items.AsSpan(member.FirstEnvironment, environments).ToArray();
        _noise = new ActionNoise(environments, actions.Count, options.NoiseSettings);
        _scale = new ActionScale(actions, scalesToBounds: true);
        _batch = member.Model.NewBatch(environments, ofPixels: member.HasPixels);
        _scaled = new float[actions.Count];
    }

    /// <summary>Does one agent step in each environment.</summary>
    /// <param name="agentStep">T before it.</param>
    internal void Step(long agentStep)
    {
        Begin();
        _member.Model.SyncIfOld();
        _networks.Act(_member.Model.Parameters, _batch, _items.Length);
        long after = agentStep + _member.Environments;
        for (int i = 0; i < _items.Length; i++)
        {
            Actor actor = _member.Actors[i];
            Span<float> action = _networks.ActionOf(_batch, i);
            if (agentStep < _options.RandomSteps) DrawUniform(action, actor.Generator);
            else _noise.AddTo(action, i, actor.Generator);                      // DDPG:1
            _scale.Map(action, _scaled);
            StepOutcome outcome = actor.Step(AgentAction.FromValues(_scaled), _member.Statistics);
            _items[i].Ring.Add(0, (float)_options.RewardScale * (float)outcome.Reward, outcome, actor.Observation, action);
            if (outcome.IsEnd)
                _member.Episodes.Add(new EpisodeRecord(_member.Index, after, actor.EpisodeReturn, actor.EpisodeLength));
        }

        _member.Statistics.CountAgentSteps(_items.Length);
    }

    /// <summary>Writes or reads the state of the noise.</summary>
    internal void Transfer(StateTransfer state) => _noise.Transfer(state);

    private static void DrawUniform(Span<float> action, RandomGenerator generator)
    {
        foreach (ref float number in action) number = (2 * generator.NextSingle()) - 1;
    }

    private void Begin()
    {
        for (int i = 0; i < _items.Length; i++)
        {
            Actor actor = _member.Actors[i];
            bool begins = actor.BeginEpisodeIfOver(_member.Statistics);
            if (begins) _noise.Begin(i);                                        // DDPG:7
            _items[i].Ring.Observe(actor.Observation, begins);
            actor.WriteObservation(_batch, i);
        }
    }
}
