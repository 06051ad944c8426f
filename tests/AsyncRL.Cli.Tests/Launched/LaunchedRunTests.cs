using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests.Launched;

/// <summary>Trainings of several processes, from the shell.</summary>
public sealed class LaunchedRunTests : IDisposable
{
    private const string OpenMpi = MpiLaunchers.OpenMpi, Mpich = MpiLaunchers.Mpich;
    private static readonly string[] Endless = [.. Small, "--agent-steps", "1000000000000", "--set", "checkpoint-seconds=0.3"];

    private readonly TemporaryDirectory _directory = new();

    private static string[] Small => [.. CommandLine.Small("train"), "--threads", "1", "--set", "exchange-agent-steps=200"];

    private string Run => _directory.At("run");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [LaunchedBy(OpenMpi, 2, 4)]
    [LaunchedBy(Mpich, 2, 4)]
    public void Ranks_train_one_run_in_one_directory_that_they_and_one_process_can_continue(string launcher, int ranks)
    {
        (int exitCode, string text) =
            LaunchedRun.Run(launcher, ranks, [.. Small, "--agent-steps", "20000", "--set", "evaluation-episodes=20", "--output", Run]);
        Assert.True(exitCode == 0, text);
        Assert.Contains($"{ranks} ranks on {Environment.MachineName}, connected by ", text, StringComparison.Ordinal);
        Assert.Contains("The learning rate is multiplied by the number of ranks, from ", text, StringComparison.Ordinal);
        Assert.Single(text.Split('\n'), line => line.StartsWith("Training a3c on catch", StringComparison.Ordinal));
        Assert.Equal(ranks, Manifest()["ranks"]!["count"]!.GetValue<int>());
        string[] rows = File.ReadAllLines(Path.Combine(Run, "exchange.csv"));
        Assert.Equal(ranks, rows[1..].Select(row => row.Split(',')[0]).Distinct().Count());

        (exitCode, text) = LaunchedRun.Run(launcher, ranks, "train", "--resume", Run, "--agent-steps", "30000", "--json");
        Assert.True(exitCode == 0, text);
        Assert.Contains($"\"ranks\": {ranks}", text, StringComparison.Ordinal);
        CommandResult alone = CommandLine.Run("train", "--resume", Run, "--agent-steps", "40000");
        Assert.Contains($"The run continues with 1 rank; it had {ranks} ranks.", alone.Error, StringComparison.Ordinal);
        Assert.Equal(0, alone.ExitCode);
    }

    /// <summary>a + b = b + a, so two processes and two threads of one process add the same bits.</summary>
    [Theory]
    [LaunchedBy(OpenMpi)]
    [LaunchedBy(Mpich)]
    public void Two_simulated_ranks_have_the_same_theta_as_processes_and_as_threads(string launcher)
    {
        string[] simulated =
        [
            .. CommandLine.Small("train"), "--execution", "simulated", "--actors", "2", "--agent-steps", "5000",
            "--set", "evaluation-episodes=5",
        ];
        (int exitCode, string text) = LaunchedRun.Run(launcher, 2, [.. simulated, "--output", Run]);
        Assert.True(exitCode == 0, text);
        string threads = _directory.At("threads");
        CommandLine.Run([.. simulated, "--set", "simulated-ranks=2", "--output", threads]).AssertSucceeded();
        Assert.Equal(ThetaOf(threads), ThetaOf(Run));
    }

    /// <summary>Ranks of one thread learn as the threads of one process do, and continue after a stop.</summary>
    [Theory]
    [LaunchedBy(OpenMpi, 2)]
    [LaunchedBy(Mpich, 4)]
    public void Ranks_of_a_synchronous_algorithm_have_the_bits_of_one_process(string launcher, int ranks)
    {
        string algorithm = ranks == 2 ? "ppo" : "a2c";
        string[] arguments =
        [
            "train", "catch", "--algorithm", algorithm, "--network", "mlp", "--set", "rows=10", "--set", "columns=5",
            "--set", "evaluation-episodes=5", "--set", "evaluation-interval=4000", "--set", "report-seconds=0.2",
        ];
        (int exitCode, string text) = LaunchedRun.Run(
            launcher, ranks, [.. arguments, "--threads", "1", "--agent-steps", "6000", "--output", Run]);
        Assert.True(exitCode == 0, text);
        Assert.Contains($"The ranks learn as {ranks} threads of one process do", text, StringComparison.Ordinal);
        (exitCode, text) = LaunchedRun.Run(launcher, ranks, "train", "--resume", Run, "--agent-steps", "12000");
        Assert.True(exitCode == 0, text);
        string alone = _directory.At("alone");
        CommandLine.Run([.. arguments, "--threads", $"{ranks}", "--agent-steps", "6000", "--output", alone]);
        CommandLine.Run("train", "--resume", alone, "--agent-steps", "12000");
        Assert.Equal(ThetaOf(alone), ThetaOf(Run));
    }

