using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Replaces an optimizer that this program does not have, if the run's agent only acts. <see cref="Environments.ShownEnvironment"/>
/// replaces its environment in the same way. The class has no parameterless constructor, so that the catalogue does not list it.
/// </summary>
/// <param name="name">Name of the optimizer.</param>
internal sealed class MissingOptimizer(string name) : Optimizer<OptimizerOptions>
{
    /// <summary>Finds an optimizer, or makes a substitute for an optimizer that this program does not have.</summary>
    /// <param name="name">Name of the optimizer.</param>
    /// <returns>The optimizer.</returns>
    internal static Optimizer FindOrReplace(string name) => Parts<Optimizer>.Find(name) ?? new MissingOptimizer(name);

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Summary => "an optimizer of another program";

    /// <inheritdoc/>
    public override int Statistics => 0;

    /// <inheritdoc/>
    public override bool IsShared => true;

    /// <inheritdoc/>
    public override bool KeepsThetaWithoutGradient => true;

    /// <inheritdoc/>
    public override int FlopsPerNumber => 0;

    /// <inheritdoc/>
    public override void Apply(in ParameterUpdate update) =>
        throw new NotSupportedException($"The optimizer {name} is not in this program; expected an agent that only acts.");
}
