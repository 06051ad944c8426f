using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Synchronous;

/// <summary>
/// An algorithm that acts in E environments at once and updates θ by the gradient of all of them. K threads have E/K environments each.
/// For given E and K every run repeats bit for bit, on any number of processors. Another K changes only the order of sums.
/// </summary>
/// <typeparam name="TOptions">A record whose properties carry <see cref="Core.Options.OptionAttribute"/>.</typeparam>
public abstract class SynchronousAlgorithm<TOptions> : Algorithm<TOptions>
    where TOptions : class, new()
{
    /// <summary>E.</summary>
    public abstract int Environments { get; }

    /// <inheritdoc/>
    public sealed override bool IsAsynchronous => false;

    /// <inheritdoc/>
    public sealed override bool KeepsPixels => true;

    /// <inheritdoc/>
    public sealed override bool IsSynchronous => true;

    /// <inheritdoc/>
    public sealed override int MostThreads => Environments;

    /// <inheritdoc/>
    public sealed override int ActorsOf(int threads) => Environments;

    /// <summary>The largest number of environments of one thread.</summary>
    /// <param name="threads">Number of threads.</param>
    /// <returns>E/K, rounded up.</returns>
    protected int EnvironmentsOf(int threads) => (int)(((long)Environments + threads - 1) / threads);

    /// <inheritdoc/>
    public sealed override IReadOnlyList<IWorker> CreateWorkers(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var group = new SynchronousGroup(
            session, Environments, LongestSegment(session.LongestEpisode) * Environments, PartsOf(session.Network.Structure));
        var workers = new IWorker[session.ActorLearners];
        object? common = null;
        for (int i = 0; i < workers.Length; i++)
        {
            int index = group.Place.First + i;
            var share = MemberShare.Of(Environments, index, group.Place.All);
            Actor[] actors = session.CreateActors(share);
            common ??= CreateCommon(session, actors[0]);
            ActorStatistics statistics = session.CreateStatistics(session.Measures);
            var member = new SynchronousMember
            {
                Session = session,
                Statistics = statistics,
                Model = new LocalModel(session.Network, session.Parameters, group.Statistics, statistics, fusesUpdate: false),
                Index = index,
                FirstEnvironment = share.Start,
                Actors = actors,
                Environments = Environments,
                Place = group.Place,
                Common = common,
            };
            workers[i] = new SynchronousWorker(group, member, CreateLearner(member));
        }

        return workers;
    }

    /// <summary>
    /// The parts of the network that are updated with learning rates and norms of their own. Together they have every parameter once.
    /// </summary>
    private protected virtual ImmutableArray<NetworkPart> PartsOf(NetworkStructure network) => [network.Whole];

    /// <summary>Makes what all members of a run share besides θ, for example a store of experience; unless overridden, nothing.</summary>
    /// <param name="session">The run.</param>
    /// <param name="firstActor">An actor, whose environment has the observations and actions of all.</param>
    /// <returns>An object that each member receives as <see cref="SynchronousMember.Common"/>.</returns>
    protected virtual object CreateCommon(Session session, Actor firstActor) => this;

    /// <summary>Makes the learner of one member.</summary>
    /// <param name="member">The objects that the learner works with.</param>
    /// <returns>The learner.</returns>
    protected abstract ISynchronousLearner CreateLearner(SynchronousMember member);
}

/// <summary>The objects that one member's learner works with.</summary>
public sealed class SynchronousMember : Member
{
    /// <summary>The number of the member's first environment among all environments.</summary>
    public required int FirstEnvironment { get; init; }

    /// <summary>E, the number of environments of all members.</summary>
    public required int Environments { get; init; }

    /// <summary>The members of this process among those of all ranks.</summary>
    internal MemberPlace Place { get; init; }

    /// <inheritdoc/>
    internal override int Thread => Index - Place.First;

    /// <summary>Whether the member is the first one of its process.</summary>
    internal bool IsFirst => Index == Place.First;

    /// <summary>What <see cref="SynchronousAlgorithm{TOptions}.CreateCommon"/> made.</summary>
    public required object Common { get; init; }
}

/// <summary>The objects by which the members of a run meet and update θ.</summary>
internal sealed class SynchronousGroup
{
    /// <summary>Makes the objects.</summary>
    /// <param name="session">The run.</param>
    /// <param name="environments">E.</param>
    /// <param name="agentStepsOfRound">Agent steps of all environments in a round.</param>
    /// <param name="parts">The parts of the network that are updated apart.</param>
    internal SynchronousGroup(Session session, int environments, int agentStepsOfRound, ImmutableArray<NetworkPart> parts)
    {
        AgentStepsOfRound = agentStepsOfRound;
        Statistics = session.SharedStatistics ?? OwnStatistics(session);
        Place = MemberPlace.Of(session);
        Rendezvous = new Rendezvous(Place.Count);
        Update = new SynchronousUpdate(session.Parameters, Statistics, Place, parts, session.Link);
        if (session.Link is not { } link) return;
        bool normalizes = session.Normalization is { NumbersOfSlot: > 0 };
        RankMoments? moments = normalizes ? new RankMoments(session.Normalization!, link, environments) : null;
        Ranks = new RankMeetings(link, Place, Update, moments);
    }

    internal OptimizerStatistics Statistics { get; }

    internal MemberPlace Place { get; }

    internal Rendezvous Rendezvous { get; }

    internal SynchronousUpdate Update { get; }

    /// <summary>The exchanges with other ranks; null without other ranks.</summary>
    internal RankMeetings? Ranks { get; }

    internal int AgentStepsOfRound { get; }

    /// <summary>There is one update for all members. Therefore an optimizer with statistics per thread has one object here, too.</summary>
    private static OptimizerStatistics OwnStatistics(Session session)
    {
        var statistics = new OptimizerStatistics(session.Optimizer, session.Parameters.Length);
        foreach (Core.State.Section section in statistics.Sections) session.Sections.Add(section);
        return statistics;
    }
}

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