    /// <summary>Each rank has an actor and a learner, and the run continues with as many ranks.</summary>
    [Theory]
    [LaunchedBy(OpenMpi)]
    [LaunchedBy(Mpich)]
    public void Ranks_of_actors_and_learners_train_one_run(string launcher)
    {
        string[] arguments =
        [
            .. CommandLine.Small("train"), "--algorithm", "impala", "--threads", "2", "--set", "environments=4", "--set", "batch-size=4",
            "--set", "exchange-agent-steps=300", "--set", "evaluation-episodes=5",
        ];
        (int exitCode, string text) = LaunchedRun.Run(launcher, 2, [.. arguments, "--agent-steps", "8000", "--output", Run]);
        Assert.True(exitCode == 0, text);
        string[] threads = File.ReadAllLines(Path.Combine(Run, "threads.csv"));
        Assert.Equal(4, threads[1..].Select(row => row.Split(',')[3]).Distinct().Count());
        (exitCode, text) = LaunchedRun.Run(launcher, 2, "train", "--resume", Run, "--agent-steps", "12000");
        Assert.True(exitCode == 0, text);
    }

    [Theory]
    [LaunchedBy(OpenMpi)]
    [LaunchedBy(Mpich)]
    public void Ranks_end_together_by_their_time_or_their_returns(string launcher)
    {
        string[] early = launcher == OpenMpi
            ? ["--set", "training-seconds=0.5"] : ["--set", "target-return=-1", "--set", "target-episodes=7"];
        (int exitCode, string text) = LaunchedRun.Run(
            launcher, 2, [.. Small, "--agent-steps", "1000000000000", .. early, "--set", "evaluation-episodes=5", "--output", Run]);
        Assert.True(exitCode == 0, text);
        string expected = launcher == OpenMpi ? "its training-seconds, 0.500, were over" : "reached the target-return -1";
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Theory]
    [LaunchedBy(OpenMpi)]
    [LaunchedBy(Mpich)]
    public void One_rank_is_a_run_without_a_launcher_bit_for_bit(string launcher)
    {
        string[] arguments = [.. Small, "--agent-steps", "5000", "--set", "evaluation-episodes=5"];
        (int exitCode, string text) = LaunchedRun.Run(launcher, 1, [.. arguments, "--output", Run]);
        Assert.True(exitCode == 0, text);
        Assert.DoesNotContain("rank", text, StringComparison.Ordinal);
        string alone = _directory.At("alone");
        CommandLine.Run([.. arguments, "--output", alone]).AssertSucceeded();
        Assert.Equal(ThetaOf(alone), ThetaOf(Run));
    }

    [Theory]
    [LaunchedBy(OpenMpi, 0, 1)]
    [LaunchedBy(Mpich, 0, 1)]
    public void A_rank_that_is_killed_ends_the_run_and_its_checkpoint_can_be_resumed(string launcher, int victim) =>
        AssertKillEndsAndResumes(launcher, victim, Endless);

    [Theory]
    [LaunchedBy(OpenMpi, 1)]
    [LaunchedBy(Mpich, 0)]
    public void A_killed_rank_of_a_synchronous_algorithm_ends_the_run_too(string launcher, int victim) =>
        AssertKillEndsAndResumes(launcher, victim, [.. Endless, "--algorithm", "ppo"]);

