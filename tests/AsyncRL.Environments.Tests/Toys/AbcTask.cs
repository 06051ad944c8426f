using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Toys;

namespace AsyncRL.Environments.Tests.Toys;

/// <summary>An ABC whose actions of both kinds are given as numbers, and whose observations are numbered.</summary>
internal sealed class AbcTask
{
    private readonly AbcOptions _options;
    private readonly AbcEnvironment _environment;
    private readonly float[] _vector = new float[1];

    internal AbcTask(AbcOptions options, ulong seed = 1)
    {
        _options = options;
        _environment = (AbcEnvironment)new AbcDescription().Create(options, new RandomGenerator(seed));
        Seen = new Observation(_environment.Observation);
    }

    /// <summary>The last observation.</summary>
    internal Observation Seen { get; }

    /// <summary>Agent steps of the longest episode.</summary>
    internal int LongestEpisode => _environment.LongestEpisode!.Value;

    /// <summary>The number of different observations.</summary>
    internal int ObservationCount => _options.Observable == "partial" ? 2 * _options.States : _options.States;

    /// <summary>The observation's number: the state if it is shown, otherwise the number of states plus the progress.</summary>
    internal int SeenNumber => Seen.Values.IndexOf(1);

    /// <summary>The right action in a state: its number or its target.</summary>
    internal float RightAction(int state) => _options.Actions == "discrete" ? state : _environment.TargetOf(state);

    /// <summary>Begins an episode in a random state.</summary>
    internal int Reset()
    {
        _environment.Reset(Seen);
        return SeenNumber;
    }

    /// <summary>Begins an episode in a given state.</summary>
    internal void ResetTo(int state)
    {
        for (int attempt = 0; attempt < 100_000; attempt++)
        {
            if (Reset() == state) return;
        }

        Assert.Fail($"In 100000 episodes none began in state {state}.");
    }

    internal StepOutcome Step(float action)
    {
        if (_options.Actions == "discrete") return _environment.Step((int)action, Seen);
        _vector[0] = action;
        return _environment.Step(_vector.AsSpan(), Seen);
    }

    /// <summary>Plays an episode that has begun to its end. Each action is chosen from the time and the observation.</summary>
    /// <returns>Its return.</returns>
    internal double Play(Func<int, float> chooseActionAt)
    {
        double sum = 0;
        for (int time = 0; time < LongestEpisode; time++)
        {
            StepOutcome outcome = Step(chooseActionAt(time));
            sum += outcome.Reward;
            if (outcome.IsEnd) return sum;
        }

        throw new InvalidOperationException("The episode exceeded its longest.");
    }
}
