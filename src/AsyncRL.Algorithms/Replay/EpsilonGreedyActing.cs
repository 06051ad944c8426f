using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Replay;

/// <summary>Chooses ε-greedy actions in the environments of a member side by side.</summary>
internal sealed class EpsilonGreedyActing
{
    private const int Greedy = -1;

    private readonly Member _member;
    private readonly ReplayOptions _options;
    private readonly Exploration[] _explorations;
    private readonly Metric _entropy;
    private readonly float[] _row;
    private readonly int _firstEnvironment;

    /// <summary>Makes the acting part of a member.</summary>
    /// <param name="member">The environments and the model.</param>
    /// <param name="firstEnvironment">The number of the first of them among all environments.</param>
    /// <param name="options">ε and the number of all environments.</param>
    internal EpsilonGreedyActing(Member member, int firstEnvironment, ReplayOptions options)
    {
        (_member, _firstEnvironment, _options) = (member, firstEnvironment, options);
        _explorations = new Exploration[member.Actors.Count];
        for (int i = 0; i < _explorations.Length; i++)
        {
            _explorations[i] = new Exploration(
                options, member.Session.FramesPerAgentStep, member.Session.LastAgentStep, member.Actors[i].Generator);
        }

        Values = new ActionValues<float>(member.Model.Network.Structure);
        Batch = member.Model.NewBatch(1, member.Actors.Count, member.HasPixels);
        (Choices, _row) = (new int[member.Actors.Count], new float[Values.Count]);
        _entropy = Exploration.EntropyOf(member.Statistics.Measures);
    }

    /// <summary>The observations, a row for each environment.</summary>
    internal Activations<float> Batch { get; }

    /// <summary>The action of each environment.</summary>
    internal int[] Choices { get; }

    /// <summary>Reads Q(s, ·) of a row.</summary>
    internal ActionValues<float> Values { get; }

    /// <summary>Begins episodes where the last one is over, writes the observations, and decides which actions are random.</summary>
    /// <param name="agentStep">T.</param>
    /// <returns>Whether some action is greedy, so that the network must run.</returns>
    internal bool Begin(long agentStep)
    {
        bool isGreedy = false;
        for (int i = 0; i < Choices.Length; i++)
        {
            Actor actor = _member.Actors[i];
            Batch.Starts[i] = actor.BeginEpisodeIfOver(_member.Statistics);
            actor.WriteObservation(Batch, i);
            double epsilon = EpsilonOf(i, agentStep);
            Choices[i] = actor.Generator.NextDouble() < epsilon ? actor.Generator.NextInteger(Values.Count) : Greedy;
            isGreedy |= Choices[i] == Greedy;
            _member.Statistics.Add(_entropy, Exploration.Entropy(epsilon, Values.Count), 1);
        }

        return isGreedy;
    }

    /// <summary>Runs the network with the model's present θ′, and chooses the greedy actions.</summary>
    internal void ChooseByValues()
    {
        _member.Model.Forward(Batch, 0, 1);
        for (int i = 0; i < Choices.Length; i++)
        {
            if (Choices[i] != Greedy) continue;
            Values.Read(Batch, i, _row);
            Choices[i] = Softmax.MostProbable<float>(_row);
        }
    }

    /// <summary>Writes or reads the state of the explorations.</summary>
    internal void Transfer(StateTransfer state)
    {
        foreach (Exploration exploration in _explorations) exploration.Transfer(state);
    }

    private double EpsilonOf(int index, long agentStep)
    {
        if (_options.HasLadder)
            return EpsilonLadder.Of(_firstEnvironment + index, _options.Environments, _options.LadderExploration); // APX:1
        _explorations[index].DrawIfDue();
        _explorations[index].Count(1);
        return _explorations[index].At(agentStep);
    }
}

/// <summary>
/// A constant ε for each environment. The first environments explore much, the last ones act almost greedily (Horgan et al. 2018, section
/// 4).
/// </summary>
internal static class EpsilonLadder
{
    private const double Exponent = 7;

    /// <summary>ε of an environment.</summary>
    /// <param name="index">i, from 0.</param>
    /// <param name="environments">Number of environments. One alone has the base.</param>
    /// <param name="start">ε of the first environment.</param>
    /// <param name="exponent">α.</param>
    internal static double Of(int index, int environments, double start, double exponent = Exponent) =>
        environments == 1 ? start : Math.Pow(start, 1 + (exponent * index / (environments - 1)));
}
