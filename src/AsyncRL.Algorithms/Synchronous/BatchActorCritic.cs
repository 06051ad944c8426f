using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Synchronous;

/// <summary>
/// A synchronous algorithm with a policy and a value. It chooses actions of every kind: softmax for choices, Gaussian for vectors.
/// </summary>
/// <typeparam name="TOptions">The options.</typeparam>
public abstract class BatchActorCritic<TOptions> : SynchronousAlgorithm<TOptions>
    where TOptions : BatchOptions, new()
{
    /// <inheritdoc/>
    public sealed override int Environments => Options.Environments;

    /// <summary>The ranks bring each other every gradient, and learn as the threads of one process do.</summary>
    public sealed override bool CanSpanRanks => true;

    /// <inheritdoc/>
    public sealed override bool Chooses(ActionKind kind) => true;

    /// <inheritdoc/>
    public sealed override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) => ActorCriticPolicies.Heads(actions);

    /// <inheritdoc/>
    public sealed override int LongestSegment(int? longestEpisode) => Options.TMax;

    /// <inheritdoc/>
    public sealed override Agent CreateAgent(Network<float> network, ActionSpecification actions) =>
        ActorCriticPolicies.CreateAgent(network, actions, Options);
}
