using System.Linq;
using AsyncRL.Environments;
using AsyncRL.TestSources;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Exchange;

/// <summary>Runs of several ranks that end before their agent steps are done, all ranks together.</summary>
public sealed class RankEarlyEndTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Returns_travel_whole_and_the_ranks_take_turns()
    {
        var counted = new List<double>();
        RankReturns first = new(counted.Add, 3), second = new(counted.Add, 3);
        foreach (double each in (double[])[9, 1.1, -2e30, 3]) first.Add(each);
        second.Add(0.1);
        int length = first.FloatsOfRank(2);
        Assert.Equal(7, length);
        var numbers = new float[2 * length];
        first.Write(numbers.AsSpan(0, length));
        second.Write(numbers.AsSpan(length));
        for (int i = 0; i < 4; i++)
        {
            first.Count(numbers.AsSpan(0, length), i);
            first.Count(numbers.AsSpan(length), i);
        }

        // The oldest of four is dropped, because three decide.
        double[] expected = [1.1, 0.1, -2e30, 3];
        Assert.Equal(expected.Length, counted.Count);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], counted[i], 1e-14 * Math.Abs(expected[i]));
        first.Write(numbers.AsSpan(0, length));
        Assert.False(first.Count(numbers.AsSpan(0, length), 0));
    }

    [Fact]
    public void Returns_without_room_in_a_round_wait_for_the_next_one()
    {
        var counted = new List<double>();
        var returns = new RankReturns(counted.Add, 5);
        for (int i = 1; i <= 5; i++) returns.Add(i);
        var numbers = new float[1 + (2 * 2)];
        for (int round = 0; round < 3; round++)
        {
            returns.Write(numbers);
            for (int i = 0; i < 2; i++) returns.Count(numbers, i);
        }

        Assert.Equal([1, 2, 3, 4, 5], counted);
    }

    /// <summary>The simulated execution ends at the same agent step in every repetition, and after every interruption.</summary>
    [Theory]
    [InlineData("mean")]
    [InlineData("turns")]
    public void A_target_return_ends_simulated_ranks_repeatably(string scheme)
    {
        TrainingRequest request = Request(3, 50_000, ("target-return", "3.5"), ("target-episodes", "12"), ("exchange-combine", scheme));
        TrainingResult first = Trainer.Train(request.For(new WalkTask())), second = Trainer.Train(request.For(new WalkTask()));
        Assert.Equal((TrainingEnd.TargetReturn, TrainingEnd.TargetReturn), (first.End, second.End));
        Assert.InRange(first.AgentSteps, 100, 40_000);
        Assert.Equal((first.AgentSteps, first.Episodes), (second.AgentSteps, second.Episodes));
        Bits.AssertSame(first.Theta, second.Theta, "theta");
        long part = first.AgentSteps / 4;
        RunBench.AssertInterruptionsChangeNothing(request, _directory, [part, part]);
    }

    /// <summary>No rank alone has the target: the episodes of rank 0 have low returns, those of rank 1 high ones.</summary>
    [Theory]
    [InlineData("a3c")]
    [InlineData("a2c")]
    public void A_target_return_is_of_the_episodes_of_all_ranks_and_ends_them_in_the_same_round(string algorithm)
    {
        // Reports are rare: the returns do not wait for them.
        TrainingRequest request =
            Requests.Small(30_000_000, ("target-return", "400"), ("target-episodes", "40"), ("report-seconds", "1000"));
        request = request with { Algorithm = algorithm };
        TrainingConfiguration low = request.For(new WalkTask());
        TrainingConfiguration high = request.For(
            new WalkTask { Alter = (_, outcome) => new StepOutcome(1000, outcome.Terminated, outcome.Truncated) });
        TrainingResult[] results = Train([low, high], RunDirectory.Create(_directory.At("run"), low));
        Assert.Equal(TrainingEnd.TargetReturn, results[0].End);
        AssertEndedTogether(results);
    }

    [Theory]
    [InlineData("a3c", "auto")]
    [InlineData("a2c", "auto")]
    [InlineData("a3c", "simulated")]
    public void The_seconds_of_the_training_end_all_ranks_in_the_same_round(string algorithm, string execution)
    {
        TrainingRequest request =
            Requests.Small(3_000_000_000, ("training-seconds", "0.4"), ("exchange-agent-steps", "100")) with { Algorithm = algorithm };
        if (execution == "simulated") request = request.Simulated(2);
        TrainingConfiguration configuration = request.For(new WalkTask());
        TrainingResult[] results = Train([configuration, configuration], RunDirectory.Create(_directory.At("run"), configuration));
        Assert.Equal(TrainingEnd.TrainingSeconds, results[0].End);
        Assert.InRange(results[0].Seconds, 0.4, 20);
        AssertEndedTogether(results);

        // A run whose seconds are over ends at once when it continues, and goes on without the option.
        TrainingResult again = Continue(configuration);
        Assert.Equal(TrainingEnd.TrainingSeconds, again.End);
        var assignments = new Dictionary<string, string>(request.Assignments) { ["training-seconds"] = "auto" };
        TrainingRequest longer = request with { AgentSteps = again.AgentSteps + 2000, Assignments = assignments };
        Assert.Equal(TrainingEnd.AgentSteps, Continue(longer.For(new WalkTask())).End);
    }

    [Fact]
    public void Groups_end_by_their_returns_and_by_their_seconds()
    {
        TrainingResult byReturns = Trainer.Train(Groups(("target-return", "-50"), ("target-episodes", "12")));
        Assert.Equal(TrainingEnd.TargetReturn, byReturns.End);
        TrainingResult bySeconds = Trainer.Train(Groups(("training-seconds", "0.2")));
        Assert.Equal(TrainingEnd.TrainingSeconds, bySeconds.End);

        static TrainingConfiguration Groups(params ReadOnlySpan<(string Name, string Value)> options) =>
            (Requests.Small(3_000_000_000, [("groups", "2"), .. options]) with { Threads = 2 }).For(new WalkTask());
    }

    private static void AssertEndedTogether(TrainingResult[] results)
    {
        foreach (TrainingResult result in results)
        {
            Assert.Equal(results[0].AgentSteps, result.AgentSteps);
            Assert.False(result.Interrupted);
            Bits.AssertSame(results[0].Theta, result.Theta, "theta");
        }
    }

    private static TrainingResult[] Train(TrainingConfiguration[] configurations, RunDirectory directory)
    {
        InProcessCommunicator[] communicators = InProcessCommunicator.Create(configurations.Length);
        var results = new TrainingResult[configurations.Length];
        Threads.Run([.. Enumerable.Range(0, results.Length).Select(rank => (Action)(() => results[rank] =
            RankTraining.Begin(configurations[rank], communicators[rank], rank == 0 ? directory : null)))]);
        return results;
    }

    private TrainingResult Continue(TrainingConfiguration configuration)
    {
        InProcessCommunicator[] communicators = InProcessCommunicator.Create(2);
        RunDirectory directory = RunDirectory.Open(_directory.At("run"));
        TrainingResult? result = null;
        Threads.Run(
            () => result = RankTraining.Continue(Continuation.Prepare(directory, configuration, ranks: 2), communicators[0]),
            () => RankTraining.Join(configuration, communicators[1]));
        return result!;
    }

    private static TrainingRequest Request(int ranks, long agentSteps, params ReadOnlySpan<(string Name, string Value)> options) =>
        Requests.Small(agentSteps, [("simulated-ranks", $"{ranks}"), ("exchange-agent-steps", "60"), .. options]).Simulated(2);
}
