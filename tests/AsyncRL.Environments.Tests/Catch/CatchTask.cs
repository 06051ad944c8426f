using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Catch;

namespace AsyncRL.Environments.Tests.Catch;

/// <summary>A Catch with access to its game, its observation, and its rewards so far.</summary>
internal sealed class CatchTask
{
    internal const int Left = 0;
    internal const int Stay = 1;
    internal const int Right = 2;

    /// <summary>Enough episodes for every event to happen, and enough agent steps for every episode to end.</summary>
    internal const int MostAttempts = 100_000;

    private readonly IEnvironment _environment;

    internal CatchTask(CatchOptions options, ulong seed = 1)
    {
        _environment = new CatchDescription().Create(options, new RandomGenerator(seed));
        Game = (_environment is FrameStack stack ? (CatchEnvironment)stack.Inner : (CatchEnvironment)_environment).Game;
        Observation = new Observation(_environment.Observation);
    }

    internal CatchGame Game { get; }

    internal Observation Observation { get; }

    /// <summary>The reward of each agent step of the episode.</summary>
    internal List<float> Rewards { get; } = [];

    /// <summary>Whether the episode has terminated.</summary>
    internal bool IsOver { get; private set; }

    /// <summary>The sum of the episode's rewards.</summary>
    internal float Return
    {
        get
        {
            float sum = 0;
            foreach (float reward in Rewards) sum += reward;
            return sum;
        }
    }

    internal CatchTask Reset()
    {
        _environment.Reset(Observation);
        Rewards.Clear();
        IsOver = false;
        return this;
    }

    internal void Step(int action)
    {
        if (Rewards.Count == MostAttempts) Assert.Fail($"An episode did not end within {MostAttempts} agent steps.");
        StepOutcome outcome = _environment.Step(action, Observation);
        Assert.False(outcome.Truncated);
        Rewards.Add(outcome.Reward);
        IsOver = outcome.Terminated;
    }

    /// <summary>Plays an episode from its reset to its end.</summary>
    internal CatchTask Play(Func<CatchGame, int> chooseAction)
    {
        Reset();
        while (!IsOver) Step(chooseAction(Game));
        return this;
    }

    /// <summary>Resets until the first ball is released in a column.</summary>
    internal CatchTask ResetUntilBallIsIn(int column)
    {
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (Reset().Game.ColumnOf(0) == column) return this;
        }

        Assert.Fail($"In {MostAttempts} episodes no ball was released in column {column}.");
        return this;
    }
}
