using AsyncRL.TestSources;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Exchange;

/// <summary>Runs of several ranks whose actor-learners have threads.</summary>
public sealed class RankThreadTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public void Ranks_train_to_the_end_and_agree_on_theta(int ranks, int threads)
    {
        TrainingConfiguration configuration = Request(threads, 20_000).For(new WalkTask());
        TrainingResult[] results = Train(ranks, configuration, Create(configuration));
        foreach (TrainingResult result in results)
        {
            Bits.AssertSame(results[0].Theta, result.Theta, "theta");
            Assert.Equal(TrainingEnd.AgentSteps, result.End);
        }

        Assert.InRange(results[0].AgentSteps, 20_000, 20_000 + (ranks * threads * 2 * 5));
        string[] checkpoints = Directory.GetFiles(Path.Combine(_directory.At("run"), "checkpoints"));
        Assert.NotEmpty(checkpoints);
    }

    /// <summary>Rank 1 is stopped. All ranks save and end, and the run continues with the same number of ranks.</summary>
    [Fact]
    public void A_stop_of_any_rank_stops_all_and_the_run_continues()
    {
        TrainingConfiguration configuration = Request(2, 50_000_000).For(new WalkTask());
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(TimeSpan.FromSeconds(1));
        TrainingResult[] results = Train(2, configuration, Create(configuration), stop.Token);
        Assert.All(results, result => Assert.True(result.Interrupted));
        RunDirectory directory = RunDirectory.Open(_directory.At("run"));
        long done = results[0].AgentSteps;
        TrainingConfiguration shorter = (directory.ReadRequest() with { AgentSteps = done + 20_000 }).For(new WalkTask());
        InProcessCommunicator[] communicators = InProcessCommunicator.Create(2);
        TrainingResult? resumed = null;
        Threads.Run(
            () => resumed = RankTraining.Continue(Continuation.Prepare(directory, shorter, ranks: 2), communicators[0]),
            () => RankTraining.Join(shorter, communicators[1]));
        Assert.Equal(TrainingEnd.AgentSteps, resumed!.End);
        Assert.True(resumed.AgentSteps >= done + 20_000 && resumed.Episodes > results[0].Episodes);
    }

    [Fact]
    public void A_target_return_is_of_the_episodes_of_all_ranks()
    {
        TrainingConfiguration configuration = Request(1, 50_000_000, ("target-return", "-100")).For(new WalkTask());
        TrainingResult[] results = Train(2, configuration, Create(configuration));
        Assert.Equal(TrainingEnd.TargetReturn, results[0].End);
    }

    private static TrainingResult[] Train(
        int ranks, TrainingConfiguration configuration, RunDirectory directory, CancellationToken stopOfLast = default)
    {
        InProcessCommunicator[] communicators = InProcessCommunicator.Create(ranks);
        var results = new TrainingResult[ranks];
        var work = new Action[ranks];
        for (int i = 0; i < ranks; i++)
        {
            int rank = i;
            CancellationToken stop = rank == ranks - 1 ? stopOfLast : default;
            work[rank] = () => results[rank] =
                RankTraining.Begin(configuration, communicators[rank], rank == 0 ? directory : null, null, stop);
        }

        Threads.Run(work);
        return results;
    }

    private RunDirectory Create(TrainingConfiguration configuration) => RunDirectory.Create(_directory.At("run"), configuration);

    private static TrainingRequest Request(int threads, long agentSteps, params ReadOnlySpan<(string Name, string Value)> options) =>
        Requests.Small(agentSteps, [("report-seconds", "0.05"), ("checkpoint-seconds", "0.2"), .. options]) with { Threads = threads };
}
