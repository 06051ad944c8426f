using AsyncRL.Environments;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// A screen that never changes and takes no time to draw. A rate measured with it is the rate of the code around the screen.
/// </summary>
internal sealed class ConstantFrames(ObservationSpecification screen) : IFrameEnvironment
{
    public ObservationSpecification Observation => screen;

    public ActionSpecification Actions => ActionSpecification.Discrete(6);

    public int Lives => 0;

    public void Reset(Observation observation)
    {
    }

    public StepOutcome Step(AgentAction action, Observation observation) => default;

    public StepOutcome StepWithoutRendering(AgentAction action) => default;
}
