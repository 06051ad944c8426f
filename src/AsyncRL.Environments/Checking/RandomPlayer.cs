using System.Runtime.InteropServices;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Checking;

/// <summary>The result of one agent step; a reset counts as a step with a reward of 0.</summary>
internal readonly record struct StepRecord(int ObservationHash, StepOutcome Outcome);

/// <summary>Plays an environment with uniformly random actions, and resets it after each episode.</summary>
internal sealed class RandomPlayer(IEnvironment environment, ulong seed)
{
    private readonly RandomGenerator _actions = new(seed);
    private readonly float[] _vector = new float[environment.Actions.Low.Length];
    private readonly int[] _choices = new int[environment.Actions.Choices.Length];
    private bool _isPlaying;

    /// <summary>The last observation.</summary>
    internal Observation Observation { get; } = new(environment.Observation);

    /// <summary>Continues an episode that has begun.</summary>
    internal RandomPlayer TakeOver()
    {
        _isPlaying = true;
        return this;
    }

    /// <summary>Resets the environment or performs one agent step.</summary>
    internal StepOutcome Move()
    {
        StepOutcome outcome = default;
        if (_isPlaying) outcome = environment.Step(Draw(), Observation);
        else environment.Reset(Observation);
        _isPlaying = !outcome.IsEnd;
        return outcome;
    }

    /// <summary>Plays and records the results.</summary>
    internal List<StepRecord> Record(int moves)
    {
        var records = new List<StepRecord>(moves);
        for (int move = 0; move < moves; move++)
        {
            StepOutcome outcome = Move();
            records.Add(new StepRecord(Hash(Observation), outcome));
        }

        return records;
    }

    /// <summary>Plays until an episode has ended.</summary>
    /// <returns>Agent steps that the rest of the episode took.</returns>
    internal int FinishEpisode(int limit) =>
        TryFinishEpisode(limit) ?? throw new InvalidOperationException($"No episode ended within {limit} agent steps.");

    /// <summary>Plays until an episode has ended, or a number of agent steps is over.</summary>
    /// <returns>Agent steps that the rest of the episode took; null if it did not end.</returns>
    internal int? TryFinishEpisode(int limit)
    {
        for (int steps = 0; steps <= limit; steps++)
        {
            if (Move().IsEnd) return steps;
        }

        return null;
    }

    /// <summary>The numbers of a vector may be up to half the range beyond its bounds.</summary>
    private AgentAction Draw()
    {
        ActionSpecification actions = environment.Actions;
        if (actions.Kind == ActionKind.Discrete) return _actions.NextInteger(actions.Count);
        if (actions.Kind == ActionKind.MultiDiscrete)
        {
            for (int i = 0; i < _choices.Length; i++) _choices[i] = _actions.NextInteger(actions.Choices[i]);
            return AgentAction.FromChoices(_choices);
        }

        for (int i = 0; i < _vector.Length; i++)
        {
            (float low, float high) = (actions.Low[i], actions.High[i]);
            if (!float.IsFinite(low)) low = -10;
            if (!float.IsFinite(high)) high = 10;
            _vector[i] = low + ((high - low) * ((2 * _actions.NextSingle()) - 0.5f));
        }

        return AgentAction.FromValues(_vector);
    }

    private static int Hash(Observation observation)
    {
        var hash = default(HashCode);
        hash.AddBytes(observation.Pixels);
        hash.AddBytes(MemoryMarshal.AsBytes(observation.Values));
        return hash.ToHashCode();
    }
}
