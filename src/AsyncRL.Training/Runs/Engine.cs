using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Initialization;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Actors;
using AsyncRL.Training.Algorithms;
using AsyncRL.Training.Optimizers;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Runs;

/// <summary>
/// What learns: the shared parameters and the actor-learners of a configuration, without threads, files or reports. Training and profiling
/// run the same.
/// </summary>
internal sealed class Engine : IDisposable
{
    private readonly TrainingConfiguration _configuration;

    /// <summary>Sets up the shared parameters, all zero, and the actor-learners.</summary>
    /// <param name="configuration">What to run.</param>
    /// <param name="makeStatistics">Makes what an actor-learner counts with; the usual if null.</param>
    internal Engine(TrainingConfiguration configuration, Func<int, ActorStatistics>? makeStatistics = null)
    {
        _configuration = configuration;
        OptimizerOptions optimizer = configuration.Optimizer;
        LearningRate = new Annealing(optimizer.LearningRate, optimizer.LearningRateSchedule, configuration.AgentSteps);
        var sharing = SharingMode.Create(configuration.Sharing, configuration.VectorWidth)!;
        Shared = new SharedParameters(configuration.Network.Layout, sharing);
        Normalization = configuration.CreateNormalization();
        Learners = MakeLearners(makeStatistics ?? (_ => new ActorStatistics()));
    }

    /// <summary>θ, the shared statistics, and T.</summary>
    internal SharedParameters Shared { get; }

    /// <summary>One for each thread, or actor of the simulated execution.</summary>
    internal ActorLearner[] Learners { get; }

    /// <summary>The moments by which the task is normalized.</summary>
    internal Normalization Normalization { get; }

    /// <summary>η.</summary>
    internal Annealing LearningRate { get; }

    /// <summary>Draws θ. Stream 0 of the seed draws the parameters, stream 1 + i serves actor-learner i.</summary>
    internal void Initialize()
    {
        Initializer initializer = Array.Find([.. Initializer.All], i => i.Name == _configuration.Run.Initializer)!;
        var theta = new AlignedBlock<float>(Shared.Length);
        initializer.Initialize(_configuration.Network.Layout, new RandomGenerator(_configuration.Seed).Split(0), theta.Span);
        Shared.Restore(theta.Span, Optimizer.InitialStatistic(_configuration.Optimizer, Shared.Length).Span, 0, 0);
    }

    /// <summary>The schedule that interleaves the actor-learners on one thread; null where each has a thread.</summary>
    internal SimulatedExecution? CreateSimulation()
    {
        if (!IsSimulated) return null;
        RandomGenerator generator = new RandomGenerator(_configuration.Seed).Split(RandomStreams.SimulatedExecution);
        var delay = new Delay(_configuration.Run.Delay, _configuration.Run.DelayAgentSteps);
        return new SimulatedExecution(Learners, Shared, _configuration.AgentSteps, generator, delay, Learners[0].Episodes);
    }

    /// <summary>Disposes of every actor-learner's environment, after the threads have ended.</summary>
    public void Dispose() => DisposeOf(Learners);

    private bool IsSimulated => _configuration.Execution == TrainingConfiguration.Simulated;

    private ActorLearner[] MakeLearners(Func<int, ActorStatistics> makeStatistics)
    {
        VectorWidth width = _configuration.VectorWidth;
        Network<float> network = NetworkFactory.Single(_configuration.Network, width);
        var kernels = BlockKernels.For(width);
        var learners = new ActorLearner[_configuration.ActorLearners];
        var root = new RandomGenerator(_configuration.Seed);
        EpisodeQueue? shared = IsSimulated ? new EpisodeQueue(Math.Max(EpisodeQueue.UsualCapacity, 2 * learners.Length)) : null;
        try
        {
            for (int i = 0; i < learners.Length; i++)
                learners[i] = MakeLearner(i, network, kernels, root.Split(1 + (ulong)i), makeStatistics(i), shared);
        }
        catch
        {
            DisposeOf(learners);
            throw;
        }

        return learners;
    }

    private static void DisposeOf(ActorLearner?[] learners)
    {
        foreach (ActorLearner? learner in learners) learner?.Dispose();
    }

    private ActorLearner MakeLearner(
        int index,
        Network<float> network,
        BlockKernels kernels,
        RandomGenerator generator,
        ActorStatistics statistics,
        EpisodeQueue? shared)
    {
        var context = new AlgorithmContext
        {
            Network = network,
            Shared = Shared,
            Actor = new Actor(
                _configuration.Environment,
                _configuration.EnvironmentOptions,
                generator,
                environment => Normalization.WrapToLearn(environment, index),
                learns: true),
            Optimizer = Optimizer.Create(_configuration.Optimizer, Shared.Length),
            Clipper = new GradientClipper(kernels, _configuration.Optimizer.ClipNorm),
            LearningRate = LearningRate,
            LastAgentStep = _configuration.AgentSteps,
            FramesPerAgentStep = _configuration.FramesPerAgentStep,
            LongestEpisode = _configuration.LongestEpisode,
            Statistics = statistics,
            FusesUpdate = _configuration.FusesUpdate,
        };
        return new ActorLearner(index, _configuration.Algorithm, _configuration.AlgorithmOptions, context, shared);
    }
}
