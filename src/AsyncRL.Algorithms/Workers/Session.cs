using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Workers;

/// <summary>
/// The run for which an algorithm makes the workers: the objects that they share, and functions that make each worker's own.
/// </summary>
public sealed class Session
{
    private OptimizerStatistics? _unused;

    /// <summary>The network, shared by all threads.</summary>
    public required Network<float> Network { get; init; }

    /// <summary>θ and T, shared by all threads.</summary>
    public required SharedParameters Parameters { get; init; }

    /// <summary>The optimizer.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>The optimizer's statistics that all threads share; null if each thread has its own.</summary>
    public required OptimizerStatistics? SharedStatistics { get; init; }

    /// <summary>η as a function of T.</summary>
    public required Annealing LearningRates { get; init; }

    /// <summary>Number of threads of this process, or of actors in the simulated execution, that the user requested.</summary>
    public required int ActorLearners { get; init; }

    /// <summary>T_max, at which η and other annealed hyper-parameters reach 0.</summary>
    public required long LastAgentStep { get; init; }

    /// <summary>T at which workers are finished: T_max, or a larger number if the run never ends by itself.</summary>
    public required long StopsAt { get; init; }

    /// <summary>Emulator frames per agent step.</summary>
    public required int FramesPerAgentStep { get; init; }

    /// <summary>Upper bound of the agent steps of an episode; null if none is known.</summary>
    public required int? LongestEpisode { get; init; }

    /// <summary>Whether an update and the next snapshot may be one sweep: false if updates are held back.</summary>
    public required bool FusesUpdate { get; init; }

    /// <summary>The metrics and phases of the run. Workers declare them in their constructors.</summary>
    public required Measures Measures { get; init; }

    /// <summary>
    /// The state that the workers share besides θ and its targets and that a resumed run needs, for example a replay memory. The algorithm
    /// adds a section for each such state. Each worker's own state is saved with the worker.
    /// </summary>
    public IList<Section> Sections { get; } = [];

    /// <summary>The queue of finished episodes if all actors run on one thread; null if each worker has its own.</summary>
    public required EpisodeQueue? SharedEpisodes { get; init; }

    /// <summary>
    /// The statistics of normalization; null if nothing is normalized. What environments add becomes visible to all of them when a
    /// synchronous algorithm publishes it, once in a round, while no environment acts. In other algorithms it is visible at once.
    /// </summary>
    internal Normalization? Normalization { get; init; }

    /// <summary>
    /// Connects the members of a synchronous algorithm with those of other processes; null if the run has one process, and for other
    /// algorithms.
    /// </summary>
    public IMemberLink? Link { get; init; }

    /// <summary>The seed of all chance of the run. Streams 0 to the number of environments are in use.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Makes the actor of an index, with an environment and a generator of its own.</summary>
    public required Func<int, Actor> CreateActor { get; init; }

    /// <summary>Makes a worker's statistics.</summary>
    public required Func<Measures, ActorStatistics> CreateStatistics { get; init; }

    /// <summary>Makes the actors of a member.</summary>
    internal Actor[] CreateActors(MemberShare share)
    {
        var actors = new Actor[share.Length];
        for (int i = 0; i < actors.Length; i++) actors[i] = CreateActor(share.Start + i);
        return actors;
    }

    /// <summary>Makes a member that acts. Its model is not used to update θ.</summary>
    internal Member CreateMember(int index, MemberShare share)
    {
        Actor[] actors = CreateActors(share);
        ActorStatistics statistics = CreateStatistics(Measures);
        _unused ??= SharedStatistics ?? new OptimizerStatistics(Optimizer, Parameters.Length);
        return new Member
        {
            Session = this,
            Model = new LocalModel(Network, Parameters, _unused, statistics, fusesUpdate: false),
            Statistics = statistics,
            Index = index,
            Actors = actors,
        };
    }

    /// <summary>Makes the model of a thread that learns from what others did.</summary>
    /// <param name="statistics">What the thread counts.</param>
    /// <param name="ownOptimizer">The optimizer's statistics if the thread has its own, which it saves; otherwise null.</param>
    internal LocalModel CreateLearningModel(ActorStatistics statistics, out OptimizerStatistics? ownOptimizer)
    {
        ownOptimizer = SharedStatistics is null ? new OptimizerStatistics(Optimizer, Parameters.Length) : null;
        return new LocalModel(Network, Parameters, SharedStatistics ?? ownOptimizer!, statistics, fusesUpdate: false);
    }

    /// <summary>Makes the context of one actor-learner's algorithm.</summary>
    /// <param name="index">Number of the actor-learner, below <see cref="ActorLearners"/>.</param>
    /// <returns>The context.</returns>
    public AlgorithmContext CreateContext(int index) => new()
    {
        Network = Network,
        Shared = Parameters,
        Actor = CreateActor(index),
        Optimizer = SharedStatistics ?? new OptimizerStatistics(Optimizer, Parameters.Length),
        LearningRates = LearningRates,
        LastAgentStep = LastAgentStep,
        FramesPerAgentStep = FramesPerAgentStep,
        LongestEpisode = LongestEpisode,
        Statistics = CreateStatistics(Measures),
        FusesUpdate = FusesUpdate,
    };
}

/// <summary>The objects that one actor-learner's algorithm works with.</summary>
public sealed class AlgorithmContext
{
    /// <summary>The network, shared by all threads.</summary>
    public required Network<float> Network { get; init; }

    /// <summary>θ and T, shared by all threads.</summary>
    public required SharedParameters Shared { get; init; }

    /// <summary>The thread's environment and generator.</summary>
    public required Actor Actor { get; init; }

    /// <summary>The optimizer with its statistics, shared or of the thread.</summary>
    public required OptimizerStatistics Optimizer { get; init; }

    /// <summary>η as a function of T.</summary>
    public required Annealing LearningRates { get; init; }

    /// <summary>T_max.</summary>
    public required long LastAgentStep { get; init; }

    /// <summary>Emulator frames per agent step.</summary>
    public required int FramesPerAgentStep { get; init; }

    /// <summary>Upper bound of the agent steps of an episode; null if none is known.</summary>
    public required int? LongestEpisode { get; init; }

    /// <summary>The thread's statistics.</summary>
    public required ActorStatistics Statistics { get; init; }

    /// <summary>
    /// Whether an update and the next snapshot are one sweep. Only <see cref="LocalModel"/> uses it; the algorithms do not depend on it.
    /// </summary>
    public bool FusesUpdate { get; init; }

    /// <summary>η at the present T.</summary>
    public double LearningRate => LearningRates.At(Shared.AgentSteps);

    /// <summary>Makes a model for the thread.</summary>
    /// <returns>θ′ and dθ.</returns>
    public LocalModel CreateModel() => new(Network, Shared, Optimizer, Statistics, FusesUpdate);
}
