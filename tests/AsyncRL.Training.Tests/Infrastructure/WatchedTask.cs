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
internal sealed class WatchedEnvironment(IEnvironment inner, Action duringStep) : Wrapper(inner)
{
    public override StepOutcome Step(AgentAction action, Observation observation)
    {
        duringStep();
        return base.Step(action, observation);
    }
}
