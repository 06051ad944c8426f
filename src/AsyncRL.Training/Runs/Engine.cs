using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Execution;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The shared parameters and the workers of a configuration, without threads, files or reports. Training and profiling run the same engine.
/// </summary>
internal sealed class Engine : IDisposable
{
    /// <summary>The name of the moments among the sections of a checkpoint.</summary>
    internal const string NormalizationSection = "normalization";

    /// <summary>The name of the simulated execution among the sections of a checkpoint.</summary>
    internal const string SimulationSection = "simulated execution";

    private readonly TrainingConfiguration _configuration;
    private readonly RankPlace _place;
    private readonly long _streams;
    private readonly Session _session;
    private readonly List<Actor> _actors = [];

    /// <summary>Sets up the shared parameters, all zero, and the workers.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="makeStatistics">Makes a worker's statistics; the standard ones if null.</param>
    /// <param name="endless">Whether the workers continue beyond T_max.</param>
    /// <param name="place">The place among the ranks of the run; null for a run of one process.</param>
    /// <param name="streams">Another number gives the actors other streams of chance.</param>
    /// <param name="layerTimes">Receives the times of the layers' passes; null to time nothing.</param>
    internal Engine(
        TrainingConfiguration configuration, Func<Measures, ActorStatistics>? makeStatistics = null, bool endless = false,
        RankPlace? place = null, long streams = 0, LayerTimes? layerTimes = null)
    {
        (_configuration, _streams) = (configuration, streams);
        _place = place ?? RankPlace.Alone;
        OptimizerOptions options = configuration.Optimizer;
        Optimizer optimizer = configuration.UpdateRule.For(options, configuration.ApproximatesRoots);
        LearningRate = new Annealing(configuration.LearningRateOf(_place.Ranks), options.LearningRateSchedule, configuration.AgentSteps);
        var sharing = SharingMode.Create(configuration.Sharing, configuration.VectorWidth)!;
        Shared = new SharedParameters(configuration.Network.Layout, sharing);
        SharedStatistics = optimizer.IsShared ? new OptimizerStatistics(optimizer, Shared.Length) : null;
        Normalization = configuration.CreateNormalization();
        Evaluations = new EvaluationSchedule(configuration.Run.EvaluationInterval);
        RecentReturns = new RecentReturns(configuration.Run.TargetReturn, configuration.Run.TargetEpisodes);
        EarlyEnd = new EarlyEnd(RecentReturns, configuration.Run.TrainingSeconds);
        Returns = new RankReturns(RecentReturns.Add, configuration.Run.TargetEpisodes);
        CountReturn = place is null ? RecentReturns.Add : Returns.Add;
        if (place is not null && configuration.Algorithm.IsSynchronous)
            Link = new SynchronousRounds(_place, Shared, Evaluations.IsDue, () => EarlyEnd.IsReached, Returns);
        _session = new Session
        {
            Network = layerTimes is null
                ? NetworkFactory.Single(configuration.Network, configuration.VectorWidth)
                : NetworkFactory.Timed(configuration.Network, configuration.VectorWidth, layerTimes),
            Parameters = Shared,
            Optimizer = optimizer,
            SharedStatistics = SharedStatistics,
            LearningRates = LearningRate,
            ActorLearners = configuration.ActorLearners,
            LastAgentStep = configuration.AgentSteps,
            StopsAt = endless ? long.MaxValue : configuration.AgentSteps,
            FramesPerAgentStep = configuration.FramesPerAgentStep,
            LongestEpisode = configuration.LongestEpisode,
            FusesUpdate = configuration.FusesUpdate,
            Measures = Measures,
            SharedEpisodes = IsSimulated
                ? new EpisodeQueue(Math.Max(EpisodeQueue.UsualCapacity, 2 * configuration.ActorLearners), CountReturn) : null,
            Seed = SeedOfRank,
            Link = Link,
            Normalization = Normalization,
            CreateActor = CreateActor,
            CreateStatistics = makeStatistics ?? (measures => new ActorStatistics(measures)),
        };
        Workers = CreateWorkers(_session);
    }

    /// <summary>θ, the shared statistics, and T.</summary>
    internal SharedParameters Shared { get; }

    /// <summary>The optimizer's statistics that all threads share; null if each thread has its own.</summary>
    internal OptimizerStatistics? SharedStatistics { get; }

    /// <summary>Connects the members of a synchronous algorithm with those of other ranks; null for other runs.</summary>
    internal SynchronousRounds? Link { get; }

    /// <summary>The metrics and phases that the workers declared.</summary>
    internal Measures Measures { get; } = new();

    /// <summary>The workers: one for each thread, or for each actor of the simulated execution.</summary>
    internal IReadOnlyList<IWorker> Workers { get; }

    /// <summary>Whether an actor-learner of the simulated execution holds a gradient that its update will refuse.</summary>
    internal bool HoldsRefusableGradient
    {
        get
        {
            foreach (IWorker worker in Workers)
            {
                if (worker is IHeldUpdate { HoldsRefusableGradient: true }) return true;
            }

            return false;
        }
    }

    /// <summary>Whether every environment can save its state, so that a resumed run continues in the middle of its episodes.</summary>
    internal bool CanSaveEpisodes => _actors.TrueForAll(actor => actor.CanSaveEpisode);

