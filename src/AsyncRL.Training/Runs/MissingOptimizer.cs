using AsyncRL.Algorithms.Parameters;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Stands in for the optimizer of a run of another program where the run's agent only acts, as
/// <see cref="Environments.ShownEnvironment"/> stands in for its environment. It has no constructor without parameters, so the catalogue
/// does not find it.
/// </summary>
/// <param name="name">Name of the optimizer.</param>
internal sealed class MissingOptimizer(string name) : Optimizer<OptimizerOptions>
{
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
