using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parameters;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The agent that a run of this process trains, as it is at this moment. Any thread may read it at any time, also after the training. A
/// reader takes a snapshot as the actor-learners do: without a lock, so that the training does not wait, and with numbers of mixed age.
/// </summary>
public sealed class RunningAgent
{
    private readonly TrainingConfiguration _configuration;
    private readonly SharedParameters _shared;
    private readonly Normalization _normalization;

    /// <summary>Gives access to a run.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="engine">What trains it. The environments and the experience are not kept.</param>
    internal RunningAgent(TrainingConfiguration configuration, Engine engine) =>
        (_configuration, _shared, _normalization) = (configuration, engine.Shared, engine.Normalization);

    /// <summary>Numbers of θ.</summary>
    public int Length => _shared.Length;

    /// <summary>T.</summary>
    public long AgentSteps => _shared.AgentSteps;

    /// <summary>Copies θ.</summary>
    /// <param name="theta">[<see cref="Length"/>], overwritten.</param>
    public void ReadTheta(Span<float> theta) => _shared.Snapshot(theta);

    /// <summary>Copies the statistics by which the task is normalized.</summary>
    /// <returns>The copy.</returns>
    public Normalization ReadNormalization()
    {
        Normalization copy = _configuration.CreateNormalization();
        copy.ContinueFrom(_normalization);
        return copy;
    }
}