    [Theory]
    [LaunchedBy(OpenMpi, 0, 1)]
    [LaunchedBy(Mpich, 0, 1)]
    public void A_rank_that_hangs_is_named_after_the_limit_and_the_run_ends(string launcher, int victim) =>
        AssertHangIsNamed(launcher, victim);

    [Theory]
    [LaunchedBy(OpenMpi, 1)]
    public void A_rank_of_a_synchronous_algorithm_that_hangs_is_named_too(string launcher, int victim) =>
        AssertHangIsNamed(launcher, victim, "--algorithm", "a2c");

    /// <summary>Batch systems suspend all ranks of a job. No rank is late when they continue.</summary>
    [Theory]
    [LaunchedBy(OpenMpi, "a3c")]
    [LaunchedBy(OpenMpi, "a2c")]
    [LaunchedBy(Mpich, "a3c")]
    public void A_job_that_was_suspended_continues(string launcher, string algorithm)
    {
        using LaunchedRun run = LaunchedRun.Start(
            launcher, 2, [.. Endless, "--algorithm", algorithm, "--set", "rank-timeout-seconds=4", "--output", Run]);
        run.WaitForCheckpoint(Run);

        // Rank 0 waits for rank 1 when it is stopped, and continues first.
        SignalBoth("STOP", 1, 0);
        long done = NewestCheckpoint();
        Thread.Sleep(TimeSpan.FromSeconds(5));
        SignalBoth("CONT", 0, 1);
        Assert.True(SpinWait.SpinUntil(() => NewestCheckpoint() > done, TimeSpan.FromMinutes(1)), run.Text);
        run.SignalLauncher("USR1");
        (_, string text) = run.Wait();
        Assert.Contains("Interrupted at agent step ", text, StringComparison.Ordinal);

        void SignalBoth(string signal, int first, int second)
        {
            run.SignalRank(first, signal);
            Thread.Sleep(TimeSpan.FromSeconds(0.5));
            run.SignalRank(second, signal);
        }
    }

    [Theory]
    [LaunchedBy(OpenMpi)]
    [LaunchedBy(Mpich)]
    public void A_user_signal_to_the_launcher_saves_and_stops(string launcher) => AssertSignalSavesAndStops(launcher, Endless);

    [Theory]
    [LaunchedBy(Mpich)]
    public void A_user_signal_stops_ranks_of_a_synchronous_algorithm_too(string launcher) =>
        AssertSignalSavesAndStops(launcher, [.. Endless, "--algorithm", "ppo"]);

    [Theory]
    [LaunchedBy(OpenMpi)]
    [LaunchedBy(Mpich)]
    public void Ranks_with_other_options_are_refused_before_any_work(string launcher)
    {
        string[] arguments = [.. Small, "--agent-steps", "5000", "--output", Run];
        using LaunchedRun run = LaunchedRun.StartTwo(launcher, [.. arguments, "--seed", "1"], [.. arguments, "--seed", "2"]);
        (int exitCode, string text) = run.Wait();
        Assert.True(exitCode != 0, text);
        string expected = "The setting seed of rank 1 is \"2\", but that of rank 0 is \"1\"; expected the same on all ranks.";
        Assert.Single(text.Split('\n'), line => line.Trim() == expected);
        Assert.False(Directory.Exists(Run));
    }

