using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Runs;

namespace AsyncRL.Interchange;

/// <summary>A trained network: what a run was, and the parameters of one of its checkpoints.</summary>
/// <param name="Configuration">The run.</param>
/// <param name="AgentSteps">T of the checkpoint.</param>
/// <param name="Theta">θ in the network's layout.</param>
/// <param name="Normalization">The moments by which the run normalized its observations.</param>
public sealed record TrainedNetwork(
    TrainingConfiguration Configuration, long AgentSteps, ReadOnlyMemory<float> Theta, Normalization Normalization)
{
    /// <summary>What the outputs for actions are, if they are no returns of rewards; otherwise null.</summary>
    public string? MeaningOfActionValues => Configuration.Algorithm.LearnsCosts
        ? "z: the cost of an action is 1 / (1 + exp(z))"
        : Configuration.AlgorithmOptions is R2d2Options { RescaleValues: true }
            ? "h(Q), with h(x) = sign(x)(sqrt(|x| + 1) - 1) + 0.001 x" : null;

    /// <summary>The network.</summary>
    internal NetworkStructure Structure => Configuration.Network;

    /// <summary>The numbers of one block of parameters.</summary>
    /// <param name="name">Its name in the layout, for example "conv1.weights".</param>
    /// <returns>The numbers, without padding.</returns>
    internal ReadOnlySpan<float> Parameters(string name) => SliceOf(name).Of(Theta.Span);

    /// <summary>Finds a block of parameters.</summary>
    internal ParameterSlice SliceOf(string name) => Structure.Layout.SliceOf(name);
}
