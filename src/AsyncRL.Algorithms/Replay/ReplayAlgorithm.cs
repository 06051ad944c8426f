using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Replay;

/// <summary>A synchronous algorithm of action values that learns from a replay memory.</summary>
/// <typeparam name="TOptions">Its options.</typeparam>
public abstract class ReplayAlgorithm<TOptions> : SynchronousAlgorithm<TOptions>
    where TOptions : ReplayOptions, new()
{
    /// <inheritdoc/>
    public sealed override int Environments => Options.Environments;

    /// <inheritdoc/>
    public sealed override int TargetNetworks => 1;

    /// <inheritdoc/>
    public sealed override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) =>
        ActionValues<float>.Heads(actions.Count, Options.Dueling);

    /// <inheritdoc/>
    public sealed override void Check(IEnvironment environment)
    {
        base.Check(environment);
        Exploration.Read(Options);
        Options.Memory.Check(environment.Observation);
    }

    /// <inheritdoc/>
    public sealed override long AgentStepsBeforeUpdate(int threads) => Options.Memory.AgentStepsBeforeUpdate;

    /// <summary>A round is one agent step in each environment.</summary>
    /// <inheritdoc/>
    public sealed override int LongestSegment(int? longestEpisode) => 1;

    /// <inheritdoc/>
    public sealed override Agent CreateAgent(Network<float> network, ActionSpecification actions) => new ActionValueAgent(network);

    /// <inheritdoc/>
    protected sealed override object CreateCommon(Session session, Actor firstActor)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(firstActor);
        return ReplayCommon.Create(session, generator => CreateMemory(session.Network.Structure, firstActor, generator)); // DQN:1
    }

    /// <summary>Makes the memory of a run.</summary>
    /// <param name="network">The network.</param>
    /// <param name="actor">An actor, whose environment has the observations and actions of all.</param>
    /// <param name="generator">The source of chance for drawing.</param>
    private protected abstract ReplayMemory CreateMemory(NetworkStructure network, Actor actor, RandomGenerator generator);
}
