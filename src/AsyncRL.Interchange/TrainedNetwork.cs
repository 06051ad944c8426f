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
    /// <summary>The network.</summary>
    internal NetworkStructure Structure => Configuration.Network;

    /// <summary>The numbers of one block of parameters.</summary>
    /// <param name="name">Its name in the layout, for example "conv1.weights".</param>
    /// <returns>The numbers, without padding.</returns>
    internal ReadOnlySpan<float> Parameters(string name) => SliceOf(name).Of(Theta.Span);

    /// <summary>Finds a block of parameters.</summary>
    internal ParameterSlice SliceOf(string name) => Structure.Layout.SliceOf(name);
}
