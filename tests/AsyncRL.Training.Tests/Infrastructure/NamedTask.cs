using AsyncRL.Core.Randomness;
using AsyncRL.Environments;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>A task under another name, which distinguishes a test's run from those of tests that run at the same time.</summary>
internal sealed class NamedTask(string name, EnvironmentDescription inner) : EnvironmentDescription
{
    public override string Name => name;

    public override string Summary => inner.Summary;

    public override object DefaultOptions => inner.DefaultOptions;

    public override IEnvironment Create(object options, RandomGenerator generator) => inner.Create(options, generator);
}
