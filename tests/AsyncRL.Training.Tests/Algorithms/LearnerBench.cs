using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>
/// One actor-learner that a test controls. The optimizer is momentum with α = 0, so that its statistic is, bit for bit, the gradient
/// applied last.
/// </summary>
internal sealed class LearnerBench
{
    internal const double DefaultLearningRate = 0.01;
    internal const long LastAgentStep = 1_000_000;

    private readonly OptimizerStatistics _optimizer;

    /// <summary>A3C over one hidden layer.</summary>
    internal LearnerBench(ScriptedTask task, A3COptions options, ulong seed = 1, double learningRate = DefaultLearningRate)
        : this(
            task,
            new A3C(),
            options,
            Structures.Perceptron(ScriptedTask.ObservationSize, 7, ScriptedTask.ActionCount),
            seed,
            learningRate)
    {
    }

    /// <summary>Any algorithm over any network.</summary>
    /// <param name="task">The task.</param>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="options">Its options.</param>
    /// <param name="structure">A network with the algorithm's heads.</param>
    /// <param name="seed">Seed of the actor's generator, from which θ is drawn as well.</param>
    /// <param name="learningRate">η, the same at all T.</param>
    /// <param name="framesPerAgentStep">Frames per agent step, instead of the task's number.</param>
    /// <param name="shared">The parameters that it shares with other benches; new ones if null.</param>
    /// <param name="fusesUpdate">Whether an update is one sweep.</param>
    /// <param name="learningRateSchedule">η as a function of T; constant if null.</param>
    /// <param name="longestEpisode">Upper bound of the agent steps of an episode; null if none is known.</param>
    /// <param name="createLearner">Makes the learner; the algorithm does if null.</param>
    internal LearnerBench(
        ScriptedTask task,
        Algorithm algorithm,
        object options,
        NetworkStructure structure,
        ulong seed = 1,
        double learningRate = DefaultLearningRate,
        int framesPerAgentStep = 1,
        SharedParameters? shared = null,
        bool fusesUpdate = false,
        Annealing? learningRateSchedule = null,
        int? longestEpisode = null,
        Func<AlgorithmContext, ILearner>? createLearner = null)
    {
        Structure = structure;
        var generator = new RandomGenerator(seed);
        Shared = shared ?? Structures.Share(Structure, Structures.Draw(Structure, generator));
        var actor = new Actor(task, new NoOptions(), generator);
        Environment = task.Instances[^1];
        _optimizer = TestUpdates.GradientKeeper(Shared);
        Actor = actor;
        createLearner ??= ((IActorLearnerAlgorithm)algorithm.With(options)).CreateLearner;
        Algorithm = createLearner(new AlgorithmContext
        {
            Network = NetworkFactory.Single(Structure, VectorChoice.Widest),
            Shared = Shared,
            Actor = actor,
            Optimizer = _optimizer,
            LearningRates = learningRateSchedule ?? new Annealing(learningRate, falls: false, LastAgentStep),
            LastAgentStep = LastAgentStep,
            FramesPerAgentStep = framesPerAgentStep,
            LongestEpisode = longestEpisode,
            Statistics = Statistics,
            FusesUpdate = fusesUpdate,
        });
    }

    internal NetworkStructure Structure { get; }

    internal SharedParameters Shared { get; }

    internal ScriptedEnvironment Environment { get; }

    internal Actor Actor { get; }

    internal ActorStatistics Statistics { get; } = new();

    internal ILearner Algorithm { get; }

    /// <summary>The gradient applied last.</summary>
    internal float[] Gradient => _optimizer.Block(0).ToArray();

    internal float[] Theta
    {
        get
        {
            var theta = new float[Shared.Length];
            Shared.Snapshot(theta);
            return theta;
        }
    }

    /// <summary>Computes a segment and applies it.</summary>
    /// <returns>The number of agent steps.</returns>
    internal int RunSegment()
    {
        int steps = Algorithm.Compute();
        Algorithm.Apply();
        return steps;
    }

    /// <summary>Writes or reads the learner's part of a checkpoint: its statistics, its model, and its own state.</summary>
    internal void Transfer(StateTransfer state)
    {
        Statistics.Transfer(state);
        Algorithm.Model.Transfer(state);
        Algorithm.Transfer(state);
    }
}
