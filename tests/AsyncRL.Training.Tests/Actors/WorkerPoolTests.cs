using System.Diagnostics;
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

public sealed class WorkerPoolTests : IDisposable
{
    private const int ThreadCount = 4;
    private static readonly NetworkStructure Structure = Structures.Perceptron(ScriptedTask.ObservationSize, 2, ScriptedTask.ActionCount);

    private readonly SharedParameters _shared = Structures.Share(Structure, new float[Structure.Layout.BlockLength]);
    private readonly Segments _segments = new();
    private readonly ActorLearner[] _learners = new ActorLearner[ThreadCount];
    private WorkerPool? _pool;

    public void Dispose() => _pool?.StopAndWait();

    [Fact]
    public void No_segment_runs_while_all_are_parked()
    {
        WorkerPool pool = MakePool(long.MaxValue);
        pool.Start();
        for (int round = 0; round < 50; round++)
        {
            long goal = _segments.Begun + ThreadCount;
            Assert.True(SpinWait.SpinUntil(() => _segments.Begun >= goal, Threads.Forever));
            pool.WhileParked(() =>
            {
                long begun = _segments.Begun;
                Assert.Equal(begun, _segments.Finished);
                Thread.SpinWait(20_000);
                Assert.Equal((begun, begun), (_segments.Begun, _segments.Finished));
            });
        }

        pool.StopAndWait();
        Assert.Null(pool.Fault);
        Assert.Equal(_segments.Begun, _segments.Finished);
    }

    /// <summary>The second request to park comes before the threads have left the first pause.</summary>
    [Fact]
    public void Parking_twice_at_once_parks_all_twice()
    {
        WorkerPool pool = MakePool(long.MaxValue);
        pool.Start();
        for (int round = 0; round < 200; round++)
        {
            pool.WhileParked(() => Assert.Equal(_segments.Begun, _segments.Finished));
            pool.WhileParked(() => Assert.Equal(_segments.Begun, _segments.Finished));
        }

        long goal = _segments.Begun + ThreadCount;
        Assert.True(SpinWait.SpinUntil(() => _segments.Begun >= goal, Threads.Forever));
    }

    [Fact]
    public void An_action_that_fails_lets_the_threads_go()
    {
        WorkerPool pool = MakePool(long.MaxValue);
        pool.Start();
        Assert.Throws<IOException>(() => pool.WhileParked(() => throw new IOException("The disk is full.")));
        long goal = _segments.Begun + ThreadCount;
        Assert.True(SpinWait.SpinUntil(() => _segments.Begun >= goal, Threads.Forever));
    }

    [Fact]
    public void An_action_when_all_threads_have_ended_is_done_at_once()
    {
        WorkerPool pool = MakePool(10);
        pool.Start();
        Assert.True(pool.WaitForEnd(Threads.Forever));
        bool done = false;
        pool.WhileParked(() => done = true);
        Assert.True(done);
    }

