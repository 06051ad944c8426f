using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Initialization;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Actors;
using AsyncRL.Training.Algorithms;
using AsyncRL.Training.Parameters;

namespace AsyncRL.Training.Runs;

/// <summary>
/// What learns: the shared parameters and the actor-learners of a configuration, without threads, files or reports. Training and profiling
/// run the same.
/// </summary>
internal sealed class Engine
{
    private readonly TrainingConfiguration _configuration;
    private readonly Optimizer _optimizer;

    /// <summary>Sets up the shared parameters, all zero, and the actor-learners.</summary>
    /// <param name="configuration">What to run.</param>
    /// <param name="makeStatistics">Makes what an actor-learner counts with; the usual if null.</param>
    internal Engine(TrainingConfiguration configuration, Func<Measures, ActorStatistics>? makeStatistics = null)
    {
        _configuration = configuration;
        OptimizerOptions optimizer = configuration.Optimizer;
        _optimizer = Optimizer.Create(optimizer, approximatesRoots: configuration.ApproximatesRoots);
        LearningRate = new Annealing(optimizer.LearningRate, optimizer.LearningRateSchedule, configuration.AgentSteps);
        var sharing = SharingMode.Create(configuration.Sharing, configuration.VectorWidth)!;
        Shared = new SharedParameters(configuration.Network.Layout, sharing);
        SharedStatistics = _optimizer.IsShared ? new OptimizerStatistics(_optimizer, Shared.Length) : null;
        Normalization = configuration.CreateNormalization();
        Evaluations = new EvaluationSchedule(configuration.Run.EvaluationInterval);
        RecentReturns = new RecentReturns(configuration.Run.TargetReturn, configuration.Run.TargetEpisodes);
        Learners = MakeLearners(makeStatistics ?? (measures => new ActorStatistics(measures)));
    }

    /// <summary>θ, the shared statistics, and T.</summary>
    internal SharedParameters Shared { get; }

    /// <summary>The optimizer's statistics that all threads share; null if each thread has its own.</summary>
    internal OptimizerStatistics? SharedStatistics { get; }

    /// <summary>The metrics and phases that the workers declared.</summary>
    internal Measures Measures { get; } = new();

    /// <summary>One for each thread, or actor of the simulated execution.</summary>
    internal ActorLearner[] Learners { get; }

    /// <summary>The moments by which the task is normalized.</summary>
    internal Normalization Normalization { get; }

    /// <summary>The returns of the latest episodes, and whether they end the run.</summary>
    internal RecentReturns RecentReturns { get; }

    /// <summary>At which agent steps θ is evaluated while it is trained.</summary>
    internal EvaluationSchedule Evaluations { get; }

    /// <summary>η.</summary>
    internal Annealing LearningRate { get; }

    /// <summary>Draws θ. Stream 0 of the seed draws the parameters, stream 1 + i serves actor-learner i.</summary>
    internal void Initialize()
    {
        Initializer initializer = Array.Find([.. Initializer.All], i => i.Name == _configuration.Run.Initializer)!;
        var theta = new AlignedBlock<float>(Shared.Length);
        initializer.Initialize(_configuration.Network.Layout, new RandomGenerator(_configuration.Seed).Split(0), theta.Span);
        Shared.Restore(theta.Span, 0, 0);
    }

    /// <summary>
    /// The schedule that interleaves the actor-learners on one thread; null where each has a thread. Its stream lies far off theirs.
    /// </summary>
    internal SimulatedExecution? CreateSimulation()
    {
        if (!IsSimulated) return null;
        RandomGenerator generator = new RandomGenerator(_configuration.Seed).Split(1ul << 42);
        var delay = new Delay(_configuration.Run.Delay, _configuration.Run.DelayAgentSteps);
        return new SimulatedExecution(
            Learners, Shared, _configuration.AgentSteps, generator, delay, Learners[0].Episodes, RecentReturns, Evaluations);
    }

    /// <summary>Whether all actor-learners run on one thread, by the simulated clock.</summary>
    internal bool IsSimulated => _configuration.Execution == TrainingConfiguration.Simulated;

    private ActorLearner[] MakeLearners(Func<Measures, ActorStatistics> makeStatistics)
    {
        VectorWidth width = _configuration.VectorWidth;
        Network<float> network = NetworkFactory.Single(_configuration.Network, width);
        var learners = new ActorLearner[_configuration.ActorLearners];
        var root = new RandomGenerator(_configuration.Seed);
        EpisodeQueue? shared = IsSimulated
            ? new EpisodeQueue(Math.Max(EpisodeQueue.UsualCapacity, 2 * learners.Length), RecentReturns) : null;
        for (int i = 0; i < learners.Length; i++)
        {
            int slot = i;
            RandomGenerator generator = root.Split(1 + (ulong)i);
            var context = new AlgorithmContext
            {
                Network = network,
                Shared = Shared,
                Actor = new Actor(
                    _configuration.Environment,
                    _configuration.EnvironmentOptions,
                    generator,
                    environment => Normalization.WrapToLearn(environment, slot),
                    learns: true),
                Optimizer = SharedStatistics ?? new OptimizerStatistics(_optimizer, Shared.Length),
                LearningRates = LearningRate,
                LastAgentStep = _configuration.AgentSteps,
                FramesPerAgentStep = _configuration.FramesPerAgentStep,
                LongestEpisode = _configuration.LongestEpisode,
                Statistics = makeStatistics(Measures),
                FusesUpdate = _configuration.FusesUpdate,
            };
            learners[i] = new ActorLearner(i, _configuration.Algorithm, context, shared);
        }

        return learners;
    }
}
