using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Environments.Tests;

/// <summary>Shows frames of random bytes for some agent steps.</summary>
internal sealed class NoisyFrames(ObservationSpecification specification, ulong seed, int episodeLength) : IEnvironment
{
    private readonly RandomGenerator _generator = new(seed);
    private int _time;

    public ObservationSpecification Observation => specification;

    public ActionSpecification Actions => ActionSpecification.Discrete(5);

    public int FramesPerAgentStep => 3;

    public bool CanSave => true;

    public void Reset(Observation observation)
    {
        _time = 0;
        Show(observation);
    }

    public StepOutcome Step(AgentAction action, Observation observation)
    {
        Show(observation);
        return new StepOutcome(action.Choice, Terminated: false, Truncated: ++_time >= episodeLength);
    }

    public void Transfer(StateTransfer state)
    {
        state.Number(ref _time, "time");
        state.Generator(_generator);
    }

    private void Show(Observation observation)
    {
        foreach (ref byte pixel in observation.Pixels) pixel = (byte)_generator.NextUInt64();
    }
}
