using System.Collections.Immutable;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Actors;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Profiling;

/// <summary>
/// The floating-point operations and the bytes of one segment, phase by phase, by counting: the layers' multiply-adds, and the streams of
/// parameters and activations that each phase reads and writes. What is not counted is small: activation functions, losses, actions.
/// </summary>
/// <remarks>
/// A plain update stores the whole gradient: it is cleared, added to, measured, and swept through. A fused one keeps the gradients of most
/// dense and LSTM weights as factors (<see cref="Layer.FactorsPay"/>), multiplies them out in the sweep that applies them, and renews the
/// thread's copy θ′ in the same sweep: these gradients are in no memory, and no snapshot is copied.
/// </remarks>
public sealed record SegmentWork
{
    /// <summary>Agent steps of the segment.</summary>
    public required double AgentSteps { get; init; }

    /// <summary>Whether its update is fused.</summary>
    public required bool IsFused { get; init; }

    /// <summary>The phases that have work to count, in the order of a segment; the environment is not among them.</summary>
    public required ImmutableArray<PhaseWork> Phases { get; init; }

    /// <summary>Operations of the layers' three matrix products alone: forward, weight gradient, data gradient.</summary>
    public required double LayerFlops { get; init; }

    /// <summary>Operations of all phases.</summary>
    public double Flops => Sum(phase => phase.Flops);

    /// <summary>Bytes of all phases.</summary>
    public double Bytes => Sum(phase => phase.Bytes);

    /// <summary>Counts the mean segment of a run.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="agentSteps">Agent steps of the segment.</param>
    /// <param name="densities">How much of each layer's inputs is not 0; empty for all.</param>
    /// <returns>The work.</returns>
    public static SegmentWork Count(TrainingConfiguration configuration, double agentSteps, ImmutableArray<InputDensity> densities)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var update = UpdateWork.Of(configuration.Optimizer);
        return Count(configuration.Network, new SegmentShape
        {
            AgentSteps = agentSteps,
            Passes = configuration.Algorithm.CountPasses(configuration.AlgorithmOptions, configuration.Network.IsRecurrent, agentSteps),
            Update = update,
            FusedUpdate = configuration.FusesUpdate,
            Densities = densities,
            StoresProducts = configuration.Discipline != SharingDiscipline.Names[0] || update.StatisticBlocks > 1,
        });
    }

    /// <summary>Counts.</summary>
    /// <param name="structure">The network.</param>
    /// <param name="shape">The segment.</param>
    /// <returns>The work.</returns>
    public static SegmentWork Count(NetworkStructure structure, SegmentShape shape)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(shape);
        var count = new SegmentCount(structure, shape);
        ImmutableArray<PhaseWork> phases = [count.Snapshot(), count.Act(), count.Backward(), count.Apply()];
        return new SegmentWork
        {
            AgentSteps = shape.AgentSteps,
            IsFused = shape.FusedUpdate,
            Phases = phases,
            LayerFlops = 2 * count.LayerMultiplyAdds(),
        };
    }

    private double Sum(Func<PhaseWork, double> part)
    {
        double sum = 0;
        foreach (PhaseWork phase in Phases) sum += part(phase);
        return sum;
    }
}

/// <summary>What a segment is made of.</summary>
public sealed record SegmentShape
{
    /// <summary>Agent steps, t_max at most: the mean of those measured, or a whole number.</summary>
    public required double AgentSteps { get; init; }

    /// <summary>Its forward passes.</summary>
    public required ForwardPasses Passes { get; init; }

    /// <summary>The optimiser.</summary>
    public required UpdateWork Update { get; init; }

    /// <summary>Whether the update multiplies out gradients that are kept as factors, and takes the next snapshot.</summary>
    public bool FusedUpdate { get; init; }

    /// <summary>Whether a fused update has to store the products after all: every discipline but Hogwild, and Adam.</summary>
    public bool StoresProducts { get; init; }

    /// <summary>
    /// How much of the inputs is not 0, for each layer of the network: many layers leave the others out. Empty for all of all.
    /// </summary>
    public ImmutableArray<InputDensity> Densities { get; init; } = [];
}

/// <summary>The work of a phase of a segment.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Flops">Floating-point operations; a multiply-add is two.</param>
/// <param name="BytesRead">Bytes loaded only.</param>
/// <param name="BytesWritten">Bytes stored only.</param>
/// <param name="BytesUpdated">Bytes loaded and stored in their place, summed.</param>
/// <param name="WorkingSet">Bytes that the thread goes through before it meets the same again, which decides where they are found.</param>
public sealed record PhaseWork(
    Phase Phase, double Flops, double BytesRead, double BytesWritten, double BytesUpdated, double WorkingSet)
{
    /// <summary>Bytes loaded and stored.</summary>
    public double Bytes => BytesRead + BytesWritten + BytesUpdated;
}
