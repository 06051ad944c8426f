using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

public class AllocationTests
{
    private const int Segments = 1000;

    /// <summary>
    /// Episodes of 7 agent steps with t_max 5: full segments, and segments that end at a terminal state or at a time limit.
    /// </summary>
    private static readonly StepOutcome[] Script =
    [
        .. Enumerable.Repeat(new StepOutcome(1, false, false), 6), new(1, true, false),
        .. Enumerable.Repeat(new StepOutcome(1, false, false), 6), new(1, false, true),
    ];

    [Theory]
    [InlineData("a3c", "hogwild", "shared-rmsprop", VectorWidth.Scalar, true)]
    [InlineData("a3c", "hogwild", "shared-rmsprop", VectorWidth.Vector128, true)]
    [InlineData("a3c", "hogwild", "rmsprop", VectorWidth.Vector256, true)]
    [InlineData("a3c", "hogwild", "rmsprop", VectorWidth.Vector512, false)]
    [InlineData("n-step-q", "volatile", "shared-rmsprop", VectorWidth.Vector256, false)]
    [InlineData("a3c", "hogwild", "momentum-sgd", VectorWidth.Vector512, true)]
    [InlineData("a3c", "volatile", "shared-rmsprop", VectorWidth.Vector256, true)]
    [InlineData("a3c", "interlocked", "rmsprop", VectorWidth.Vector256, true)]
    [InlineData("one-step-q", "hogwild", "shared-adam", VectorWidth.Vector256, true)]
    [InlineData("one-step-sarsa", "hogwild", "adam", VectorWidth.Vector256, true)]
    [InlineData("n-step-q", "interlocked", "shared-adam", VectorWidth.Vector256, true)]
    [InlineData("n-step-q", "volatile", "adam", VectorWidth.Vector256, true)]
    [InlineData("acer", "hogwild", "shared-rmsprop", VectorWidth.Vector512, true)]
    [InlineData("acer", "interlocked", "shared-adam", VectorWidth.Vector256, false)]
    [InlineData("pgql", "hogwild", "shared-rmsprop", VectorWidth.Vector256, true)]
    [InlineData("pgql", "volatile", "adam", VectorWidth.Vector256, false)]
    public void A_thousand_segments_allocate_nothing(
        string algorithm, string sharing, string optimizer, VectorWidth width, bool fusesUpdate) =>
        AssertAllocatesNothing(MakeLearner(algorithm, sharing, optimizer, width, fusesUpdate));

    [Theory]
    [InlineData("td", true)]
    [InlineData("total", false)]
    [InlineData("return", true)]
    [InlineData("return-baseline", false)]
    [InlineData("q", true)]
    [InlineData("advantage", false)]
    [InlineData("v-trace", false)]
    [InlineData("v-trace", true)]
    public void So_do_the_other_weights_of_the_policy(string psi, bool fusesUpdate) =>
        AssertAllocatesNothing(MakeLearner("a3c", "hogwild", "shared-rmsprop", VectorWidth.Vector256, fusesUpdate, psi));

    private static void AssertAllocatesNothing(ActorLearner learner)
    {
        for (int i = 0; i < 20; i++) RunSegment(learner);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Segments; i++) RunSegment(learner);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(Segments + 20, learner.Statistics.Read().Updates);
    }

    private static void RunSegment(ActorLearner learner)
    {
        learner.Compute();
        learner.Apply();
    }

    /// <summary>
    /// A network with every kind of layer, including one with memory, except for methods with a replay memory for each thread. Their replay
    /// memory is so small that it is overwritten. Value methods update their target network every other segment.
    /// </summary>
    private static ActorLearner MakeLearner(
        string algorithm, string sharing, string optimizer, VectorWidth width, bool fusesUpdate, string psi = "gae")
    {
        Algorithm found = Parts<Algorithm>.Find(algorithm)!;
        object options = OptionSet.With(
            found.AllOptions,
            new Dictionary<string, string>
            {
                ["target-interval"] = "10",
                ["double"] = "true",
                ["dueling"] = "true",
                ["error"] = "huber",
                ["psi"] = psi,
                ["replay-start"] = "10",
                ["replay-size"] = "50",
            },
            new HashSet<string>());
        var description = (Algorithm)found.With(options);
        List<LayerDescription> trunk = [new Convolution(3, 2, 1), new Rectifier(), new FullyConnected(16), new Rectifier()];
        if (algorithm is not ("acer" or "pgql")) trunk.Add(new LongShortTermMemory(4));
        var structure = new NetworkStructure(
            new NetworkDescription("test", "a test", [.. trunk]),
            new Shape(2, 2, 1),
            description.Heads(ActionSpecification.Discrete(ScriptedTask.ActionCount)));
        var shared = new SharedParameters(structure.Layout, SharingModes.Create(sharing, width));
        var context = new AlgorithmContext
        {
            Network = NetworkFactory.Single(structure, width),
            Shared = shared,
            Actor = new Actor(new ScriptedTask(Script) { Records = false }, new NoOptions(), new RandomGenerator(1)),
            Optimizer = TestUpdates.Statistics(new OptimizerOptions { Optimizer = optimizer } with { ClipNorm = 0.001 }, shared),
            LearningRates = new Annealing(0.01, falls: true, 1_000_000),
            LastAgentStep = 1_000_000,
            FramesPerAgentStep = 1,
            LongestEpisode = 7,
            Statistics = new ActorStatistics(),
            FusesUpdate = fusesUpdate,
        };
        return new ActorLearner(0, context, ((IActorLearnerAlgorithm)description).CreateLearner(context), long.MaxValue);
    }
}