    /// <summary>Rank 0 waits for rank 1, which has a wrong command line: it must hear of it.</summary>
    [Theory]
    [LaunchedBy(OpenMpi)]
    [LaunchedBy(Mpich)]
    public void A_wrong_command_line_of_one_rank_is_told(string launcher)
    {
        using LaunchedRun run = LaunchedRun.StartTwo(launcher, [.. Small, "--output", Run], [.. Small, "--bogus"]);
        (int exitCode, string text) = run.Wait();
        Assert.True(exitCode != 0, text);
        Assert.Contains("Rank 1: There is no option --bogus of train", text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run));
    }

    [Theory]
    [LaunchedBy(OpenMpi)]
    [LaunchedBy(Mpich)]
    public void Several_runs_are_refused_under_a_launcher(string launcher)
    {
        (int exitCode, string text) = LaunchedRun.Run(launcher, 2, [.. Small, "--seeds", "1..2", "--output", Run]);
        Assert.True(exitCode != 0, text);
        Assert.Single(text.Split('\n'), line => line.Contains("a launcher started 2 ranks of one run", StringComparison.Ordinal));
        foreach (string[] own in (string[][])[["--threads", "2", "--groups", "2"], ["--threads", "1", "--pin"]])
        {
            (exitCode, text) = LaunchedRun.Run(launcher, 2, [.. CommandLine.Small("train"), .. own, "--output", Run]);
            Assert.True(exitCode != 0, text);
            Assert.Single(text.Split('\n'), line => line.Contains("but a launcher started 2 ranks", StringComparison.Ordinal));
        }

        (exitCode, text) = LaunchedRun.Run(launcher, 2, "study", "ranks", "--output", Run);
        Assert.True(exitCode != 0, text);
        Assert.Single(text.Split('\n'), line => line.Contains("The command study runs in one process", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Run));
    }

    [Theory]
    [LaunchedBy(OpenMpi)]
    [LaunchedBy(Mpich)]
    public void A_profile_has_the_rates_and_the_exchange_of_every_rank(string launcher)
    {
        string[] profile = ["profile", "catch", "--network", "mlp", "--set", "rows=10", "--set", "columns=5", "--seconds", "0.4"];
        (int exitCode, string text) = LaunchedRun.Run(launcher, 2, profile);
        Assert.True(exitCode == 0, text);
        Assert.Single(text.Split('\n'), line => line.Contains("2 ranks of 1 thread, connected by", StringComparison.Ordinal));
        foreach (string row in (string[])[$"0 on {Environment.MachineName}", $"1 on {Environment.MachineName}"])
            Assert.Equal(2, text.Split('\n').Count(line => line.Contains(row, StringComparison.Ordinal)));

        (exitCode, text) = LaunchedRun.Run(launcher, 2, [.. profile, "--algorithm", "a2c", "--json"]);
        Assert.True(exitCode == 0, text);
        JsonNode document = JsonNode.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..(text.LastIndexOf('}') + 1)])!;
        Assert.Equal([0, 1], document["ranks"]!.AsArray().Select(rank => (int)rank!["rank"]!));
        Assert.All(document["ranks"]!.AsArray(), rank => Assert.True((long)rank!["exchange"]!["rounds"]! > 0));
    }

    [Theory]
    [LaunchedBy(OpenMpi)]
    public void A_signal_to_one_rank_ends_the_profile_of_all(string launcher)
    {
        using LaunchedRun run = LaunchedRun.Start(launcher, 2, "profile", "catch", "--network", "mlp", "--seconds", "600");
        bool measures = SpinWait.SpinUntil(
            () => run.Text.Contains("profiling the ranks", StringComparison.Ordinal), TimeSpan.FromMinutes(1));
        Assert.True(measures, run.Text);
        run.SignalRank(1, "INT");
        (int exitCode, string text) = run.Wait();
        Assert.True(exitCode != 0, text);
        Assert.Single(text.Split('\n'), line => line.Contains("Interrupted.", StringComparison.Ordinal));
        Assert.DoesNotContain("bug of asyncrl", text, StringComparison.Ordinal);
    }

    [Theory]
    [LaunchedBy(OpenMpi)]
    public void A_profile_that_fails_says_why_once(string launcher)
    {
        string[] diverging = ["profile", "cartpole", "--network", "mlp", "--algorithm", "n-step-q", "--set", "learning-rate=1e6"];
        (int exitCode, string text) = LaunchedRun.Run(launcher, 2, [.. diverging, "--seconds", "1"]);
        Assert.True(exitCode != 0, text);
        Assert.Single(text.Split('\n'), line => line.Contains("The profile failed: Rank ", StringComparison.Ordinal));
        Assert.DoesNotContain("bug of asyncrl", text, StringComparison.Ordinal);
    }

    [Theory]
    [LaunchedBy(OpenMpi)]
    public void Ranks_that_profile_for_different_times_are_refused(string launcher)
    {
        string[] profile = ["profile", "catch", "--network", "mlp", "--seconds"];
        using LaunchedRun run = LaunchedRun.StartTwo(launcher, [.. profile, "1"], [.. profile, "2"]);
        (int exitCode, string text) = run.Wait();
        Assert.True(exitCode != 0, text);
        Assert.Single(text.Split('\n'), line => line.Contains("The setting seconds of rank 1 is \"2\"", StringComparison.Ordinal));
    }

    [Theory]
    [LaunchedBy(OpenMpi)]
    [LaunchedBy(Mpich)]
    public void A_profile_of_one_process_is_refused_under_a_launcher(string launcher)
    {
        string[][] wrong =
            [["--trace", "t.json"], ["--groups", "2"], ["--pin"], ["--threads", "1,2"], ["--algorithm", "dqn"], ["--seconds", "1e9"]];
        foreach (string[] options in wrong)
        {
            (int exitCode, string text) = LaunchedRun.Run(launcher, 2, ["profile", "catch", .. options]);
            Assert.True(exitCode != 0, text);
            Assert.Single(text.Split('\n'), line => line.Contains("expected", StringComparison.Ordinal));
        }
    }

    [Theory]
    [LaunchedBy(OpenMpi)]
    [LaunchedBy(Mpich)]
    public void Wrong_input_is_told_once(string launcher)
    {
        string[][] wrong = [["train", "ctach"], ["train", "catch", "--bogus"], ["train", "catch", "--algorithm", "dqn"]];
        foreach (string[] arguments in wrong)
        {
            (int exitCode, string text) = LaunchedRun.Run(launcher, 2, [.. arguments]);
            Assert.True(exitCode != 0, text);
            Assert.Single(text.Split('\n'), line => line.Contains("expected", StringComparison.Ordinal) || line.Contains("did you mean"));
        }
    }

    private void AssertKillEndsAndResumes(string launcher, int victim, string[] endless)
    {
        using LaunchedRun run = LaunchedRun.Start(launcher, 2, [.. endless, "--output", Run]);
        run.WaitForCheckpoint(Run);
        run.SignalRank(victim, "KILL");
        (int exitCode, string text) = run.Wait();
        Assert.True(exitCode != 0, text);
        Assert.True(run.HasNoRanksLeft());
        AssertContinues(launcher);
    }

    private void AssertHangIsNamed(string launcher, int victim, params string[] algorithm)
    {
        string[] options = ["--set", "checkpoint-seconds=3", "--set", "rank-timeout-seconds=2", .. algorithm];
        using LaunchedRun run =
            LaunchedRun.Start(launcher, 2, [.. Small, "--agent-steps", "1000000000000", .. options, "--output", Run]);
        run.WaitForCheckpoint(Run);

        // Beyond the checkpoint: while rank 0 writes, the limit is ten times as long.
        Thread.Sleep(TimeSpan.FromSeconds(1));
        run.SignalRank(victim, "STOP");
        (int exitCode, string text) = run.Wait();
        Assert.True(exitCode != 0, text);
        Assert.Contains($"Rank {victim} has not answered for ", text, StringComparison.Ordinal);
        Assert.True(run.HasNoRanksLeft());
    }

    private void AssertSignalSavesAndStops(string launcher, string[] endless)
    {
        using LaunchedRun run = LaunchedRun.Start(launcher, 2, [.. endless, "--output", Run]);
        run.WaitForCheckpoint(Run);
        run.SignalLauncher("USR1");
        (_, string text) = run.Wait();
        Assert.Contains("Interrupted at agent step ", text, StringComparison.Ordinal);
        AssertContinues(launcher);
    }

    private long NewestCheckpoint() => Directory.GetFiles(Path.Combine(Run, "checkpoints"), "0*.checkpoint")
        .Max(file => long.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture));

    private void AssertContinues(string launcher)
    {
        string end = $"{NewestCheckpoint() + 5000}";
        (int exitCode, string text) = LaunchedRun.Run(
            launcher, 2, "train", "--resume", Run, "--agent-steps", end, "--set", "evaluation-episodes=5");
        Assert.True(exitCode == 0, text);
        Assert.Contains("Evaluation over 5 new episodes", text, StringComparison.Ordinal);
    }

    private JsonNode Manifest() => JsonNode.Parse(File.ReadAllText(Path.Combine(Run, "run.json")))!;

    private static string ThetaOf(string run) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(run, "evaluation.json")))!["theta"]!.GetValue<string>();
}
