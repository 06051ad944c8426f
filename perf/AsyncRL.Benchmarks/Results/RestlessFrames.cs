using AsyncRL.Environments;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// A screen of which something changes in every row and every column of vectors from one agent step of four frames to the next: the most
/// work that code around a screen can have. Drawing writes one byte in 32.
/// </summary>
internal sealed class RestlessFrames(ObservationSpecification screen) : IFrameEnvironment
{
    private int _frame;

    public ObservationSpecification Observation => screen;

    public ActionSpecification Actions => ActionSpecification.Discrete(6);

    public int Lives => 0;

    public void Reset(Observation observation) => Draw(observation.Pixels);

    public StepOutcome Step(AgentAction action, Observation observation)
    {
        _frame++;
        Draw(observation.Pixels);
        return default;
    }

    public StepOutcome StepWithoutRendering(AgentAction action)
    {
        _frame++;
        return default;
    }

    private void Draw(Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i += 32) pixels[i] = (byte)((_frame - 1) / 4 * 64);
    }
}
