using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Execution;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Actors;

/// <summary>A segment: the turn of the execution that began with its snapshot, and the turn that ended with its update.</summary>
internal sealed record ScheduledSegment(int Actor, int SnapshotTurn, int ApplyTurn)
{
    /// <summary>Ticks of the clock from snapshot to apply. Every turn is one tick.</summary>
    internal int Ticks => ApplyTurn - SnapshotTurn + 1;
}

/// <summary>A simulated execution of actor-learners that learn nothing. All segments have the same length.</summary>
internal sealed class ScheduledSegments
{
    private static readonly NetworkStructure Structure = Structures.Perceptron(ScriptedTask.ObservationSize, 2, ScriptedTask.ActionCount);

    private readonly SharedParameters _shared = Structures.Share(Structure, new float[Structure.Layout.BlockLength]);
    private readonly int[] _snapshotTurns;
    private readonly int _length;
    private int _turn;

    internal ScheduledSegments(int actors, int length, long lastAgentStep, Delay delay, ulong seed = 1)
    {
        (_length, _snapshotTurns) = (length, new int[actors]);
        var learners = new ActorLearner[actors];
        for (int i = 0; i < actors; i++) learners[i] = Make(i);
        Execution = new SimulatedExecution(learners, _shared, lastAgentStep, new RandomGenerator(seed), delay);
    }

    internal SimulatedExecution Execution { get; }

    internal long AgentSteps => _shared.AgentSteps;

    /// <summary>Number of computed segments.</summary>
    internal int Computed { get; private set; }

    /// <summary>Segments in the order in which they were applied.</summary>
    internal List<ScheduledSegment> Applied { get; } = [];

    /// <summary>Runs turns until the execution is finished.</summary>
    internal ScheduledSegments RunToEnd()
    {
        while (true)
        {
            _turn++;
            if (Execution.Run() == Turn.Finished) return this;
        }
    }

    private ActorLearner Make(int actor)
    {
        AlgorithmContext context = MakeContext();
        return new ActorLearner(actor, context, new Learner(this, actor, context), long.MaxValue);
    }

    private AlgorithmContext MakeContext() => new()
    {
        Network = NetworkFactory.Single(Structure, VectorWidth.Scalar),
        Shared = _shared,
        Actor = new Actor(new ScriptedTask(new StepOutcome(0, false, false)), new NoOptions(), new RandomGenerator(1)),
        Optimizer = TestUpdates.Statistics(new OptimizerOptions() with { ClipNorm = 0 }, _shared),
        LearningRates = new Annealing(0.01, falls: false, 1),
        LastAgentStep = 1,
        FramesPerAgentStep = 1,
        LongestEpisode = null,
        Statistics = new ActorStatistics(),
    };

    private sealed class Learner(ScheduledSegments segments, int actor, AlgorithmContext context) : ILearner
    {
        public LocalModel Model { get; } = context.CreateModel();

        public int Compute()
        {
            segments.Computed++;
            segments._snapshotTurns[actor] = segments._turn;
            segments._shared.AddAgentSteps(segments._length);
            return segments._length;
        }

        public void Apply() => segments.Applied.Add(new ScheduledSegment(actor, segments._snapshotTurns[actor], segments._turn));
    }
}