    /// <summary>The statistics by which the task is normalized.</summary>
    internal Normalization Normalization { get; }

    /// <summary>The returns of the latest episodes, and whether they end the run.</summary>
    internal RecentReturns RecentReturns { get; }

    /// <summary>The returns on their way to all ranks.</summary>
    internal RankReturns Returns { get; }

    /// <summary>Counts the return of an episode of this engine: at once, or in the next round of a rank.</summary>
    internal Action<double> CountReturn { get; }

    /// <summary>What ends the run before its agent steps are done.</summary>
    internal EarlyEnd EarlyEnd { get; }

    /// <summary>The agent steps at which θ is evaluated during training.</summary>
    internal EvaluationSchedule Evaluations { get; }

    /// <summary>η.</summary>
    internal Annealing LearningRate { get; }

    /// <summary>Draws θ from stream 0 of the seed, or copies θ and the moments of another run.</summary>
    /// <param name="initial">θ to begin with; null to draw it.</param>
    internal void Initialize(InitialParameters? initial)
    {
        if (initial is not null)
        {
            Shared.Restore(initial.Theta, 0, 0);
            Normalization.ContinueFrom(initial.Normalization);
            return;
        }

        Shared.Restore(_configuration.DrawParameters(), 0, 0);
    }

    /// <summary>Makes the execution that interleaves the workers on one thread; null if each worker has a thread.</summary>
    internal SimulatedExecution? CreateSimulation()
    {
        if (!IsSimulated) return null;
        RandomGenerator generator = new RandomGenerator(_configuration.Seed).Split(RandomStreams.SimulatedExecution);
        if (_place.Rank > 0) generator = generator.Split((ulong)_place.Rank);
        var delay = new Delay(_configuration.Run.Delay, _configuration.Run.DelayAgentSteps);
        var held = new List<IHeldUpdate>();
        foreach (IWorker worker in Workers) held.Add((IHeldUpdate)worker);
        return new SimulatedExecution(
            held, Shared, _configuration.AgentSteps, generator, delay, Workers[0].Episodes, EarlyEnd);
    }

    /// <summary>The state of the run, in the order in which it is restored; after <see cref="SharedParameters.RestoreCounters"/>.</summary>
    /// <param name="simulation">The execution that interleaves the workers; null with threads.</param>
    internal IReadOnlyList<Section> Sections(SimulatedExecution? simulation)
    {
        List<Section> sections = [.. Shared.Sections];
        if (SharedStatistics is not null) sections.AddRange(SharedStatistics.Sections);
        sections.AddRange(_session.Sections);
        foreach (IWorker worker in Workers) sections.Add(new Section(worker.Name, worker.Transfer));
        sections.Add(new Section(NormalizationSection, Normalization.Transfer));
        sections.Add(new Section("recent-returns", RecentReturns.Transfer));
        sections.Add(new Section("evaluations", state => Evaluations.Transfer(state, Shared.AgentSteps)));

        // Restored after the workers, because it reads whether they abandoned their segments.
        if (simulation is not null) sections.Add(new Section(SimulationSection, simulation.Transfer));
        return sections;
    }

    /// <summary>
    /// Whether a section has the state of a worker, of what interleaves the workers, or of what actors and learners hand to each other.
    /// </summary>
    internal bool IsOfWorker(Section section)
    {
        if (!_configuration.Algorithm.IsSynchronous && _session.Sections.Contains(section)) return true;
        foreach (IWorker worker in Workers)
        {
            if (worker.Name == section.Name) return true;
        }

        return section.Name == SimulationSection;
    }

    /// <summary>Disposes of every actor's environment. Called after the threads have ended.</summary>
    public void Dispose()
    {
        foreach (Actor actor in _actors) actor.Dispose();
    }

    private IReadOnlyList<IWorker> CreateWorkers(Session session)
    {
        try
        {
            return _configuration.Algorithm.CreateWorkers(session);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether all actor-learners run on one thread with a simulated clock.</summary>
    internal bool IsSimulated => _configuration.Execution == TrainingConfiguration.Simulated;

    /// <summary>
    /// The seed of what the workers of this rank share, such as the draws from a replay memory. The members of a synchronous algorithm
    /// draw the same on all ranks.
    /// </summary>
    private ulong SeedOfRank => _place.Rank == 0 || Link is not null
        ? _configuration.Seed
        : new RandomGenerator(_configuration.Seed).Split("ranks").Split((ulong)_place.Rank).NextUInt64();

    /// <summary>
    /// Makes an actor. Actor i uses stream 1 + i of the seed. The actors of a rank follow those of the rank before it, so that two ranks of
    /// two threads have the actors of one rank of four. A synchronous algorithm numbers the environments of all ranks by itself.
    /// </summary>
    private Actor CreateActor(int index)
    {
        long before = Link is null ? _place.FirstActor(_configuration.Algorithm.ActorsOf(_configuration.ActorLearners)) : 0;
        RandomGenerator generator = new RandomGenerator(_configuration.Seed).Split(1 + (ulong)(before + index));
        _actors.Add(new Actor(
            _configuration.Environment,
            _configuration.EnvironmentOptions,
            _streams == 0 ? generator : generator.Split((ulong)_streams),
            environment => Normalization.WrapToLearn(environment, index),
            learns: true));
        return _actors[^1];
    }
}
