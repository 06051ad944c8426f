using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Studies.Results;
using AsyncRL.Cli.Studies.Running;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Tests;

/// <summary>The commands that train many runs: what they train, continue, refuse and write.</summary>
public sealed class StudyTests : IDisposable
{
    /// <summary>Twelve runs of a fraction of a second: two tasks, two arms, three values, one seed.</summary>
    internal const string Twelve = """
        {
          "title": "Twelve",
          "runs": { "execution": "simulated", "actors": 2, "agentSteps": 400, "options": { "evaluation-episodes": 5 } },
          "tasks": { "abc": { "low": 0, "high": 1, "bar": 0.1 }, "cartpole": { "low": 20, "high": 500, "bar": 5 } },
          "arms": { "a3c": { "algorithm": "a3c" }, "td": { "algorithm": "a3c", "options": { "psi": "td" } } },
          "vary": { "learning-rate": [0.001, 0.003, 0.01] },
          "seeds": "4",
          "figures": [
            { "kind": "curves" }, { "kind": "curves", "by": "seconds" }, { "kind": "scatter", "over": "learning-rate" },
            { "kind": "ranks" }, { "kind": "scores", "over": "learning-rate" }, { "kind": "speedup", "over": "learning-rate" }
          ]
        }
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Output => _directory.At("study");

    [Fact]
    public void A_study_trains_every_combination_and_writes_a_table_figures_and_pages()
    {
        CommandResult result = Study(Twelve);
        result.AssertSucceeded();
        result.AssertPrinted("On abc, interquartile mean of the score and its 95 % interval: ", "The page of the study: ");
        string[] table = File.ReadAllLines(Path.Combine(Output, "results.csv"));
        Assert.Equal(
            "task,arm,learning-rate,seed,state,agent_steps,seconds,final,greedy,area,last,agent_steps_to_bar,seconds_to_bar,"
            + "mean_staleness,failure,directory",
            table[0]);
        Assert.Equal(13, table.Length);
        Assert.All(table[1..], row => Assert.Equal("finished", row.Split(',')[4]));
        string[] expected =
        [
            .. from task in (string[])["abc", "cartpole"] from arm in (string[])["a3c", "td"]
               from rate in (string[])["0.001", "0.003", "0.01"] select $"{task},{arm},{rate},4",
        ];
        Assert.Equal(expected, table[1..].Select(row => string.Join(',', row.Split(',')[..4])));
        foreach (string row in table[1..])
        {
            string run = Path.Combine(Output, row.Split(',')[^1]);
            var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "run.json")))!;
            Assert.Equal(Number(row.Split(',')[2]), Number((string)manifest["options"]!["learning-rate"]!));
            Assert.Equal(row.Split(',')[1] == "td" ? "td" : "gae", (string)manifest["options"]!["psi"]!);
        }

        string page = File.ReadAllText(Path.Combine(Output, "report.html")), markdown = File.ReadAllText(Path.Combine(Output, "study.md"));
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        string[] figures = [.. Directory.GetFiles(Path.Combine(Output, "figures"), "*.svg").Select(path => Path.GetFileName(path)!)];
        Assert.Equal(10, figures.Length);
        foreach (string figure in figures)
        {
            Assert.Contains($"(figures/{figure})", markdown, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(Output, "figures", Path.ChangeExtension(figure, ".csv"))));
        }

        CommandLine.Run("report", Path.Combine(Output, "runs", "cartpole", "a3c", "001-learning-rate=0.001", "seed-4"), "--no-agents",
            "--output", _directory.At("page.html")).AssertSucceeded();
    }

    [Fact]
    public void Tables_and_figures_show_the_rows_of_the_table()
    {
        string longer = Twelve.Replace("\"seeds\": \"4\"", "\"seeds\": \"4..6\"", StringComparison.Ordinal);
        Study(longer.Replace("400", "1500", StringComparison.Ordinal)).AssertSucceeded();
        string[][] rows = [.. File.ReadAllLines(Path.Combine(Output, "results.csv"))[1..].Select(row => row.Split(','))];
        string markdown = File.ReadAllText(Path.Combine(Output, "study.md"));
        foreach (string arm in (string[])["a3c", "td"])
        {
            string[][] own = [.. rows.Where(row => row[0] == "cartpole" && row[1] == arm)];
            double[] scores = [.. own.Select(row => Number(row[7])).OrderDescending()];
            string ranks = File.ReadAllText(Path.Combine(Output, "figures", "ranks-cartpole.csv"));
            double[] drawn = [.. ranks.Split('\n').Select(line => line.Split(',')).Where(fields => fields.Length > 3 && fields[1] == arm)
                .Select(fields => Number(fields[3]))];
            Assert.Equal(scores, drawn, (one, other) => Math.Abs(one - other) < 1e-6);
            string scatter = File.ReadAllText(Path.Combine(Output, "figures", "scatter-cartpole-learning-rate.csv"));
            Assert.Equal(
                own.Select(row => (Number(row[2]), Number(row[7]))).Order(),
                scatter.Split('\n').Select(line => line.Split(',')).Where(fields => fields.Length > 3 && fields[1] == arm)
                    .Select(fields => (Number(fields[2]), Number(fields[3]))).Order());

            // The middle of three seeds; the speedup is over the first learning rate.
            double[] times = [.. own.GroupBy(row => row[2]).Select(group => group.Select(row => Number(row[11])).Order().ElementAt(1))];
            string fields = string.Join(" | ", times.Select(time => FormattableString.Invariant($"{time:N0} ({times[0] / time:F2}×)")));
            Assert.Contains($"\n| {arm} | {fields} |\n", markdown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_median_of_a_measure_counts_what_does_not_exist_as_infinite()
    {
        var plan = StudyPlan.Of(StudyReader.Read("""{ "runs": { "environment": "abc" }, "seeds": "1..4" }""", "x.json"));
        Assert.Equal(2.5, MedianOf(1, 2, 3, null));
        Assert.Equal(double.PositiveInfinity, MedianOf(1, 2, null, null));
        Assert.Equal(2.5, MedianOf(4, 3, 2, 1));

        double MedianOf(params long?[] steps)
        {
            List<StudyCell> cells = plan.Groups[0].Cells;
            StudyRun[] runs = [.. cells.Select((cell, i) => new StudyRun(cell, new CellResult(steps[i] ?? 0, 1, null)))];
            var group = new GroupResult(plan.Groups[0], [.. runs], "final");
            return ScoreTable.MedianOf(group, run => run.Result!.AgentSteps == 0 ? null : run.Result.AgentSteps);
        }
    }

    [Fact]
    public void A_study_trains_an_environment_of_an_assembly()
    {
        string environment = $"{typeof(MyGames.WindyLine).Assembly.Location}:{nameof(MyGames.WindyLine)}";
        CommandResult result = Study($$"""
            {
              "runs": { "environment": "{{environment.Replace('\\', '/')}}", "algorithm": "a3c", "network": "mlp", "agentSteps": 300,
                        "options": { "evaluation-episodes": 2, "evaluation-agent-steps": 50 } },
              "tasks": { "windy": {} },
              "seeds": "1,2"
            }
            """);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(2, StudyPageTests.EndsOf(Output).Count);
    }

    [Fact]
    public void A_study_that_is_stopped_again_and_again_gives_the_table_of_an_undisturbed_one()
    {
        Study(Twelve).AssertSucceeded();
        string[] undisturbed = RowsWithoutTimes(Output);
        string other = _directory.At("stopped");
        string file = Write("same.json", Twelve);
        CommandResult result = CommandLine.Run(new CommandOptions { SignalAtStart = PosixSignal.SIGINT }, "study", file, "--output", other);
        Assert.Equal(130, result.ExitCode);
        Assert.Contains($"12 runs of 12 are not complete. Continue: asyncrl study {other}", result.Output, StringComparison.Ordinal);
        for (int i = 0; result.ExitCode != 0 && i < 100; i++)
        {
            var late = new CommandOptions { SignalAfter = TimeSpan.FromMilliseconds(150 + (20 * i)) };
            result = CommandLine.Run(late, "study", other);
        }

        result.AssertSucceeded();
        Assert.Equal(undisturbed, RowsWithoutTimes(other));
    }

    [Fact]
    public void Ended_runs_are_not_repeated_and_further_seeds_are_added()
    {
        Study(Twelve).AssertSucceeded();
        Dictionary<string, DateTime> before = StudyPageTests.EndsOf(Output);
        Assert.Equal(12, before.Count);
        Study(Twelve.Replace("\"seeds\": \"4\"", "\"seeds\": \"4,5\"", StringComparison.Ordinal)).AssertSucceeded();
        Dictionary<string, DateTime> after = StudyPageTests.EndsOf(Output);
        Assert.Equal(24, after.Count);
        Assert.All(before, pair => Assert.Equal(pair.Value, after[pair.Key]));
    }

    [Fact]
    public void A_further_arm_is_added_and_a_changed_one_is_refused()
    {
        Study(Twelve).AssertSucceeded();
        const string Arm = "\"td\": { \"algorithm\": \"a3c\", \"options\": { \"psi\": \"td\" } }";
        const string Further = "\"gae\": { \"algorithm\": \"a3c\", \"options\": { \"lambda\": 0.9 } }";
        Study(Twelve.Replace(Arm, $"{Arm}, {Further}", StringComparison.Ordinal)).AssertSucceeded();
        Assert.Equal(18, StudyPageTests.EndsOf(Output).Count);
        Study(Twelve.Replace(Arm, Arm.Replace("td\" }", "return\" }", StringComparison.Ordinal), StringComparison.Ordinal)).AssertRefused(
            $"The study in {Output} was run with arms.td.options.psi \"td\", not \"return\"; "
            + "expected the same study or another directory.");
    }

    /// <summary>An arm may be left out for a while and come back. Its runs must not be taken for those of other settings.</summary>
    [Fact]
    public void Results_of_other_settings_are_not_taken_over()
    {
        const string Arm = ", \"td\": { \"algorithm\": \"a3c\", \"options\": { \"psi\": \"td\" } }";
        Study(Twelve).AssertSucceeded();
        Study(Twelve.Replace(Arm, "", StringComparison.Ordinal)).AssertSucceeded();
        CommandResult result = Study(Twelve.Replace("\"td\" }", "\"total\" }", StringComparison.Ordinal));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("was made with psi td, not with total", result.Error, StringComparison.Ordinal);
    }

    /// <summary>A disk that is full, for example, says nothing about learning.</summary>
    [Fact]
    public void A_run_that_cannot_be_trained_for_another_reason_is_no_result()
    {
        string blocked = Path.Combine(Output, "runs", "abc", "a3c", "001-learning-rate=0.001", "seed-4");
        Directory.CreateDirectory(Path.GetDirectoryName(blocked)!);
        File.WriteAllText(blocked, "");
        CommandResult result = Study(Twelve);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("The run a3c on abc, learning-rate 0.001, seed 4 could not be trained: ", result.Error, StringComparison.Ordinal);
        Assert.Equal(11, StudyPageTests.EndsOf(Output).Count);
        File.Delete(blocked);
        Study(Twelve).AssertSucceeded();
        Assert.Equal(12, StudyPageTests.EndsOf(Output).Count);
    }

    [Fact]
    public void A_dry_run_of_a_study_that_diverges_ends()
    {
        Study("""
            {
              "runs": { "environment": "cartpole", "algorithm": "a3c", "agentSteps": 3000,
                        "options": { "optimizer": "momentum-sgd", "clip-norm": 0, "learning-rate": 1e6 } }
            }
            """, "--dry-run").AssertSucceeded();
    }

    /// <summary>An agent step without an update takes a small part of the time of one with an update.</summary>
    [Theory]
    [InlineData("catch", "dqn")]
    [InlineData("t-maze", "r2d2")]
    [InlineData("catch", "ape-x")]
    [InlineData("catch", "acer")]
    [InlineData("catch", "pgql")]
    [InlineData("pendulum", "ddpg")]
    public void The_speed_of_a_study_is_measured_with_updates(string environment, string algorithm)
    {
        StudyDefinition study = StudyReader.Read(
            $$"""{ "runs": { "environment": "{{environment}}", "algorithm": "{{algorithm}}" }, "seeds": "1" }""", "x.json");
        StudyGroup group = Assert.Single(StudyPlan.Of(study).Groups);
        TrainingConfiguration measured = group.ConfigurationThatLearnsAtOnce();
        Assert.Equal("1", measured.AllAssignments()["replay-start"]);
        Assert.NotEqual("1", group.Configuration.AllAssignments()["replay-start"]);
        if (algorithm == "ddpg") Assert.Equal("1", measured.AllAssignments()["random-steps"]);
    }

    [Fact]
    public void Without_a_replay_memory_the_speed_is_that_of_the_run_itself()
    {
        StudyGroup group = StudyPlan.Of(StudyReader.Read(Twelve, "x.json")).Groups[0];
        Assert.Same(group.Configuration, group.ConfigurationThatLearnsAtOnce());
    }

    [Fact]
    public void Values_that_are_no_numbers_tell_series_apart()
    {
        CommandResult result = CommandLine.Run(
            "sweep", "abc", "--agent-steps", "300", "--set", "evaluation-episodes=2", "--vary", "psi=gae,td", "--seeds", "1,2",
            "--output", Output);
        result.AssertSucceeded();
        Assert.Matches("On abc, .*: (gae|td) .* \\(2 runs\\); (gae|td) .* \\(2 runs\\)", result.Output);
    }

    [Fact]
    public void Another_bar_changes_the_tables_and_no_run()
    {
        Study(Twelve).AssertSucceeded();
        Dictionary<string, DateTime> before = StudyPageTests.EndsOf(Output);
        Study(Twelve.Replace("\"bar\": 5 }", "\"bar\": 1e6 }", StringComparison.Ordinal)).AssertSucceeded();
        Assert.Equal(before, StudyPageTests.EndsOf(Output));
        string[] rows = File.ReadAllLines(Path.Combine(Output, "results.csv"))[1..];
        Assert.All(rows.Where(row => row.StartsWith("cartpole", StringComparison.Ordinal)), row => Assert.Equal("inf", row.Split(',')[11]));
    }

    [Fact]
    public void A_study_with_other_runs_is_refused_in_the_same_directory()
    {
        Study(Twelve, "--only", "a3c").AssertSucceeded();
        Assert.Equal(6, StudyPageTests.EndsOf(Output).Count);
        Study(Twelve.Replace("400", "500", StringComparison.Ordinal)).AssertRefused(
            $"The study in {Output} was run with runs.agentSteps 400, not 500; expected the same study or another directory.");
        Study(Twelve, "--budget-share", "0.5").AssertRefused(
            $"The study in {Output} was run with the budget share 1, not 0.5; expected the same or another directory.");
    }

    [Fact]
    public void A_dry_run_counts_what_the_study_trains_and_writes_nothing()
    {
        CommandResult result = Study(Twelve, "--dry-run", "--json");
        result.AssertSucceeded();
        JsonObject document = result.Document;
        Assert.Equal(12, (int)document["runs"]!);
        Assert.Equal(12 * 400, (int)document["agentSteps"]!);
        Assert.True((double)document["estimatedSeconds"]! > 0);
        Assert.Equal(12, document["groups"]!.AsArray().Count);
        Assert.False(Directory.Exists(Output));
        Study(Twelve, "--dry-run").AssertPrinted("12 runs: 2 tasks × 2 arms × 3 combinations × 1 seed; 4,800 agent steps.");
    }

    [Fact]
    public void A_budget_share_shortens_each_run()
    {
        Study(Twelve, "--budget-share", "0.25").AssertSucceeded();
        string[] rows = File.ReadAllLines(Path.Combine(Output, "results.csv"))[1..];
        Assert.All(rows, row => Assert.InRange(int.Parse(row.Split(',')[5], CultureInfo.InvariantCulture), 100, 200));
    }

    [Fact]
    public void A_run_that_diverges_is_a_result_and_the_others_are_trained()
    {
        CommandResult result = Study("""
            {
              "runs": { "environment": "cartpole", "algorithm": "a3c", "agentSteps": 3000,
                        "options": { "optimizer": "momentum-sgd", "clip-norm": 0, "evaluation-episodes": 2 } },
              "tasks": { "cartpole": { "low": 20, "high": 500 } },
              "vary": { "learning-rate": [0.0001, 1e6] },
              "seeds": "1"
            }
            """);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Failed: a3c on cartpole, learning-rate 1e6, seed 1: ", result.Error, StringComparison.Ordinal);
        string[] rows = File.ReadAllLines(Path.Combine(Output, "results.csv"))[1..];
        Assert.Equal(["finished", "failed"], rows.Select(row => row.Split(',')[4]));
        Dictionary<string, DateTime> before = StudyPageTests.EndsOf(Output);
        CommandResult again = CommandLine.Run("study", Output, "--json");
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(before, StudyPageTests.EndsOf(Output));
        JsonArray groups = again.Document["groups"]!.AsArray();
        Assert.Equal([20], groups[1]!["scores"]!.AsArray().Select(score => (double)score!));
        Assert.Equal(1, (int)groups[1]!["failed"]!);
    }

    [Fact]
    public void Runs_of_several_threads_have_the_machine_for_themselves()
    {
        var study = StudyReader.Read("""
            { "runs": { "environment": "abc" }, "vary": { "threads": [1, 2] }, "seeds": 1 }
            """, "x.json");
        var plan = StudyPlan.Of(study);
        Assert.Equal([false, true], plan.Groups.Select(group => group.IsAlone));
        Assert.All(StudyPlan.Of(study with { IsAlone = true }).Groups, group => Assert.True(group.IsAlone));
    }

    [Fact]
    public void A_sweep_writes_the_study_of_its_command_line()
    {
        CommandResult result = CommandLine.Run(
            "sweep", "abc", "--algorithm", "a3c", "--agent-steps", "300", "--set", "evaluation-episodes=2", "--vary",
            "learning-rate=1e-4..1e-2:log:3", "--vary", "t-max=2,5", "--seeds", "1,2", "--output", Output);
        result.AssertSucceeded();
        Assert.Equal(12, StudyPageTests.EndsOf(Output).Count);
        (StudyDefinition study, _) = StudyDirectory.Read(Output);
        Assert.Equal(["learning-rate", "t-max"], study.Varied.Select(option => option.Name));
        Assert.Equal("300", study.Runs.AgentSteps!.Value.ToString(CultureInfo.InvariantCulture));
        Assert.True(File.Exists(Path.Combine(Output, "figures", "scatter-abc-learning-rate.svg")));
    }

    [Fact]
    public void A_paired_sweep_changes_its_options_together()
    {
        CommandLine.Run(
            "sweep", "abc", "--agent-steps", "200", "--set", "evaluation-episodes=2", "--vary", "t-max=2,5", "--vary", "discount=0.5,0.9",
            "--pair", "--seeds", "1", "--output", Output).AssertSucceeded();
        Assert.Equal(["t-max=2,discount=0.5", "t-max=5,discount=0.9"], File.ReadAllLines(Path.Combine(Output, "results.csv"))[1..]
            .Select(row => row.Split(',')[2..4]).Select(values => $"t-max={values[0]},discount={values[1]}"));
    }

    private CommandResult Study(string text, params string[] options) =>
        CommandLine.Run(["study", Write("study.json", text), "--output", Output, .. options]);

    private string Write(string name, string text)
    {
        string path = _directory.At(name);
        File.WriteAllText(path, text);
        return path;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string[] RowsWithoutTimes(string directory) =>
    [
        .. File.ReadAllLines(Path.Combine(directory, "results.csv")).Select(row => row.Split(','))
            .Select(fields => string.Join(',', fields.Where((_, column) => column is not (6 or 12 or 13)))),
    ];
}
