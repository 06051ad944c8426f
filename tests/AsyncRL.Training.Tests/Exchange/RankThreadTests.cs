using AsyncRL.Algorithms.Parameters;
using AsyncRL.Environments;
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

    /// <summary>
    /// On this task a round takes longer than a period. A rank that waits near T_max supposes that the others have done as much as it has;
    /// one that went on during the round may have done up to its share of what was left, and the rank then does a share of the rest. This
    /// exceeds T_max by at most a quarter of what was left at the round, whatever the timing.
    /// </summary>
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

        Assert.InRange(results[0].AgentSteps, 20_000, 20_000 + (20_000 / 4) + (ranks * RankRounds.PeriodOf(configuration)));
        string[] checkpoints = Directory.GetFiles(Path.Combine(_directory.At("run"), "checkpoints"));
        Assert.NotEmpty(checkpoints);
    }

    /// <summary>
    /// Rank 1 is stopped. All ranks save and end, and the run continues with the same number of ranks. T counts every agent step of every
    /// rank once, although agent steps after the last round before the stop are counted only after the resume.
    /// </summary>
    [Fact]
    public void A_stop_of_any_rank_stops_all_and_the_run_continues()
    {
        WalkTask task = new(), taskOfResumed = new();
        TrainingConfiguration configuration = Request(2, 50_000_000).For(task);
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(TimeSpan.FromSeconds(1));
        TrainingResult[] results = Train(2, configuration, Create(configuration), stop.Token);
        Assert.All(results, result => Assert.True(result.Interrupted));
        RunDirectory directory = RunDirectory.Open(_directory.At("run"));
        long done = task.Steps;
        TrainingConfiguration shorter = (directory.ReadRequest() with { AgentSteps = done + 20_000 }).For(taskOfResumed);
        TrainingResult resumed = Resume(directory, shorter);
        Assert.Equal(TrainingEnd.AgentSteps, resumed.End);
        Assert.True(resumed.AgentSteps >= done + 20_000 && resumed.Episodes > results[0].Episodes);
        Assert.Equal(done + taskOfResumed.Steps, resumed.AgentSteps);
    }

    /// <summary>The episodes of rank 1 have high returns. Rank 0 alone never has the target.</summary>
    [Fact]
    public void A_target_return_is_of_the_episodes_of_all_ranks()
    {
        TrainingRequest request = Request(1, 3_000_000, ("target-return", "100"), ("target-episodes", "20"));
        TrainingConfiguration first = request.For(new WalkTask());
        TrainingConfiguration second = request.For(
            new WalkTask { Alter = (_, outcome) => new StepOutcome(1000, outcome.Terminated, outcome.Truncated) });
        TrainingResult[] results = Train(first, second, Create(first));
        Assert.Equal(TrainingEnd.TargetReturn, results[0].End);
    }

    /// <summary>A rank whose worker failed after all agreed to stop still ends the run with its failure.</summary>
    [Fact]
    public void A_failure_after_the_ranks_agreed_to_stop_is_told()
    {
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(TimeSpan.FromSeconds(0.5));
        TrainingRequest request = Request(1, 50_000_000);
        TrainingConfiguration first = request.For(new WalkTask());
        var failing = new WalkTask
        {
            Alter = (_, outcome) =>
            {
                if (!stop.IsCancellationRequested) return outcome;

                // Longer than a round, so that the ranks have agreed before.
                Thread.Sleep(200);
                throw new IOException("The board broke.");
            },
        };
        InProcessCommunicator[] communicators = InProcessCommunicator.Create(2);
        RunDirectory directory = Create(first);
        Threads.Run(
            () => AssertFails(() => RankTraining.Begin(first, communicators[0], directory, null, stop.Token), "The board broke."),
            () => AssertFails(
                () => RankTraining.Begin(request.For(failing), communicators[1], stop: stop.Token), "The board broke."));

        static void AssertFails(Action train, string expected) =>
            Assert.Contains(expected, Assert.Throws<TrainingFaultException>(train).Message, StringComparison.Ordinal);
    }

    /// <summary>Rank 0 evaluates on its main thread. What all ranks have trained until then is saved, and the failure is told.</summary>
    [Fact]
    public void A_failed_evaluation_stops_and_saves_all_ranks()
    {
        int main = 0;
        var task = new WalkTask
        {
            Alter = (_, outcome) =>
                Environment.CurrentManagedThreadId == Volatile.Read(ref main) ? throw new IOException("The board broke.") : outcome,
        };
        TrainingRequest request = Request(
            1, 50_000_000, ("checkpoint-seconds", "1000"), ("evaluation-interval", "20000"), ("evaluation-episodes", "2"));
        TrainingConfiguration configuration = request.For(task);
        InProcessCommunicator[] communicators = InProcessCommunicator.Create(2);
        RunDirectory directory = Create(configuration);
        Exception? told = null;
        Threads.Run(
            () =>
            {
                Volatile.Write(ref main, Environment.CurrentManagedThreadId);
                told = Record.Exception(() => RankTraining.Begin(configuration, communicators[0], directory));
            },
            () => RankTraining.Begin(configuration, communicators[1]));
        Assert.Contains("The board broke.", told!.Message, StringComparison.Ordinal);
        Assert.True(directory.Checkpoints.NewestAgentSteps >= 20_000);
    }

    /// <summary>A refused gradient marks the checkpoint of all ranks.</summary>
    [Fact]
    public void A_refused_gradient_of_one_rank_marks_the_checkpoint()
    {
        TrainingRequest request = Request(1, 50_000_000);
        TrainingConfiguration first = request.For(new WalkTask());
        TrainingConfiguration second = request.For(
            new WalkTask { Alter = (step, outcome) => step < 3000 ? outcome : outcome with { Reward = float.MaxValue } });
        InProcessCommunicator[] communicators = InProcessCommunicator.Create(2);
        RunDirectory directory = Create(first);
        TrainingFaultException? told = null;
        Threads.Run(
            () => told = Assert.Throws<TrainingFaultException>(() => RankTraining.Begin(first, communicators[0], directory)),
            () => Assert.Throws<TrainingFaultException>(() => RankTraining.Begin(second, communicators[1])));
        Assert.StartsWith("rank 1: actor-learner 0 failed at agent step ", told!.Message, StringComparison.Ordinal);
        Assert.IsType<NonFiniteGradientException>(told.InnerException);
        Assert.Contains(
            Directory.GetFiles(Path.Combine(_directory.At("run"), "checkpoints")),
            file => file.Contains("-refused", StringComparison.Ordinal));
    }

    /// <summary>An interval that changes at a resume gives every rank the same next evaluation, although their T differ.</summary>
    [Fact]
    public void A_changed_interval_of_evaluations_is_the_same_on_all_ranks()
    {
        TrainingConfiguration configuration = Request(1, 50_000_000).For(new WalkTask());
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(TimeSpan.FromSeconds(0.5));
        Train(2, configuration, Create(configuration), stop.Token);
        RunDirectory directory = RunDirectory.Open(_directory.At("run"));
        TrainingRequest request = directory.ReadRequest();
        long done = directory.Checkpoints.NewestAgentSteps!.Value;
        var assignments = new Dictionary<string, string>(request.Assignments)
        {
            ["evaluation-interval"] = "2000",
            ["evaluation-episodes"] = "2",
        };
        TrainingConfiguration shorter = (request with { AgentSteps = done + 300_000, Assignments = assignments }).For(new WalkTask());
        TrainingResult resumed = Resume(directory, shorter);
        Assert.Equal(TrainingEnd.AgentSteps, resumed.End);
        Assert.True(resumed.PeriodicEvaluations.Count > 2);
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

    private static TrainingResult[] Train(TrainingConfiguration first, TrainingConfiguration second, RunDirectory directory)
    {
        InProcessCommunicator[] communicators = InProcessCommunicator.Create(2);
        var results = new TrainingResult[2];
        Threads.Run(
            () => results[0] = RankTraining.Begin(first, communicators[0], directory),
            () => results[1] = RankTraining.Begin(second, communicators[1]));
        return results;
    }

    private static TrainingResult Resume(RunDirectory directory, TrainingConfiguration configuration)
    {
        InProcessCommunicator[] communicators = InProcessCommunicator.Create(2);
        TrainingResult? resumed = null;
        Threads.Run(
            () => resumed = RankTraining.Continue(Continuation.Prepare(directory, configuration, ranks: 2), communicators[0]),
            () => RankTraining.Join(configuration, communicators[1]));
        return resumed!;
    }

    private RunDirectory Create(TrainingConfiguration configuration) => RunDirectory.Create(_directory.At("run"), configuration);

    private static TrainingRequest Request(int threads, long agentSteps, params ReadOnlySpan<(string Name, string Value)> options) =>
        Requests.Small(agentSteps, [("report-seconds", "0.05"), ("checkpoint-seconds", "0.2"), .. options]) with { Threads = threads };
}