    /// <summary>On a machine of any speed, a thread is busy only while it is not parked.</summary>
    [Fact]
    public void Time_that_a_thread_is_parked_is_booked_to_no_phase()
    {
        long start = Stopwatch.GetTimestamp();
        WorkerPool pool = MakePool(long.MaxValue);
        pool.Start();
        Assert.True(SpinWait.SpinUntil(() => _segments.Begun >= 1000, Threads.Forever));
        TimeSpan parked = TimeSpan.Zero;
        pool.WhileParked(() =>
        {
            long from = Stopwatch.GetTimestamp();
            SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(from) > TimeSpan.FromMilliseconds(100));
            parked = Stopwatch.GetElapsedTime(from);
        });
        long goal = _segments.Begun + 1000;
        Assert.True(SpinWait.SpinUntil(() => _segments.Begun >= goal, Threads.Forever));
        pool.StopAndWait();
        double busyAtMost = (Stopwatch.GetElapsedTime(start) - parked).TotalSeconds;
        Assert.All(_learners, learner => Assert.InRange(learner.Statistics.Read().Seconds(Phase.Apply), 0, busyAtMost));
    }

    [Fact]
    public void Threads_end_when_t_reaches_its_last_value()
    {
        WorkerPool pool = MakePool(1000);
        pool.Start();
        Assert.True(pool.WaitForEnd(Threads.Forever));
        Assert.InRange(_shared.AgentSteps, 1000, 1000 + ThreadCount - 1);
        Assert.Equal(_shared.AgentSteps, _segments.Begun);
    }

    [Fact]
    public void Waiting_ends_with_the_time_when_threads_go_on()
    {
        WorkerPool pool = MakePool(long.MaxValue);
        pool.Start();
        Assert.False(pool.WaitForEnd(TimeSpan.FromMilliseconds(20)));
        Assert.False(pool.WaitForEnd(TimeSpan.Zero));
        pool.Stop();
        Assert.True(pool.WaitForEnd(Threads.Forever));
        Assert.True(pool.WaitForEnd(TimeSpan.Zero));
    }

    [Fact]
    public void A_stop_ends_threads_that_are_parked_for_it()
    {
        WorkerPool pool = MakePool(long.MaxValue);
        pool.Start();
        pool.WhileParked(pool.Stop);
        Assert.True(pool.WaitForEnd(Threads.Forever));
        Assert.Null(pool.Fault);
    }

    [Fact]
    public void The_first_failure_is_kept_with_its_thread_and_the_others_end()
    {
        _segments.FailingSegment = 500;
        WorkerPool pool = MakePool(long.MaxValue);
        pool.Start();
        Assert.True(pool.WaitForEnd(Threads.Forever));
        WorkerFault fault = pool.Fault!;
        Assert.Equal("Segment 500 failed.", fault.Exception.Message);
        Assert.Equal(_segments.FailingThread, fault.Worker);
        Assert.InRange(fault.AgentStep, 499 - ThreadCount, _shared.AgentSteps);
    }

    [Fact]
    public void Threads_are_dedicated_named_and_in_the_background()
    {
        WorkerPool pool = MakePool(ThreadCount * 1000);
        pool.Start();
        Assert.True(pool.WaitForEnd(Threads.Forever));
        HashSet<string> names = ["actor-learner 0", "actor-learner 1", "actor-learner 2", "actor-learner 3"];
        Assert.Subset(names, _segments.ThreadNames);
        Assert.False(_segments.SawPoolOrForegroundThread);
    }

    private WorkerPool MakePool(long lastAgentStep)
    {
        for (int i = 0; i < ThreadCount; i++)
        {
            var context = new AlgorithmContext
            {
                Network = NetworkFactory.Single(Structure, VectorWidth.Scalar),
                Shared = _shared,
                Actor = new Actor(new ScriptedTask(new StepOutcome(0, false, false)), new NoOptions(), new RandomGenerator(1)),
                Optimizer = TestUpdates.Statistics(new OptimizerOptions() with { ClipNorm = 0 }, _shared),
                LearningRates = new Annealing(0.01, falls: false, 1),
                LastAgentStep = 1,
                FramesPerAgentStep = 1,
                LongestEpisode = null,
                Statistics = new ActorStatistics(null, timesEverySegment: true),
            };
            _learners[i] = new ActorLearner(i, context, new Counting(_segments, context), lastAgentStep);
        }

        return _pool = new WorkerPool(_shared, _learners);
    }

    /// <summary>What the test records of all threads' segments.</summary>
    private sealed class Segments
    {
        private long _begun;
        private long _finished;

        internal long Begun => Interlocked.Read(ref _begun);

        internal long Finished => Interlocked.Read(ref _finished);

        /// <summary>The number of the segment that fails, from 1; 0 for none.</summary>
        internal long FailingSegment { get; set; }

        internal string? FailingThread { get; private set; }

        internal HashSet<string> ThreadNames { get; } = [];

        internal bool SawPoolOrForegroundThread { get; private set; }

        internal void Begin()
        {
            long number = Interlocked.Increment(ref _begun);
            Thread thread = Thread.CurrentThread;
            lock (ThreadNames)
            {
                ThreadNames.Add(thread.Name ?? "");
                SawPoolOrForegroundThread |= thread.IsThreadPoolThread || !thread.IsBackground;
            }

            if (number != FailingSegment) return;
            FailingThread = thread.Name;
            throw new InvalidOperationException($"Segment {number} failed.");
        }

        internal void Finish() => Interlocked.Increment(ref _finished);
    }

    /// <summary>A learner with segments of one agent step, which are counted at their start and at their update.</summary>
    private sealed class Counting(Segments segments, AlgorithmContext context) : ILearner
    {
        public LocalModel Model { get; } = context.CreateModel();

        public int Compute()
        {
            segments.Begin();
            Thread.SpinWait(50);
            context.Shared.AddAgentSteps(1);
            return 1;
        }

        public void Apply()
        {
            context.Statistics.Mark(Phase.Apply);
            segments.Finish();
        }
    }
}
