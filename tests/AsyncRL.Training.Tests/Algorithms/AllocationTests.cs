using System.Linq;
using AsyncRL.Environments;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Lanes;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Randomness;
using AsyncRL.Training.Actors;
using AsyncRL.Training.Algorithms;
using AsyncRL.Training.Optimizers;
using AsyncRL.Training.Sharing;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

public class AllocationTests
{
    private const int Segments = 1000;

    /// <summary>
    /// Episodes of 7 agent steps with t_max 5: segments that are full, that end at a terminal state and that end at a time limit.
    /// </summary>
    private static readonly StepOutcome[] Script =
    [
        .. Enumerable.Repeat(new StepOutcome(1, false, false), 6), new(1, true, false),
        .. Enumerable.Repeat(new StepOutcome(1, false, false), 6), new(1, false, true),
    ];

    [Theory]
    [InlineData("hogwild", "shared-rmsprop", LaneWidth.Scalar)]
    [InlineData("hogwild", "shared-rmsprop", LaneWidth.Vector128)]
    [InlineData("hogwild", "rmsprop", LaneWidth.Vector256)]
    [InlineData("hogwild", "momentum-sgd", LaneWidth.Vector512)]
    [InlineData("volatile", "shared-rmsprop", LaneWidth.Vector256)]
    [InlineData("interlocked", "rmsprop", LaneWidth.Vector256)]
    public void A_thousand_segments_allocate_nothing(string discipline, string optimizer, LaneWidth lane)
    {
        ActorLearner learner = MakeLearner(discipline, optimizer, lane);
        learner.Statistics.StartClock();
        for (int i = 0; i < 20; i++) learner.RunSegment();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Segments; i++) learner.RunSegment();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(Segments + 20, learner.Statistics.Updates);
    }

    private static ActorLearner MakeLearner(string discipline, string optimizer, LaneWidth lane)
    {
        NetworkStructure structure = Structures.ActorCritic(
            new Shape(2, 2, 1),
            ScriptedTask.ActionCount,
            new Convolution(3, 2, 1),
            new Rectifier(),
            new FullyConnected(5),
            new Rectifier());
        var shared = new SharedParameters(structure.Layout, Disciplines.Create(discipline, lane));
        var context = new AlgorithmContext
        {
            Network = NetworkFactory.Single(structure, lane),
            Shared = shared,
            Actor = new Actor(new ScriptedTask(Script) { Records = false }, new NoOptions(), new RandomGenerator(1)),
            Optimizer = Optimizer.Create(new OptimizerOptions { Optimizer = optimizer }, shared.Length),
            Clipper = new GradientClipper(BlockKernels.For(lane), 0.001),
            LearningRate = new Schedule(0.01, falls: true, 1_000_000),
            LastAgentStep = 1_000_000,
            Statistics = new ActorStatistics(),
        };
        return new ActorLearner(0, AlgorithmDescription.Find("a3c")!, new AdvantageActorCriticOptions(), context);
    }
}
