using AsyncRL.Core.Randomness;
using AsyncRL.Environments;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>A task that tells the number of each agent step of all its instances together, from 1, while it is done.</summary>
/// <param name="inner">The task.</param>
/// <param name="duringStep">Is told.</param>
internal sealed class WatchedTask(EnvironmentDescription inner, Action<long> duringStep) : EnvironmentDescription
{
    private long _steps;

    public override string Name => inner.Name;

    public override string Summary => inner.Summary;

    public override object DefaultOptions => inner.DefaultOptions;

    public override IEnvironment Create(object options, RandomGenerator generator) =>
        new WatchedEnvironment(inner.Create(options, generator), () => duringStep(Interlocked.Increment(ref _steps)));
}

/// <summary>An instance of <see cref="WatchedTask"/>.</summary>
internal sealed class WatchedEnvironment(IEnvironment inner, Action duringStep) : IEnvironment
{
    public ObservationSpecification Observation => inner.Observation;

    public ActionSpecification Actions => inner.Actions;

    public int FramesPerAgentStep => inner.FramesPerAgentStep;

    public int? LongestEpisode => inner.LongestEpisode;

    public void Reset(Observation observation) => inner.Reset(observation);

    public StepOutcome Step(AgentAction action, Observation observation)
    {
        duringStep();
        return inner.Step(action, observation);
    }

    public void SaveState(BinaryWriter writer) => inner.SaveState(writer);

    public void RestoreState(BinaryReader reader) => inner.RestoreState(reader);
}
