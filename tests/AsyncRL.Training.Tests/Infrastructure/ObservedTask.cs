using AsyncRL.Core.Randomness;
using AsyncRL.Environments;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>
/// A task that reports each agent step: it calls a function with the number of the agent step of all instances together, from 1.
/// </summary>
/// <param name="inner">The task.</param>
/// <param name="duringStep">Called during each agent step.</param>
internal sealed class ObservedTask(EnvironmentDescription inner, Action<long> duringStep) : EnvironmentDescription
{
    private long _steps;

    public override string Name => inner.Name;

    public override string Summary => inner.Summary;

    public override object DefaultOptions => inner.DefaultOptions;

    public override IEnvironment Create(object options, RandomGenerator generator) =>
        new ObservedEnvironment(inner.Create(options, generator), () => duringStep(Interlocked.Increment(ref _steps)));
}

/// <summary>An instance of <see cref="ObservedTask"/>.</summary>
internal sealed class ObservedEnvironment(IEnvironment inner, Action duringStep) : Wrapper(inner)
{
    public override StepOutcome Step(AgentAction action, Observation observation)
    {
        duringStep();
        return base.Step(action, observation);
    }
}

/// <summary>A task under another name, which distinguishes a test's run from those of tests that run at the same time.</summary>
internal sealed class NamedTask(string name, EnvironmentDescription inner) : EnvironmentDescription
{
    public override string Name => name;

    public override string Summary => inner.Summary;

    public override object DefaultOptions => inner.DefaultOptions;

    public override IEnvironment Create(object options, RandomGenerator generator) => inner.Create(options, generator);
}
