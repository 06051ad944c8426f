using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Environments.Tests;

/// <summary>Shows two normal numbers, the second far from 0, and gives normal rewards around a mean. Ends after some agent steps.</summary>
internal sealed class NoisyVectors(ulong seed, int episodeLength, double rewardMean = 3, double rewardDeviation = 20) : IEnvironment
{
    private readonly RandomGenerator _generator = new(seed);
    private int _stepsLeft;

    /// <summary>All observations so far, in order.</summary>
    internal List<float[]> Shown { get; } = new(100_000);

    /// <summary>Whether observations are stored; storing them allocates.</summary>
    internal bool Keeps { get; init; } = true;

    public ObservationSpecification Observation => ObservationSpecification.Vector(2);

    public ActionSpecification Actions => ActionSpecification.Discrete(2);

    public bool CanSave => true;

    public int? LongestEpisode => episodeLength;

    public IDisplay? Display { get; init; }

    public void Reset(Observation observation)
    {
        _stepsLeft = episodeLength;
        Show(observation);
    }

    public StepOutcome Step(AgentAction action, Observation observation)
    {
        if (_stepsLeft == 0) throw new InvalidOperationException("The episode is over, or none has begun.");
        _stepsLeft--;
        Show(observation);
        float reward = (float)(rewardMean + (rewardDeviation * _generator.NextNormal()));
        return new StepOutcome(reward, Terminated: _stepsLeft == 0, Truncated: false);
    }

    public void Transfer(StateTransfer state)
    {
        state.Number(ref _stepsLeft, "agent steps left");
        state.Generator(_generator);
    }

    private void Show(Observation observation)
    {
        observation.Values[0] = (float)(0.1 * _generator.NextNormal());
        observation.Values[1] = (float)(1000 + (5 * _generator.NextNormal()));
        if (Keeps) Shown.Add(observation.Values.ToArray());
    }
}
