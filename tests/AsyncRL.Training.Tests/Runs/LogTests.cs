using System.Globalization;
using AsyncRL.Algorithms.Parts;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>The tables that a run writes.</summary>
public sealed class LogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_tables_have_their_columns()
    {
        RunBench run = Run(Requests.Small(300));
        Assert.Equal(
            "agent_steps,frames,seconds,episodes,mean_return,min_return,max_return,"
            + "learning_rate,agent_steps_per_second,policy_loss,value_loss,entropy,gradient_norm,report",
            Rows(run, "metrics.csv")[0]);
        Assert.Equal(
            "agent_steps,seconds,thread,thread_agent_steps,updates,mean_staleness,largest_staleness,"
            + "snapshot_seconds,act_seconds,environment_seconds,backward_seconds,apply_seconds,report",
            Rows(run, "threads.csv")[0]);
        Assert.Equal("thread,agent_step,return,length,episode", Rows(run, "episodes.csv")[0]);
    }

    [Theory]
    [InlineData(1, 0, 0.02)]
    [InlineData(1, 0.2, 0.22)]
    [InlineData(1, 2, 2.1)]
    [InlineData(1, 20, 21)]
    [InlineData(1, 3600, 3601)]
    [InlineData(10, 0, 0.2)]
    [InlineData(86400, 1, 1729)]
    public void The_time_between_two_rows_grows_from_a_fiftieth_to_the_whole(double reportSeconds, double seconds, double next)
    {
        var options = new RunOptions { ReportSeconds = reportSeconds };
        Assert.Equal(next, options.NextReportAfter(seconds), 1e-9);
        Assert.Equal(Math.Max(next, seconds + (reportSeconds / 5)), options.NextReportAfter(seconds, holdsActors: true), 1e-9);
    }

    [Fact]
    public void A_run_shorter_than_the_time_between_two_rows_has_more_than_one_row()
    {
        RunBench run = Run(Requests.Small(long.MaxValue, ("report-seconds", "2"), ("training-seconds", "0.4")));
        int rows = Rows(run, "metrics.csv").Length - 1;
        Assert.True(rows > 1, $"metrics.csv has {rows} rows.");
    }

    [Theory]
    [InlineData("metrics.csv")]
    [InlineData("threads.csv")]
    [InlineData("episodes.csv")]
    public void Every_row_has_a_number_or_nothing_in_every_column(string table)
    {
        string[] rows = Rows(Run(Requests.Small(3000, ("report-seconds", "0.01")) with { Threads = 2 }), table);
        Assert.True(rows.Length > 1);
        int columns = rows[0].Split(',').Length;
        foreach (string row in rows[1..])
        {
            string[] fields = row.Split(',');
            Assert.Equal(columns, fields.Length);
            foreach (string field in fields)
                Assert.True(field.Length == 0 || double.IsFinite(double.Parse(field, CultureInfo.InvariantCulture)), row);
        }
    }

    /// <summary>
    /// Every action of an ε-greedy policy with a constant ε has the same entropy. Therefore the mean of every report is this entropy, or
    /// empty if the report contains no update.
    /// </summary>
    [Theory]
    [InlineData(1, "threads")]
    [InlineData(2, "threads")]
    [InlineData(64, "simulated")]
    public void A_mean_is_that_of_the_agent_steps_whose_losses_were_summed(int actors, string execution)
    {
        TrainingRequest request = Requests.Small(
            20_000, ("report-seconds", "0.01"), ("exploration-frames", "0"), ("final-exploration", "0.25"), ("target-interval", "400"));
        request = request with { Algorithm = "n-step-q", Threads = actors };
        string[] rows = Rows(Run(execution == "simulated" ? request.Simulated(actors) : request), "metrics.csv");
        double expected = Exploration.Entropy(0.25, 3);
        int withMean = 0;
        foreach (string text in rows[1..])
        {
            Dictionary<string, double> row = Parse(rows[0], text);
            Assert.Equal(double.IsNaN(row["entropy"]), double.IsNaN(row["value_loss"]));
            Assert.Equal(double.IsNaN(row["entropy"]), double.IsNaN(row["gradient_norm"]));
            if (double.IsNaN(row["entropy"])) continue;
            withMean++;
            Assert.Equal(expected, row["entropy"], 1e-9);
            Assert.True(row["value_loss"] > 0 && row["gradient_norm"] > 0, text);
        }

        Assert.True(withMean > 0);
    }

    [Fact]
    public void The_last_row_of_the_metrics_is_the_end_of_the_run()
    {
        var run = new RunBench(Requests.Small(1000, LastProgress.OneReport), _directory.At("run"));
        TrainingResult result = run.Start();
        Dictionary<string, double> last = Last(run, "metrics.csv");
        Assert.Equal(result.AgentSteps, last["agent_steps"]);
        Assert.Equal(result.AgentSteps * WalkTask.FramesPerAgentStep, last["frames"]);
        Assert.Equal(result.Episodes, last["episodes"]);
        Assert.Equal(result.Seconds, last["seconds"]);
        Assert.Equal(0, last["learning_rate"]);
        Assert.InRange(last["entropy"], 0, Math.Log(3));
        Assert.InRange(last["mean_return"], last["min_return"], last["max_return"]);
        Assert.True(last["gradient_norm"] > 0);
    }

    [Fact]
    public void Every_report_has_a_row_per_thread_and_the_threads_make_up_t()
    {
        RunBench run = Run(Requests.Small(3000, ("report-seconds", "0.01")) with { Threads = 3 });
        string[] metrics = Rows(run, "metrics.csv"), threads = Rows(run, "threads.csv");
        Assert.Equal(3 * (metrics.Length - 1), threads.Length - 1);
        double steps = 0;
        for (int thread = 0; thread < 3; thread++)
        {
            Dictionary<string, double> row = Parse(threads[0], threads[threads.Length - 3 + thread]);
            Assert.Equal(thread, row["thread"]);
            steps += row["thread_agent_steps"];
        }

        Assert.Equal(Parse(metrics[0], metrics[^1])["agent_steps"], steps);
    }

    [Fact]
    public void Every_finished_episode_has_a_row_and_they_lie_within_the_run()
    {
        var run = new RunBench(Requests.Small(2000), _directory.At("run"));
        TrainingResult result = run.Start();
        string[] rows = Rows(run, "episodes.csv");
        Assert.Equal(result.Episodes, rows.Length - 1);
        double steps = 0, last = 0;
        foreach (string text in rows[1..])
        {
            Dictionary<string, double> row = Parse(rows[0], text);
            Assert.Equal(0, row["thread"]);
            Assert.InRange(row["length"], 1, 12);
            Assert.True(row["agent_step"] > last);
            last = row["agent_step"];
            steps += row["length"];
            Assert.Equal(steps, last);
        }

        Assert.InRange(result.AgentSteps - steps, 0, 11);
    }

    /// <summary>Rewards are divided by their deviation only in training. The tables contain the task's own rewards.</summary>
    [Fact]
    public void Returns_are_of_raw_rewards_where_rewards_are_normalized()
    {
        var task = new ScriptedTask(new(100, false, false), new(50, false, false), new(-30, true, false)) { Records = false };
        var run = new RunBench(Requests.Small(900, ("normalize-rewards", "true"), LastProgress.OneReport), _directory.At("run"), task);
        run.Start();
        string[] rows = Rows(run, "episodes.csv");
        Assert.Equal(300, rows.Length - 1);
        foreach (string row in rows[1..]) Assert.Equal((120, 3), (Parse(rows[0], row)["return"], Parse(rows[0], row)["length"]));
        Dictionary<string, double> last = Last(run, "metrics.csv");
        Assert.Equal((120, 120, 120), (last["mean_return"], last["min_return"], last["max_return"]));
    }

    /// <summary>Predictions and trainings per second (PPS and TPS) of all reports make up those of the run.</summary>
    [Theory]
    [InlineData("ga3c", 1)]
    [InlineData("ga3c", 3)]
    [InlineData("impala", 2)]
    public void What_is_counted_per_second_is_the_count_of_each_interval(string algorithm, int threads)
    {
        TrainingRequest request = Requests.Small(
            3000, ("environments", "4"), ("t-max", "5"), ("report-seconds", "0.01"),
            (algorithm == "ga3c" ? "training-min-batch" : "batch-size", "4"));
        var run = new RunBench(request with { Algorithm = algorithm, Threads = threads }, _directory.At("run"));
        TrainingResult result = run.Start();
        string[] rows = Rows(run, "metrics.csv"), learners = Rows(run, "threads.csv");
        double trainings = 0, predictions = 0, before = 0, updates = 0;
        foreach (string text in rows[1..])
        {
            Dictionary<string, double> row = Parse(rows[0], text);
            double seconds = row["seconds"] - before;
            before = row["seconds"];
            trainings += row["trainings_per_second"] * seconds;
            if (algorithm == "ga3c") predictions += row["predictions_per_second"] * seconds;
        }

        foreach (string text in learners[^threads..]) updates += Parse(learners[0], text)["updates"];
        Assert.Equal(updates, trainings, 1e-3);
        var metrics = new Dictionary<string, double>(result.Metrics);
        Assert.Equal(updates, metrics["trainings_per_second"] * result.Seconds, 1e-3);
        if (algorithm != "ga3c") return;

        // One for each agent step, and one for V after each segment that ends with t_max or a time limit.
        Assert.Equal(predictions, metrics["predictions_per_second"] * result.Seconds, 1e-3);
        Assert.InRange(predictions, result.AgentSteps, 2 * (result.AgentSteps + 20));
    }

    /// <summary>
    /// With one thread, no other thread can update between a snapshot and its update. The times of the phases are estimates from a sample
    /// of the segments. They leave out long interruptions, and a short one in a sampled segment counts for many. Therefore the sum can be
    /// any part of the time of the clock, and somewhat more than it, but not a multiple of it.
    /// </summary>
    [Fact]
    public void A_thread_alone_is_never_stale()
    {
        Dictionary<string, double> last = Last(Run(Requests.Small(200_000, LastProgress.OneReport)), "threads.csv");
        Assert.Equal((0.0, 0.0), (last["mean_staleness"], last["largest_staleness"]));
        Assert.True(last["updates"] >= 200_000 / 5);
        double phases = 0;
        foreach (string phase in new[] { "snapshot", "act", "environment", "backward", "apply" }) phases += last[$"{phase}_seconds"];
        Assert.InRange(phases, double.Epsilon, 1.5 * last["seconds"]);
    }

    private RunBench Run(TrainingRequest request)
    {
        var run = new RunBench(request, _directory.At("run"));
        run.Start();
        return run;
    }

    private static string[] Rows(RunBench run, string table)
    {
        string text = run.ReadLog(table);
        Assert.DoesNotContain('\r', text);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text[..^1].Split('\n');
    }

    private static Dictionary<string, double> Last(RunBench run, string table)
    {
        string[] rows = Rows(run, table);
        return Parse(rows[0], rows[^1]);
    }

    private static Dictionary<string, double> Parse(string heading, string row)
    {
        string[] columns = heading.Split(','), fields = row.Split(',');
        var figures = new Dictionary<string, double>();
        for (int i = 0; i < columns.Length; i++)
            figures.Add(columns[i], fields[i].Length == 0 ? double.NaN : double.Parse(fields[i], CultureInfo.InvariantCulture));
        return figures;
    }
}
