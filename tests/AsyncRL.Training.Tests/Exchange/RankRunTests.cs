using System.Linq;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.TestSources;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Exchange;

/// <summary>Runs of several ranks of one process by the simulated execution: repeatable, and resumed exactly.</summary>
public sealed class RankRunTests : IDisposable
{
    private const int AgentSteps = 1200;

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string> SchemesAndStatistics => new()
    {
        { "mean", "none" },
        { "mean", "mean" },
        { "sum", "none" },
        { "elastic", "none" },
        { "turns", "none" },
    };

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(SchemesAndStatistics))]
    public void A_run_repeats_bit_for_bit_and_counts_the_agent_steps_of_all_ranks(string scheme, string statistics)
    {
        TrainingRequest request = Request(3, ("exchange-combine", scheme), ("exchange-statistics", statistics));
        TrainingResult first = Trainer.Train(request.For(new WalkTask())), second = Trainer.Train(request.For(new WalkTask()));
        Bits.AssertSame(first.Theta, second.Theta, "theta");
        Assert.Equal((first.AgentSteps, first.Episodes), (second.AgentSteps, second.Episodes));
        Assert.InRange(first.AgentSteps, AgentSteps, AgentSteps + (3 * 2 * 5));
        Assert.Equal(TrainingEnd.AgentSteps, first.End);
    }

    [Theory]
    [MemberData(nameof(SchemesAndStatistics))]
    public void A_run_stopped_in_any_round_continues_bit_for_bit(string scheme, string statistics)
    {
        TrainingRequest request = Request(3, ("exchange-combine", scheme), ("exchange-statistics", statistics));
        (RunBench whole, RunBench pieces) =
            RunBench.AssertInterruptionsChangeNothing(request, _directory, [1, 100, 250, 90]);
        Assert.Equal(SortedRows(whole, "episodes.csv"), SortedRows(pieces, "episodes.csv"));
    }

    [Fact]
    public void One_rank_equals_a_run_without_ranks()
    {
        TrainingConfiguration configuration = Request(1).For(new WalkTask());
        TrainingResult alone = Trainer.Train(configuration);
        TrainingResult ranked = RankTraining.Begin(configuration, InProcessCommunicator.Create(1)[0]);
        Bits.AssertSame(alone.Theta, ranked.Theta, "theta");
        Assert.Equal((alone.AgentSteps, alone.Episodes), (ranked.AgentSteps, ranked.Episodes));
    }

    /// <summary>No random stream is used twice: the actors of two ranks of 2 are those of one rank of 4.</summary>
    [Fact]
    public void The_actors_of_later_ranks_have_streams_of_their_own()
    {
        using var whole = new Engine((Request(1) with { Actors = 4 }).For(new WalkTask()));
        for (int rank = 0; rank < 2; rank++)
        {
            using var part = new Engine(Request(2).For(new WalkTask()), place: new RankPlace(rank, 2));
            for (int i = 0; i < 2; i++)
                Assert.Equal(StateOf(whole.Workers[(2 * rank) + i]), StateOf(part.Workers[i]));
        }
    }

    /// <summary>Otherwise all ranks would interleave their actors in the same order.</summary>
    [Fact]
    public void The_order_of_the_actors_of_each_rank_has_a_stream_of_its_own()
    {
        var states = new HashSet<string>();
        for (int rank = 0; rank < 3; rank++)
        {
            using var engine = new Engine(Request(3).For(new WalkTask()), place: new RankPlace(rank, 3));
            Assert.True(states.Add(Convert.ToHexString(StateOf(engine.CreateSimulation()!))));
        }
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 1)]
    [InlineData(2, 4)]
    [InlineData(4, 2)]
    public void A_run_continues_with_another_number_of_ranks_and_says_so(int before, int after)
    {
        var run = new RunBench(Request(before), _directory.At("run"));
        Assert.True(run.Start(400).Interrupted);
        RunDirectory directory = RunDirectory.Open(_directory.At("run"));
        TrainingRequest request = directory.ReadRequest();
        var assignments = new Dictionary<string, string>(request.Assignments) { ["simulated-ranks"] = $"{after}" };
        TrainingConfiguration configuration = (request with { Assignments = assignments }).For(new WalkTask());
        Continuation continuation = Continuation.Prepare(directory, configuration);
        Assert.Contains(continuation.Notes, note => note.StartsWith($"The run continues with {after} rank", StringComparison.Ordinal));
        TrainingResult result = Trainer.Resume(continuation);
        Assert.Equal(TrainingEnd.AgentSteps, result.End);
        Assert.True(result.Episodes > 50);
    }

    [Fact]
    public void Tables_have_the_rows_of_all_ranks()
    {
        var run = new RunBench(Request(3), _directory.At("run"));
        run.Start();
        string[] exchange = run.ReadLog("exchange.csv").Split('\n');
        Assert.StartsWith("rank,agent_steps,seconds,rounds,updates_per_round,", exchange[0], StringComparison.Ordinal);
        Assert.Equal(["0", "1", "2"], [.. exchange[1..4].Select(row => row.Split(',')[0])]);
        string[] threads = run.ReadLog("threads.csv").Split('\n');
        Assert.StartsWith("rank,agent_steps,seconds,thread,", threads[0], StringComparison.Ordinal);
        Assert.Equal(
            ["0 0", "0 1", "1 2", "1 3", "2 4", "2 5"],
            [.. threads[1..7].Select(row => row.Split(',')).Select(fields => $"{fields[0]} {fields[3]}")]);
        var episodeThreads = run.ReadLog("episodes.csv").Split('\n')[1..^1].Select(row => row.Split(',')[0]).Distinct().Order();
        Assert.Equal(["0", "1", "2", "3", "4", "5"], episodeThreads);
    }

    [Fact]
    public void Periodic_evaluations_are_of_the_common_theta_and_repeat()
    {
        TrainingRequest request = Request(2, ("evaluation-interval", "300"), ("evaluation-episodes", "5"));
        TrainingResult first = Trainer.Train(request.For(new WalkTask())), second = Trainer.Train(request.For(new WalkTask()));
        Assert.InRange(first.PeriodicEvaluations.Count, 4, 5);
        Assert.Equal(
            first.PeriodicEvaluations.Select(each => (each.AgentStep, each.Evaluation.MeanReturn)),
            second.PeriodicEvaluations.Select(each => (each.AgentStep, each.Evaluation.MeanReturn)));
    }

    [Theory]
    [InlineData("ranks", 0.04)]
    [InlineData("none", 0.01)]
    public void The_learning_rate_is_multiplied_by_the_number_of_ranks(string scaling, double expected)
    {
        TrainingConfiguration configuration = Request(1, ("learning-rate-scaling", scaling)).For(new WalkTask());
        using var engine = new Engine(configuration, place: new RankPlace(1, 4));
        Assert.Equal(expected, engine.LearningRate.At(0), 1e-12);
        Assert.Equal(expected, configuration.LearningRateOf(4), 1e-12);
    }

    /// <summary>The θ of the result is what all ranks moved: with the sum, T and θ include the last segments.</summary>
    [Fact]
    public void The_end_includes_what_moved_after_the_last_round()
    {
        TrainingConfiguration configuration = Request(1, ("exchange-agent-steps", "100000000")).For(new WalkTask());
        TrainingResult alone = Trainer.Train(configuration);
        TrainingResult ranked = RankTraining.Begin(configuration, InProcessCommunicator.Create(1)[0]);
        Bits.AssertSame(alone.Theta, ranked.Theta, "theta");
    }

    /// <summary>After a change of the number of ranks, θ is the common one and T that of the last round.</summary>
    [Fact]
    public void One_process_continues_with_the_common_theta_at_its_agent_step()
    {
        var run = new RunBench(Request(3), _directory.At("run"));
        TrainingResult stopped = run.Start(500);
        RunDirectory directory = RunDirectory.Open(_directory.At("run"));
        TrainingRequest request = directory.ReadRequest();
        var assignments = new Dictionary<string, string>(request.Assignments) { ["simulated-ranks"] = "1" };
        using Continuation continuation =
            Continuation.Prepare(directory, (request with { Assignments = assignments }).For(new WalkTask()));
        Bits.AssertSame(stopped.Theta, continuation.Engine.Shared.Theta, "theta");
        Assert.Equal(stopped.AgentSteps, continuation.Engine.Shared.AgentSteps);
    }

    [Fact]
    public void The_table_of_rounds_counts_them()
    {
        var run = new RunBench(Request(2), _directory.At("run"));
        run.Start();
        string[] rows = run.ReadLog("exchange.csv").Split('\n');
        int rounds = Array.IndexOf(rows[0].Split(','), "rounds"), bytes = Array.IndexOf(rows[0].Split(','), "bytes");
        int updates = Array.IndexOf(rows[0].Split(','), "updates_per_round");
        double all = 0, moved = 0, applied = 0;
        foreach (string row in rows[1..^1])
        {
            string[] fields = row.Split(',');
            if (fields[0] != "0" || fields[rounds] == "0") continue;
            all += Number(fields[rounds]);
            moved += Number(fields[bytes]);
            applied += Number(fields[rounds]) * Number(fields[updates]);
        }

        // 1,200 agent steps of two ranks in rounds of 60 of each, and a few at the end.
        Assert.InRange(all, 1200 / 120, (1200 / 120) + 8);
        using var engine = new Engine(Request(1).For(new WalkTask()));
        Assert.Equal(all * (engine.Shared.Length + RoundNumbers.Length + (2 * engine.Returns.FloatsOfRank(2))) * sizeof(float), moved);
        Assert.True(applied > 0);

        static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_failure_on_any_rank_ends_all_names_the_rank_and_can_be_resumed()
    {
        for (int actor = 0; actor < 3; actor++)
        {
            int fault = 500 + actor;
            var task = new WalkTask { Alter = (step, outcome) => step == fault ? throw new IOException("The board broke.") : outcome };
            TrainingConfiguration configuration = Request(3).For(task);
            string path = _directory.At($"run {actor}");
            RunDirectory directory = RunDirectory.Create(path, configuration);
            var report = Assert.Throws<TrainingFaultException>(() => Trainer.Train(configuration, directory));
            Assert.Matches("(of rank 0|rank [12]:).*failed at agent step .*The board broke", report.Message);
            TrainingResult resumed = new RunBench(Request(3), path).Resume();
            Assert.Equal(TrainingEnd.AgentSteps, resumed.End);
        }
    }

    [Fact]
    public void Runs_that_ranks_cannot_train_are_refused()
    {
        TrainingConfiguration configuration = Request(1, ("normalize-observations", "true")).For(new WalkTask());
        var refusal = Assert.Throws<Core.Options.InputException>(() => RankRefusals.Check(configuration, 2));
        Assert.Contains("normalize-observations, but the ranks do not exchange", refusal.Message, StringComparison.Ordinal);
    }

    private static byte[] StateOf(IWorker worker)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        worker.Transfer(new StateTransfer(writer));
        writer.Flush();
        return bytes.ToArray();
    }

    private static List<string> SortedRows(RunBench run, string table) =>
        [.. run.ReadLog(table).Split('\n').Select(row => row[..Math.Max(0, row.LastIndexOf(','))]).Order(StringComparer.Ordinal)];

    private static TrainingRequest Request(int ranks, params ReadOnlySpan<(string Name, string Value)> options) =>
        Requests.Small(AgentSteps, [("simulated-ranks", $"{ranks}"), ("exchange-agent-steps", "60"), .. options]).Simulated(2);
}
