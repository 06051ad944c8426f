using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Replay;

/// <summary>Acts ε-greedily in the environments of a member side by side, and writes the agent steps to their rings.</summary>
internal sealed class ReplayActing
{
    private readonly SynchronousMember _member;
    private readonly ReplayOptions _options;
    private readonly RingItems[] _items;
    private readonly Exploration[] _explorations;
    private readonly ActionValues<float> _values;
    private readonly Activations<float> _batch;
    private readonly RewardClip _clip;
    private readonly Metric _entropy;
    private readonly int[] _choices;
    private readonly float[] _row;
    private readonly bool _isRecurrent;

    /// <summary>Makes the acting part of a member.</summary>
    /// <param name="member">The environments and the model.</param>
    /// <param name="memory">The memory, with a ring for each environment of the run.</param>
    /// <param name="options">ε and the clipping of rewards.</param>
    internal ReplayActing(SynchronousMember member, ReplayMemory memory, ReplayOptions options)
    {
        int environments = member.Actors.Count;
        (_member, _options) = (member, options);
        _isRecurrent = member.Model.Network.Structure.IsRecurrent;
        _items = memory.Items.AsSpan(member.FirstEnvironment, environments).ToArray();
        _explorations = new Exploration[environments];
        for (int i = 0; i < environments; i++)
        {
            _explorations[i] = new Exploration(
                options, member.Session.FramesPerAgentStep, member.Session.LastAgentStep, member.Actors[i].Generator);
        }

        _values = new ActionValues<float>(member.Model.Network.Structure);
        _batch = member.Model.NewBatch(1, environments, member.HasPixels);
        (_clip, _choices, _row) = (new RewardClip(options.RewardClip), new int[environments], new float[_values.Count]);
        _entropy = Exploration.EntropyOf(member.Statistics.Measures);
    }

    /// <summary>Does one agent step in each environment.</summary>
    /// <param name="agentStep">T before it.</param>
    internal void Step(long agentStep)
    {
        Choose(agentStep);                                                      // DQN:2
        long after = agentStep + _member.Environments;
        for (int i = 0; i < _items.Length; i++)
        {
            Actor actor = _member.Actors[i];
            StepOutcome outcome = actor.Step(_choices[i], _member.Statistics);
            _items[i].KeepState(_batch, i);
            _items[i].Ring.Add(_choices[i], _clip.Of(outcome.Reward), outcome, actor.Observation); // DQN:3
            if (outcome.IsEnd)
                _member.Episodes.Add(new EpisodeRecord(_member.Index, after, actor.EpisodeReturn, actor.EpisodeLength));
        }

        _batch.CarryState(1);
        _member.Statistics.CountAgentSteps(_items.Length);
    }

    /// <summary>Writes the state of the explorations.</summary>
    internal void SaveState(BinaryWriter writer)
    {
        foreach (Exploration exploration in _explorations) exploration.SaveState(writer);
    }

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    internal void RestoreState(BinaryReader reader)
    {
        foreach (Exploration exploration in _explorations) exploration.RestoreState(reader);
    }

    /// <summary>Chooses the actions. The network runs only if some action is not random, or if it has a state.</summary>
    private void Choose(long agentStep)
    {
        const int Greedy = -1;
        bool isNeeded = _isRecurrent;
        for (int i = 0; i < _items.Length; i++)
        {
            Actor actor = _member.Actors[i];
            bool begins = actor.BeginEpisodeIfOver(_member.Statistics);
            _items[i].Ring.Observe(actor.Observation, begins);
            actor.WriteObservation(_batch, i);
            _batch.Starts[i] = begins;
            double epsilon = EpsilonOf(i, agentStep);
            _choices[i] = actor.Generator.NextDouble() < epsilon ? actor.Generator.NextInteger(_values.Count) : Greedy;
            isNeeded |= _choices[i] == Greedy;
            _member.Statistics.Add(_entropy, Exploration.Entropy(epsilon, _values.Count), 1);
        }

        if (!isNeeded) return;
        _member.Model.SyncIfOld();
        _member.Model.Forward(_batch, 0, 1);
        for (int i = 0; i < _items.Length; i++)
        {
            if (_choices[i] != Greedy) continue;
            _values.Read(_batch, i, _row);
            _choices[i] = Softmax.MostProbable<float>(_row);
        }
    }

    private double EpsilonOf(int index, long agentStep)
    {
        if (_options.HasLadder)
            return EpsilonLadder.Of(_member.FirstEnvironment + index, _member.Environments, _options.LadderExploration);
        _explorations[index].DrawIfDue();
        _explorations[index].Count(1);
        return _explorations[index].At(agentStep);
    }
}
