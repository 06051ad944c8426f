using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Profiling;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Synchronous;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>
/// Compares the estimated memory of configurations with their allocations, and tests configurations that are too large for any machine.
/// </summary>
public sealed class MemoryEstimateTests
{
    [Theory]
    [InlineData("catch", "a3c", 1)]
    [InlineData("catch", "a3c", 5)]
    [InlineData("catch", "one-step-q", 3, "optimizer=rmsprop")]
    [InlineData("pong", "a3c", 2)]
    [InlineData("pong", "n-step-q", 2, "t-max=200", "optimizer=adam")]
    [InlineData("pong", "one-step-sarsa", 1, "frame-size=200")]
    [InlineData("catch-once", "a3c", 4, "t-max=500")]
    [InlineData("pendulum", "a3c-continuous", 3, "t-max=auto", "normalize-observations=true", "normalize-rewards=true")]
    [InlineData("racer", "a3c", 2, "stack=4")]
    [InlineData("labyrinth", "a3c", 2)]
    [InlineData("pong", "ppo", 1, "environments=4", "minibatch-size=4096")]
    [InlineData("pong", "impala", 1, "environments=4", "batch-size=300")]
    [InlineData("pong", "impala", 2, "environments=8")]
    [InlineData("pong", "ga3c", 1, "environments=40", "training-min-batch=300")]
    [InlineData("pong", "dqn", 1, "replay-size=20000", "replay=proportional")]
    [InlineData("pong", "dqn", 2, "replay-size=15000", "replay=rank", "minibatch-size=300")]
    [InlineData("cartpole", "dqn", 1, "replay-size=100000")]
    [InlineData("catch-once", "r2d2", 1, "replay-size=20000", "sequence-length=20", "burn-in=10", "minibatch-size=8")]
    [InlineData("pong", "ape-x", 1, "replay-size=20000", "minibatch-size=64")]
    [InlineData("pong", "ape-x", 4, "replay-size=15000", "environments=16", "learners=2", "optimizer=adam")]
    [InlineData("pendulum", "ddpg", 1, "replay-size=200000")]
    [InlineData("pendulum", "ddpg", 2, "replay-size=100000", "minibatch-size=256", "hidden=400,300", "environments=2")]
    [InlineData("pong", "ga3c", 2, "tuner-seconds=20")]
    [InlineData("pong", "acer", 2, "replay-size=3000")]
    [InlineData("catch", "acer", 1, "trust-region=0")]
    [InlineData("cartpole", "acer", 3)]
    [InlineData("pong", "pgql", 2, "replay-size=3000", "minibatch-size=100")]
    [InlineData("cartpole", "pgql", 1)]
    [InlineData("labyrinth", "unreal", 2)]
    [InlineData("catch", "unreal", 1, "feature-control=0.1", "replay-size=5000")]
    [InlineData("cartpole", "unreal", 3, "pixel-control=0", "t-max=500")]
    [InlineData("catch-once", "impala", 1, "t-max=50")]
    [InlineData("catch-once", "ga3c", 1, "training-min-batch=1000")]
    [InlineData("null", "a3c", 2, "height=500", "width=500", "channels=2")]
    public void The_estimate_of_an_engine_is_near_what_it_allocates(
        string environment, string algorithm, int threads, params string[] assignments)
    {
        TrainingConfiguration configuration = Resolve(environment, algorithm, threads, assignments);
        double estimated = (double)MemoryEstimate.OfEngine(configuration).Bytes - MemoryEstimate.ProgramBytes
            - (threads * LearnerMemory.StackBytes);
        Allocate(configuration);
        double allocated = Allocate(configuration);
        Assert.InRange(estimated / allocated, 0.95, 1.3);
    }

