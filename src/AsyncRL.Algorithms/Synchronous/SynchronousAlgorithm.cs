using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;

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
        var group = new SynchronousGroup(session, LongestSegment(session.LongestEpisode) * Environments);
        var workers = new IWorker[session.ActorLearners];
        object? common = null;
        for (int i = 0; i < workers.Length; i++)
        {
            Actor[] actors = CreateActors(session, FirstOf(i, workers.Length), FirstOf(i + 1, workers.Length));
            common ??= CreateCommon(session, actors[0]);
            ActorStatistics statistics = session.CreateStatistics(session.Measures);
            var member = new SynchronousMember
            {
                Session = session,
                Statistics = statistics,
                Model = new LocalModel(session.Network, session.Parameters, group.Statistics, statistics, fusesUpdate: false),
                Episodes = group.EpisodesOf(i),
                Index = i,
                FirstEnvironment = FirstOf(i, workers.Length),
                Actors = actors,
                Environments = Environments,
                Common = common,
            };
            workers[i] = new SynchronousWorker(i, group, CreateLearner(member), statistics);
        }

        return workers;
    }

    /// <summary>Makes what all members of a run share besides θ, for example a store of experience; unless overridden, nothing.</summary>
    /// <param name="session">The run.</param>
    /// <param name="firstActor">An actor, whose environment has the observations and actions of all.</param>
    /// <returns>An object that each member receives as <see cref="SynchronousMember.Common"/>.</returns>
    protected virtual object CreateCommon(Session session, Actor firstActor) => this;

    /// <summary>Makes the learner of one member.</summary>
    /// <param name="member">The objects that the learner works with.</param>
    /// <returns>The learner.</returns>
    protected abstract ISynchronousLearner CreateLearner(SynchronousMember member);

    /// <summary>The number of the first environment of a member. Members have equally many environments, or one more or less.</summary>
    private int FirstOf(int member, int members) => (int)((long)Environments * member / members);

    private static Actor[] CreateActors(Session session, int first, int end)
    {
        var actors = new Actor[end - first];
        for (int i = 0; i < actors.Length; i++) actors[i] = session.CreateActor(first + i);
        return actors;
    }
}

/// <summary>The objects that one member's learner works with.</summary>
public sealed class SynchronousMember
{
    /// <summary>The run.</summary>
    public required Session Session { get; init; }

    /// <summary>The member's θ′ and dθ.</summary>
    public required LocalModel Model { get; init; }

    /// <summary>The member's statistics.</summary>
    public required ActorStatistics Statistics { get; init; }

    /// <summary>Receives finished episodes.</summary>
    public required EpisodeQueue Episodes { get; init; }

    /// <summary>The member's number, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The number of the member's first environment among all environments.</summary>
    public required int FirstEnvironment { get; init; }

    /// <summary>The member's environments.</summary>
    public required IReadOnlyList<Actor> Actors { get; init; }

    /// <summary>E, the number of environments of all members.</summary>
    public required int Environments { get; init; }

    /// <summary>What <see cref="SynchronousAlgorithm{TOptions}.CreateCommon"/> made.</summary>
    public required object Common { get; init; }
}

/// <summary>The objects that the members of a run share.</summary>
internal sealed class SynchronousGroup
{
    private readonly EpisodeQueue[] _episodes;

    /// <summary>Makes the objects.</summary>
    /// <param name="session">The run.</param>
    /// <param name="agentStepsOfRound">Agent steps of all environments in a round.</param>
    internal SynchronousGroup(Session session, int agentStepsOfRound)
    {
        (Shared, AgentStepsOfRound, LastAgentStep) = (session.Parameters, agentStepsOfRound, session.StopsAt);
        PublishNormalization = session.PublishNormalization;
        Statistics = session.SharedStatistics ?? OwnStatistics(session);
        Rendezvous = new Rendezvous(session.ActorLearners);
        Update = new SynchronousUpdate(Shared, Statistics, session.ActorLearners);
        _episodes = new EpisodeQueue[session.ActorLearners];
        for (int i = 0; i < _episodes.Length; i++) _episodes[i] = session.SharedEpisodes ?? new EpisodeQueue();
    }

    internal SharedParameters Shared { get; }

    internal Action PublishNormalization { get; }

    internal OptimizerStatistics Statistics { get; }

    internal Rendezvous Rendezvous { get; }

    internal SynchronousUpdate Update { get; }

    internal int AgentStepsOfRound { get; }

    internal long LastAgentStep { get; }

    internal EpisodeQueue EpisodesOf(int member) => _episodes[member];

    /// <summary>There is one update for all members. Therefore an optimizer with statistics per thread has one object here, too.</summary>
    private static OptimizerStatistics OwnStatistics(Session session)
    {
        var statistics = new OptimizerStatistics(session.Optimizer, session.Parameters.Length);
        foreach (Core.State.Section section in statistics.Sections) session.Sections.Add(section);
        return statistics;
    }
}
