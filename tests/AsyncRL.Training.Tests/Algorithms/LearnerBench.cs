using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Lanes;
using AsyncRL.Numerics.Networks;
using AsyncRL.Randomness;
using AsyncRL.Training.Actors;
using AsyncRL.Training.Algorithms;
using AsyncRL.Training.Optimizers;
using AsyncRL.Training.Sharing;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>
/// One actor-learner of A3C in the hands of a test. The optimiser is momentum without momentum, so that what it keeps of its own is, bit
/// for bit, the gradient applied last.
/// </summary>
internal sealed class LearnerBench
{
    internal const double DefaultLearningRate = 0.01;
    internal const long LastAgentStep = 1_000_000;

    private readonly Optimizer _optimizer;

    internal LearnerBench(
        ScriptedTask task,
        AdvantageActorCriticOptions options,
        ulong seed = 1,
        double learningRate = DefaultLearningRate,
        NetworkStructure? structure = null)
    {
        Structure = structure ?? Structures.Perceptron(ScriptedTask.ObservationSize, 7, ScriptedTask.ActionCount);
        var generator = new RandomGenerator(seed);
        var theta = new float[Structure.Layout.BlockLength];
        foreach (ParameterSlice slice in Structure.Layout.Slices)
            Numbers.Normal(generator, slice.Length, 0.5).CopyTo(slice.Of(theta.AsSpan()));
        Shared = Structures.Share(Structure, theta);
        var actor = new Actor(task, new NoOptions(), generator);
        Environment = task.Instances[^1];
        _optimizer = Optimizer.Create(new OptimizerOptions { Optimizer = "momentum-sgd", Decay = 0 }, Shared.Length);
        Actor = actor;
        Algorithm = new AdvantageActorCritic(
            new AlgorithmContext
            {
                Network = NetworkFactory.Single(Structure, LaneChoice.Widest),
                Shared = Shared,
                Actor = actor,
                Optimizer = _optimizer,
                Clipper = new GradientClipper(BlockKernels.For(LaneChoice.Widest), 0),
                LearningRate = new Schedule(learningRate, falls: false, LastAgentStep),
                LastAgentStep = LastAgentStep,
                FramesPerAgentStep = 1,
                LongestEpisode = null,
                Statistics = Statistics,
            },
            options);
    }

    internal NetworkStructure Structure { get; }

    internal SharedParameters Shared { get; }

    internal ScriptedEnvironment Environment { get; }

    internal Actor Actor { get; }

    internal ActorStatistics Statistics { get; } = new();

    internal ISegmentAlgorithm Algorithm { get; }

    /// <summary>The gradient applied last.</summary>
    internal float[] Gradient => _optimizer.OwnStatistic.ToArray();

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
    /// <returns>Its agent steps.</returns>
    internal int RunSegment()
    {
        int steps = Algorithm.ComputeSegment();
        Algorithm.Apply();
        return steps;
    }
}