    [Theory]
    [InlineData("ppo", 2)]
    [InlineData("a3c", 2)]
    [InlineData("a3c", 2, "exchange-combine=turns", "exchange-statistics=mean", "optimizer=shared-adam")]
    public void The_estimate_of_the_exchange_between_ranks_is_near_what_it_allocates(
        string algorithm, int threads, params string[] assignments)
    {
        TrainingConfiguration configuration = Resolve("pong", algorithm, threads, assignments);
        double estimated = (double)RankMemory.Exchange(new LearnerMemory(configuration), configuration.Exchange).Bytes;
        Measure(new RankPlace(0, 2));
        double allocated = Measure(new RankPlace(0, 2)) - Measure(null);
        Assert.InRange(estimated / allocated, 0.95, 1.2);
        var together = MemoryEstimate.OfTraining(configuration, 2);
        double more = (double)(together.Bytes - MemoryEstimate.OfTraining(configuration).Bytes);
        Assert.InRange(more, estimated + (2 * 4 * configuration.Network.Layout.BlockLength), double.MaxValue);

        double Measure(RankPlace? place)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            using var engine = new Engine(configuration, place: place);
            var communicator = InProcessCommunicator.Create(2)[0];
            if (place is not null) GC.KeepAlive(RankRounds.Create(configuration, communicator, engine, null));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    /// <summary>A rank of A2C has fewer environments than one process, so that only the gradients are compared.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_estimate_of_the_gradients_of_ranks_is_near_what_they_allocate(int threads)
    {
        TrainingConfiguration configuration = Resolve("pong", "a2c", threads, []);
        double estimated = (double)RankMemory.Exchange(new LearnerMemory(configuration), configuration.Exchange).Bytes;
        IMemberLink link = new PairedLinks().Links[0];
        var place = new MemberPlace(0, threads, 2 * threads);
        long before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(new RankGradients(link, place, configuration.Network.Layout.BlockLength / 16, 16, 1));
        Assert.InRange(estimated / (GC.GetAllocatedBytesForCurrentThread() - before), 0.95, 1.05);
    }

    [Fact]
    public void Simulated_ranks_need_the_memory_of_as_many_engines()
    {
        TrainingRequest request = new()
        {
            Environment = "pong",
            Execution = "simulated",
            Actors = 1,
            Assignments = new Dictionary<string, string> { ["simulated-ranks"] = "8" },
        };
        TrainingConfiguration eight = TrainingConfiguration.Resolve(request);
        var size = new LearnerMemory(eight);
        Assert.True(MemoryEstimate.OfTraining(eight).Bytes > 8 * MemoryEstimate.OfEngine(eight).Bytes * 9 / 10);
        Assert.InRange((double)RankMemory.States(size, 8).Bytes / (double)size.SharedBytes, 16, 50);
    }

    /// <summary>Rank 0 has the state of every rank, with its replay memory, while it writes a checkpoint, and its own once more.</summary>
    [Theory]
    [InlineData("ape-x", "true", 5)]
    [InlineData("ape-x", "false", 0)]
    [InlineData("acer", "true", 5)]
    [InlineData("acer", "false", 0)]
    [InlineData("unreal", "true", 5)]
    [InlineData("unreal", "false", 0)]
    public void The_states_of_ranks_are_counted_with_their_replay_memories(string algorithm, string savesReplay, int memories)
    {
        TrainingConfiguration configuration = Resolve("pong", algorithm, 3, ["replay-size=1000000", $"save-replay={savesReplay}"]);
        Int128 experience = RankMemory.Experience(new LearnerMemory(Resolve("pong", algorithm, 3, ["replay-size=1000000"])));
        Assert.True(experience > 7_000_000_000);
        Int128 more = MemoryEstimate.OfTraining(configuration, 4).Bytes - MemoryEstimate.OfTraining(configuration).Bytes;
        Assert.InRange((double)more / (double)experience, memories, memories + 0.1);
        MemoryShare states = RankMemory.States(new LearnerMemory(configuration), 4);
        Assert.Equal(memories > 0, states.Remedy.Contains("replay-size", StringComparison.Ordinal));
    }

    /// <summary>If the estimate of a block were too small, its allocation could fail although the estimate fits.</summary>
    [Theory]
    [InlineData("mlp-lstm", 7)]
    [InlineData("mnih2013-lstm", 40)]
    public void The_size_of_activations_is_what_they_allocate(string network, int rows)
    {
        NetworkStructure structure = Resolve("pong", "a3c", 1, [], network).Network;
        var size = ActivationsSize.Of(structure, rows);
        long before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(new Activations<float>(structure, rows));
        double allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange((double)size.Numbers * sizeof(float) / allocated, 0.97, 1);
        Assert.InRange(size.LargestBlock, 1, size.Numbers);
    }

    [Fact]
    public void Numbers_beyond_all_memory_are_counted_and_not_folded()
    {
        var one = MemoryEstimate.OfTraining(Resolve("catch", "a3c", 1, ["t-max=100000"]));
        var many = MemoryEstimate.OfTraining(Resolve("catch", "a3c", int.MaxValue, ["t-max=100000"]));
        Assert.True(many.Bytes > one.Bytes * (int.MaxValue / 2));
        Assert.True(many.Bytes > long.MaxValue / 1000);
    }

    [Fact]
    public void What_does_not_fit_is_said_with_both_numbers_and_what_to_lower()
    {
        var estimate = MemoryEstimate.OfTraining(Resolve("catch", "a3c", 1000, []));
        string sentence = Assert.Throws<InputException>(() => estimate.Check(100 << 20)).Message;
        Assert.Matches(
            @"^This needs [0-9.]+ .iB of memory, [0-9.]+ .iB of it for .*1,000 threads.*, but 100 MiB is available; expected .*\.$",
            sentence);
        estimate.Check((long)estimate.Bytes);
        Assert.Throws<InputException>(() => estimate.Check((long)estimate.Bytes - 1));
    }

    [Fact]
    public void A_block_that_no_array_holds_is_refused_by_any_machine()
    {
        var estimate = MemoryEstimate.OfTraining(Resolve("pong", "a3c", 1, ["t-max=100000"]));
        string sentence = Assert.Throws<InputException>(() => estimate.Check(long.MaxValue)).Message;
        const string Start = "A block of the rows of 100,001 agent steps for each of 1 thread would have 2,8";
        Assert.StartsWith(Start, sentence, StringComparison.Ordinal);
        Assert.EndsWith("numbers, but one can have 2,147,483,527; expected a smaller t-max.", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rollout_that_no_array_holds_is_refused_by_any_machine()
    {
        var estimate = MemoryEstimate.OfTraining(Resolve("pong", "ppo", 1, ["t-max=100000", "minibatch-size=64"]));
        string sentence = Assert.Throws<InputException>(() => estimate.Check(long.MaxValue)).Message;
        const string Start = "A block of the experience of a round would have 2,822,400,000 numbers, but one can have ";
        Assert.StartsWith(Start, sentence, StringComparison.Ordinal);
    }

    /// <summary>The advice names the options that determine the part, and no others.</summary>
    [Theory]
    [InlineData("pong", "impala", 1, "expected a smaller value of t-max or batch-size.", "batch-size=4096", "t-max=1000")]
    [InlineData("pong", "impala", 1, "expected a smaller value of environments or t-max.", "environments=4096", "t-max=1000")]
    [InlineData("pong", "impala", 9, "expected a smaller value of t-max, batch-size or learners.",
        "batch-size=400", "learners=8", "t-max=1000")]
    [InlineData("pong", "ppo", 1, "expected a smaller value of environments or t-max.", "environments=4096", "t-max=2048")]
    [InlineData("pong", "ga3c", 1, "expected a smaller value of t-max or training-min-batch.", "training-min-batch=100000")]
    [InlineData("pong", "ga3c", 1, "expected a smaller value of t-max or queue.", "queue=1000000")]
    [InlineData("catch", "a2c", 1, "expected a smaller value of environments or t-max.", "environments=4096", "t-max=500")]
    [InlineData("pong", "n-step-q", 1, "expected a smaller t-max.", "t-max=50000")]
    [InlineData("pong", "one-step-q", 1, "expected a smaller update-interval.", "update-interval=50000")]
    public void The_options_of_the_largest_part_are_named(
        string environment, string algorithm, int threads, string advice, params string[] assignments)
    {
        var estimate = MemoryEstimate.OfTraining(Resolve(environment, algorithm, threads, assignments));
        string sentence = Assert.Throws<InputException>(() => estimate.Check(200 << 20)).Message;
        Assert.EndsWith(advice, sentence, StringComparison.Ordinal);
    }

    /// <summary>Each environment of a synchronous algorithm has statistics of its own.</summary>
    [Fact]
    public void Statistics_of_normalization_are_counted_for_each_environment()
    {
        string[] normalized = ["environments=16", "normalize-observations=true"];
        Int128 one = MemoryEstimate.OfTraining(Resolve("cartpole", "a2c", 1, normalized)).Bytes
            - MemoryEstimate.OfTraining(Resolve("cartpole", "a2c", 1, ["environments=16"])).Bytes;
        Assert.Equal(2 * 16 * ((3 * 4) + 64) * sizeof(double), (long)one);
    }

    [Fact]
    public void A_profile_holds_all_its_engines_at_the_same_time()
    {
        var training = new TrainingRequest { Environment = "catch" };
        Int128 two = ProfileRequest.For(training, [2]).EstimateMemory().Bytes;
        Int128 four = ProfileRequest.For(training, [4]).EstimateMemory().Bytes;
        Assert.Equal(two + four - MemoryEstimate.ProgramBytes, ProfileRequest.For(training, [2, 4]).EstimateMemory().Bytes);
    }

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(1024, "1.00 KiB")]
    [InlineData(1536 * 1024, "1.50 MiB")]
    [InlineData(100L << 30, "100 GiB")]
    [InlineData(long.MaxValue, "8.00 EiB")]
    public void Bytes_are_described_in_the_unit_that_people_read(long bytes, string text) =>
        Assert.Equal(text, MemoryShare.Describe(bytes));

    [Fact]
    public void No_number_of_threads_makes_a_block_larger_than_an_array() =>
        Assert.Throws<OverflowException>(() => new AlignedBlock<float>(int.MaxValue));

    private static double Allocate(TrainingConfiguration configuration)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(new Engine(configuration));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static TrainingConfiguration Resolve(
        string environment, string algorithm, int threads, string[] assignments, string? network = null)
    {
        var options = new Dictionary<string, string>();
        foreach (string assignment in assignments) options.Add(assignment.Split('=')[0], assignment.Split('=')[1]);
        return TrainingConfiguration.Resolve(new TrainingRequest
        {
            Environment = environment,
            Algorithm = algorithm,
            Network = network,
            Threads = threads,
            Assignments = options,
        });
    }
}
