using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Replay;

/// <summary>How a replay memory of all environments is filled, and how it is drawn from.</summary>
internal sealed record ReplaySettings
{
    internal const string Uniform = "uniform";
    internal const string Proportional = "proportional";

    /// <summary>E.</summary>
    public required int Environments { get; init; }

    /// <summary>f.</summary>
    public required int StepsPerUpdate { get; init; }

    /// <summary>N.</summary>
    public required int ReplaySize { get; init; }

    /// <summary>Transitions before the first update.</summary>
    public required int ReplayStart { get; init; }

    /// <summary>B.</summary>
    public required int MinibatchSize { get; init; }

    /// <summary>Whether checkpoints have the memory.</summary>
    public required bool SaveReplay { get; init; }

    /// <summary>n.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>Rows of an episode that are drawn together with one row.</summary>
    public int Window { get; init; } = 1;

    /// <summary>Further numbers of a row, for example those of an action that is a vector.</summary>
    public int Numbers { get; init; }

    /// <summary>The probabilities of transitions.</summary>
    public string Replay { get; init; } = Uniform;

    /// <summary>α.</summary>
    public double PriorityExponent { get; init; }

    /// <summary>ε of the priority.</summary>
    public double PriorityOffset { get; init; }

    /// <summary>m.</summary>
    public double PriorityUniformShare { get; init; }

    /// <summary>β₀.</summary>
    public double ImportanceExponent { get; init; }

    /// <summary>Whether β stays what it is at the start.</summary>
    public bool KeepsImportanceExponent { get; init; }

    /// <summary>Whether the largest importance weight of the memory becomes 1, rather than that of the minibatch.</summary>
    public bool DividesByMemory { get; init; }

    internal bool IsUniform => Replay == Uniform;

    /// <summary>The rewards and observations after the newest agent steps of each environment must be known, too.</summary>
    internal long AgentStepsBeforeUpdate => ReplayStart + (Environments * (Window + 1L)) + StepsPerUpdate;

    /// <summary>Bytes of the priorities of some slots.</summary>
    internal Int128 BytesOfPriorities(Int128 slots) => Replay switch
    {
        Uniform => SlotList.BytesOf(slots),
        Proportional => SlotList.BytesOf(slots) + SumTree.BytesOf(slots),
        _ => SlotList.BytesOf(slots) + (sizeof(double) * slots) + SumTree.BytesOf(slots),
    };

    /// <summary>The rows of each environment's ring: an equal share of N, but not fewer than a transition needs.</summary>
    internal int RowsOfRing(ObservationSpecification observation) =>
        ExperienceRing.CapacityFor(observation, Window, ((ReplaySize - 1) / Environments) + 1);

    /// <summary>The rows that pass through a network together, of a minibatch that some threads divide among them.</summary>
    internal int RowsOfPass(NetworkStructure network, int threads, bool ofPixels) =>
        PassSize.Rows(network, ((MinibatchSize - 1) / threads) + 1, ofPixels);

    internal IPriorities CreatePriorities(int slots) => Replay switch
    {
        Uniform => new UniformPriorities(slots),
        Proportional => new ProportionalPriorities(slots, PriorityExponent, PriorityOffset, PriorityUniformShare),
        _ => new RankPriorities(slots, PriorityExponent),
    };

    /// <summary>Refuses a memory that never has enough for an update.</summary>
    internal void Check(ObservationSpecification observation)
    {
        long most = MostRows(observation);
        if (ReplayStart <= most) return;
        throw new InputException(
            $"The option replay-start is \"{ReplayStart}\", but a memory with replay-size {ReplaySize} never has more than "
            + $"{most} agent steps that can be learned; expected a smaller replay-start or a larger replay-size.");
    }

    /// <summary>The rows among which the memory can draw when it is full.</summary>
    private long MostRows(ObservationSpecification observation) =>
        Environments * (RowsOfRing(observation) - ExperienceRing.SmallestCapacity(observation, Window) + 1L);
}
