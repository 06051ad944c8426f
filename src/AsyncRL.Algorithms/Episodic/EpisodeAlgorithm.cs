using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Episodic;

/// <summary>
/// An algorithm of action values that acts for an episode and then learns from all that it remembers, in one environment, as the methods
/// before deep learning did.
/// </summary>
/// <typeparam name="TOptions">Its options.</typeparam>
public abstract class EpisodeAlgorithm<TOptions> : SynchronousAlgorithm<TOptions>
    where TOptions : EpisodeOptions, new()
{
    /// <summary>One environment: an episode follows the learning from those before.</summary>
    public sealed override int Environments => 1;

    /// <inheritdoc/>
    public sealed override void Check(NetworkStructure network) => RefuseMemory(network, SingleAgentSteps, R2d2Instead);

    /// <summary>A round is one agent step. The learning belongs to the round of an episode's last agent step.</summary>
    /// <inheritdoc/>
    public sealed override int LongestSegment(int? longestEpisode) => 1;

    /// <inheritdoc/>
    public sealed override long AgentStepsBeforeUpdate(int threads) => 2;

    /// <inheritdoc/>
    public sealed override Agent CreateAgent(Network<float> network, ActionSpecification actions) => new ActionValueAgent(network);

    /// <summary>The size of the memory.</summary>
    /// <param name="observation">An observation.</param>
    /// <param name="name">What the memory has.</param>
    /// <param name="numbers">Numbers beside each row.</param>
    private protected StoreSize SizeOf(ObservationSpecification observation, string name, int numbers)
    {
        Int128 rows = Options.RowsOfRing(observation);
        return new StoreSize(rows * ExperienceRing.BytesOfRow(observation, numbers), 4 * rows, name);
    }
}

/// <summary>The options of algorithms that learn between episodes.</summary>
public abstract record EpisodeOptions
{
    /// <summary>Number of agent steps that are kept.</summary>
    public abstract int ReplaySize { get; init; }

    /// <summary>The rows of the ring.</summary>
    internal int RowsOfRing(ObservationSpecification observation) => ExperienceRing.CapacityFor(observation, 1, ReplaySize);
}
