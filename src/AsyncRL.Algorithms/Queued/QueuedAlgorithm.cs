using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Queued;

/// <summary>
/// An algorithm whose threads act or learn, and exchange trajectories through a queue. On one thread acting and learning alternate, and
/// every run repeats bit for bit.
/// </summary>
/// <typeparam name="TOptions">The options.</typeparam>
public abstract class QueuedAlgorithm<TOptions> : Algorithm<TOptions>
    where TOptions : BatchOptions, new()
{
    /// <inheritdoc/>
    public sealed override bool IsAsynchronous => false;

    /// <summary>Each process has actors and learners of its own.</summary>
    /// <inheritdoc/>
    public sealed override bool CanSpanRanks => true;

    /// <inheritdoc/>
    public sealed override bool KeepsPixels => true;

    /// <inheritdoc/>
    public sealed override int ActorsOf(int threads) => Options.Environments;

    /// <inheritdoc/>
    public sealed override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) => ActorCriticPolicies.Heads(actions);

    /// <inheritdoc/>
    public sealed override int LongestSegment(int? longestEpisode) => Options.TMax;

    /// <summary>A thread that acts and learns has a model for each.</summary>
    /// <param name="threads">Number of threads.</param>
    /// <returns>The models of one thread.</returns>
    public override int ModelsOf(int threads) => threads == 1 ? 2 : 1;

    /// <inheritdoc/>
    public sealed override StoreSize StoreSize(
        NetworkStructure network, ObservationSpecification observation, ActionSpecification actions, int threads) =>
        Rollout.SizeOf(network, observation, actions, SlotsOf(threads), Options.TMax + 1);

    /// <inheritdoc/>
    public sealed override Agent CreateAgent(Network<float> network, ActionSpecification actions) =>
        ActorCriticPolicies.CreateAgent(network, actions, Options);

    /// <summary>Number of trajectories that exist at the same time.</summary>
    /// <param name="threads">Number of threads.</param>
    /// <returns>The trajectories.</returns>
    private protected abstract int SlotsOf(int threads);
}
