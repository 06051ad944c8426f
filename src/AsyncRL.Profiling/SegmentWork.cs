using System.Collections.Immutable;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Runs;

namespace AsyncRL.Profiling;

/// <summary>
/// The counted floating-point operations and bytes of one segment, phase by phase: the layers' multiply-adds, and the streams of parameters
/// and activations that each phase reads and writes. Activation functions, losses and the choice of actions are not counted, because they
/// are small.
/// </summary>
/// <remarks>
/// A plain update stores the whole gradient: it is cleared, added to, measured, and swept through. A fused update keeps the gradients of
/// most dense and LSTM weights as factors (<see cref="Layer.FactorsPay"/>), multiplies them out in the sweep that applies them, and writes
/// the thread's copy θ′ in the same sweep: these gradients are never in memory, and no snapshot is copied.
/// </remarks>
public sealed record SegmentWork
{
    /// <summary>Number of agent steps of the segment.</summary>
    public required double AgentSteps { get; init; }

    /// <summary>Whether the segment's update is fused.</summary>
    public required bool IsFused { get; init; }

    /// <summary>The phases with counted work, in the order of a segment. The environment is not included.</summary>
    public required ImmutableArray<PhaseWork> Phases { get; init; }

    /// <summary>Number of operations of the layers' three matrix products alone: forward, weight gradient, data gradient.</summary>
    public required double LayerFlops { get; init; }

    /// <summary>Number of operations of all phases.</summary>
    public double Flops => Sum(phase => phase.Flops);

    /// <summary>Number of bytes of all phases.</summary>
    public double Bytes => Sum(phase => phase.Bytes);

    /// <summary>Counts the mean segment of a run.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="agentSteps">Number of agent steps of the segment.</param>
    /// <param name="densities">The share of each layer's inputs that are not 0; empty if all are.</param>
    /// <returns>The work.</returns>
    public static SegmentWork Count(TrainingConfiguration configuration, double agentSteps, ImmutableArray<InputDensity> densities)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Count(configuration.Network, ShapeOf(configuration, agentSteps, densities));
    }

    /// <summary>The properties of a mean segment of a run.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="agentSteps">Number of agent steps of the segment.</param>
    /// <param name="densities">The share of each layer's inputs that are not 0; empty if all are.</param>
    internal static SegmentShape ShapeOf(TrainingConfiguration configuration, double agentSteps, ImmutableArray<InputDensity> densities)
    {
        return new SegmentShape
        {
            AgentSteps = agentSteps,
            Passes = configuration.Algorithm.CountPasses(configuration.Network, agentSteps),
            Update = UpdateWork.Of(configuration.UpdateRule),
            FusedUpdate = configuration.FusesUpdate,
            Densities = densities,
            StoresProducts = configuration.Sharing != SharingMode.Names[0],
        };
    }

    /// <summary>Counts the work of a segment.</summary>
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

/// <summary>The properties of a segment that determine its work.</summary>
public sealed record SegmentShape
{
    /// <summary>Number of agent steps, at most t_max: a measured mean, or an integer.</summary>
    public required double AgentSteps { get; init; }

    /// <summary>The forward passes of the segment.</summary>
    public required ForwardPasses Passes { get; init; }

    /// <summary>Number of rows of the backward passes.</summary>
    internal double LearnedRows => Passes.Learned > 0 ? Passes.Learned : AgentSteps;

    /// <summary>The work of the optimizer.</summary>
    public required UpdateWork Update { get; init; }

    /// <summary>Whether the update multiplies out gradients that are kept as factors, and writes the next snapshot.</summary>
    public bool FusedUpdate { get; init; }

    /// <summary>
    /// Whether a fused update must store the products anyway. This applies to every sharing mode except Hogwild.
    /// </summary>
    public bool StoresProducts { get; init; }

    /// <summary>
    /// The share of the inputs that are not 0, for each layer of the network. Many layers skip the others. Empty if all inputs are not 0.
    /// </summary>
    public ImmutableArray<InputDensity> Densities { get; init; } = [];
}

/// <summary>The work of a phase of a segment.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Flops">Floating-point operations; a multiply-add is two.</param>
/// <param name="BytesRead">Bytes loaded only.</param>
/// <param name="BytesWritten">Bytes stored only.</param>
/// <param name="BytesUpdated">Bytes loaded and stored in place, summed.</param>
/// <param name="WorkingSet">Bytes that the thread accesses before it accesses the same bytes again; it determines their level.</param>
public sealed record PhaseWork(
    Phase Phase, double Flops, double BytesRead, double BytesWritten, double BytesUpdated, double WorkingSet)
{
    /// <summary>
    /// Those of <see cref="BytesUpdated"/> that other threads update as well: θ, and the statistics if all threads share them.
    /// </summary>
    public double BytesShared { get; init; }

    /// <summary>Bytes loaded and stored.</summary>
    public double Bytes => BytesRead + BytesWritten + BytesUpdated;
}

/// <summary>
/// The work of an optimizer per number of θ, counted in its rule. A multiply-add counts as two operations, a root or a quotient as one.
/// </summary>
/// <param name="FlopsPerNumber">Floating-point operations.</param>
/// <param name="StatisticBlocks">Blocks of statistics, each read and written: one for RMSProp and momentum, two for Adam.</param>
/// <param name="KeepsThetaWithoutGradient">Whether θ does not change if the gradient is 0, so that a fused sweep only copies it.</param>
public sealed record UpdateWork(int FlopsPerNumber, int StatisticBlocks, bool KeepsThetaWithoutGradient)
{
    /// <summary>Whether all threads update the same statistics. Otherwise each thread has its own.</summary>
    public bool SharesStatistics { get; init; }

    /// <summary>Counts the work of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <returns>The work.</returns>
    public static UpdateWork Of(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return new UpdateWork(optimizer.FlopsPerNumber, optimizer.Statistics, optimizer.KeepsThetaWithoutGradient)
        {
            SharesStatistics = optimizer.IsShared,
        };
    }
}
