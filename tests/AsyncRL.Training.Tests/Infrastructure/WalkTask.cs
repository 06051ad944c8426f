using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>The options of <see cref="WalkTask"/>.</summary>
internal sealed record WalkOptions
{
    /// <summary>Standard deviation of the noise that is added to rewards.</summary>
    [Option("reward-noise", "", "standard deviation of what is added to rewards", Minimum = 0, Maximum = 10)]
    public double RewardNoise { get; init; } = 0.5;
}

/// <summary>
/// A random walk on a line with rewards for staying near 0. Episodes end at random or are truncated after twelve agent steps. The future
/// depends on the generator and on the environment's whole state, so that a run resumes exactly only if all of it is restored.
/// </summary>
internal sealed class WalkTask : EnvironmentDescription<WalkOptions>
{
    internal const int FramesPerAgentStep = 4;

    private long _steps;
    private int _instances;
    private int _beganInMidEpisode;

    public override string Name => "walk";

    public override string Summary => "A task for tests.";

    /// <summary>
    /// Called with the number of each agent step of all instances together, from 1, and with its outcome; returns the outcome to use.
    /// </summary>
    internal Func<long, StepOutcome, StepOutcome> Alter { get; init; } = (_, outcome) => outcome;

    /// <summary>Number of agent steps of all instances.</summary>
    internal long Steps => Interlocked.Read(ref _steps);

    /// <summary>Number of created instances.</summary>
    internal int Instances => Volatile.Read(ref _instances);

    /// <summary>Number of instances whose first call after their state was restored was an agent step.</summary>
    internal int BeganInMidEpisode => Volatile.Read(ref _beganInMidEpisode);

    internal StepOutcome Count(StepOutcome outcome) => Alter(Interlocked.Increment(ref _steps), outcome);

    internal void CountBeginningInMidEpisode() => Interlocked.Increment(ref _beganInMidEpisode);

    protected override IEnvironment Create(WalkOptions options, RandomGenerator generator)
    {
        Interlocked.Increment(ref _instances);
        return new WalkEnvironment(this, options, generator);
    }
}

/// <summary>An instance of <see cref="WalkTask"/>.</summary>
internal sealed class WalkEnvironment(WalkTask task, WalkOptions options, RandomGenerator generator) : IEnvironment
{
    private const int LongestEpisode = 12;

    private int _position;
    private int _time;
    private bool _began;

    public ObservationSpecification Observation { get; } = ObservationSpecification.Vector(3);

    public ActionSpecification Actions => ActionSpecification.Discrete(3);

    public int FramesPerAgentStep => WalkTask.FramesPerAgentStep;

    public bool CanSave => true;

    public void Reset(Observation observation)
    {
        (_position, _time, _began) = (generator.NextInteger(7) - 3, 0, true);
        Show(observation);
    }

    public StepOutcome Step(AgentAction action, Observation observation)
    {
        if (!_began) task.CountBeginningInMidEpisode();
        _began = true;
        _position += action.Choice - 1 + generator.NextInteger(3) - 1;
        _time++;
        double reward = 1 - (0.3 * Math.Abs(_position)) + (options.RewardNoise * generator.NextNormal());
        bool terminated = generator.NextInteger(16) == 0;
        Show(observation);
        return task.Count(new StepOutcome((float)reward, terminated, !terminated && _time == LongestEpisode));
    }

    public void Transfer(StateTransfer state)
    {
        state.Number(ref _position, "position");
        state.Number(ref _time, "time");
        state.Generator(generator);
    }

    private void Show(Observation observation)
    {
        observation.Values[0] = _position / 4f;
        observation.Values[1] = _time / (float)LongestEpisode;
        observation.Values[2] = generator.NextSingle();
    }
}
