using AsyncRL.Environments;

namespace AsyncRL.Benchmarks.Results;

/// <summary>A screen that stands still and takes nothing to draw, so that a rate measured around it is that of what is around it.</summary>
internal sealed class StillFrames(ObservationSpecification screen) : IFrameEnvironment
{
    public ObservationSpecification Observation => screen;

    public ActionSpecification Actions => ActionSpecification.Discrete(6);

    public int FramesPerAgentStep => 1;

    public int Lives => 0;

    public void Reset(Observation observation)
    {
    }

    public StepOutcome Step(AgentAction action, Observation observation) => default;

    public StepOutcome StepUnseen(AgentAction action) => default;

    public void SaveState(BinaryWriter writer)
    {
    }

    public void RestoreState(BinaryReader reader)
    {
    }
}
