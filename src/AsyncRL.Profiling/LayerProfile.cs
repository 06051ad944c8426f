using System.Collections.Immutable;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Runs;

namespace AsyncRL.Profiling;

/// <summary>The time of one layer in a mean segment of the first engine, and the share of the peak that its passes reach.</summary>
/// <param name="Name">The name of the layer in the network.</param>
/// <param name="Kind">Its kind, for example "conv".</param>
/// <param name="ForwardSeconds">Seconds of its forward passes.</param>
/// <param name="BackwardSeconds">Seconds of its backward passes.</param>
/// <param name="ForwardFlops">Counted operations of its forward passes; a multiply-add is two.</param>
/// <param name="BackwardFlops">
/// Counted operations of its backward passes, without a weight gradient that a fused update computes.
/// </param>
public sealed record LayerProfile(
    string Name, string Kind, double ForwardSeconds, double BackwardSeconds, double ForwardFlops, double BackwardFlops)
{
    /// <summary>Divides the times by the updates.</summary>
    /// <param name="times">The times of all passes.</param>
    /// <param name="setup">What the engine did meanwhile.</param>
    /// <returns>The layers in their order; empty if there was no update.</returns>
    internal static ImmutableArray<LayerProfile> Of(LayerTimes times, SetupProfile setup)
    {
        TrainingConfiguration configuration = setup.Setup.Engines[0];
        double updates = 0, agentSteps = 0;
        foreach (ThreadProfile thread in setup.Threads)
            (updates, agentSteps) = (updates + thread.Updates, agentSteps + thread.AgentSteps);
        if (updates == 0 || agentSteps == 0) return [];
        NetworkStructure network = configuration.Network;
        SegmentShape shape = SegmentWork.ShapeOf(configuration, agentSteps / updates, DensitiesOf(setup));
        double forwardRows = shape.Passes.Online + shape.Passes.Target, learned = shape.LearnedRows;
        var layers = ImmutableArray.CreateBuilder<LayerProfile>(network.Nodes.Length);
        for (int i = 0; i < network.Nodes.Length; i++)
        {
            var work = new LayerWork(network, i, shape);
            layers.Add(new LayerProfile(
                network.Nodes[i].Name,
                network.Nodes[i].Layer.Kind,
                times.ForwardSeconds(i) / updates,
                times.BackwardSeconds(i) / updates,
                2 * forwardRows * work.ForwardMultiplyAdds,
                2 * ((learned * work.WeightGradientMultiplyAdds) + work.DataGradientMultiplyAdds(learned))));
        }

        return layers.MoveToImmutable();
    }

    /// <summary>The densities of the first thread that runs the network. Other threads of an engine only play.</summary>
    private static ImmutableArray<InputDensity> DensitiesOf(SetupProfile setup)
    {
        foreach (ThreadProfile thread in setup.Threads)
        {
            if (thread.Densities.Length > 0) return thread.Densities;
        }

        return [];
    }
}
