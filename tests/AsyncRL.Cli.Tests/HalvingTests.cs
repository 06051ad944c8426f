using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Studies.Running;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>Studies that stop most of their combinations early.</summary>
public sealed class HalvingTests : IDisposable
{
    private const string Halve = "\"halve\": 2, ";

    /// <summary>Two competitions of four learning rates, with rungs at 6,000 and 12,000 agent steps.</summary>
    private const string Eight = """
        {
          "runs": { "environment": "cartpole", "algorithm": "a3c", "execution": "simulated", "actors": 2, "agentSteps": 24000,
                    "options": { "evaluation-episodes": 3 } },
          "vary": { "psi": ["gae", "td"], "learning-rate": [0.00001, 0.001, 0.003, 0.1] },
          "halve": 2, "seeds": "1,2"
        }
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(9, 3, "9 3 1", ((9 / 9.0) + (3 * 2 / 9.0) + (1 * 6 / 9.0)) / 9)]
    [InlineData(50, 3, "50 16 5 1", ((50 / 27.0) + (16 * 2 / 27.0) + (5 * 6 / 27.0) + (18 / 27.0)) / 50)]
    [InlineData(27, 3, "27 9 3 1", 1.0 / 9)]
    [InlineData(3, 2, "3 1", ((3 / 2.0) + (1 / 2.0)) / 3)]
    [InlineData(2, 2, "2 1", 0.75)]
    public void Each_rung_has_one_of_eta_combinations_and_is_eta_times_as_far(int count, int eta, string remaining, double share)
    {
        string values = string.Join(',', Enumerable.Range(1, count));
        StudyPlan plan = PlanOf($$"""
            { "runs": { "environment": "abc", "agentSteps": 2700 }, "vary": { "t-max": [{{values}}] }, "seeds": 1, "halve": {{eta}} }
            """);
        Halving halving = Halving.Of(plan, _directory.FullPath).Single();
        Assert.Equal(remaining, string.Join(' ', halving.Remaining));
        Assert.Equal(share, halving.Share, 1e-12);
        Assert.Equal(share, plan.ShareOfHalving, 1e-12);
        Assert.Equal(2700, halving.AgentStepsAt(plan.Groups[0], halving.Remaining.Length - 1));
        Assert.Equal((long)Math.Round(2700.0 / eta), halving.AgentStepsAt(plan.Groups[0], halving.Remaining.Length - 2));
    }

    [Fact]
    public void The_best_by_the_files_of_the_rungs_continue_and_a_run_that_is_missing_leaves_all_undecided()
    {
        StudyPlan plan = PlanOf("""
            { "runs": { "environment": "abc", "agentSteps": 100 }, "vary": { "t-max": [1, 2, 3, 4] }, "seeds": "1,2", "halve": 2 }
            """);
        Halving halving = Halving.Of(plan, _directory.FullPath).Single();
        double?[][] scores = [[0.1, 0.9], [0.6, 0.2], [0.9, null], [0.4, 0.4]];
        for (int i = 0; i < 4; i++) Write(i, 0, scores[i][0]);
        Assert.Empty(halving.TrainedTo(1));
        for (int i = 0; i < 4; i++) Write(i, 1, scores[i][1]);

        // The means are 0.5, 0.4, −∞ because a run has no score, and 0.4. Of the two that are equal the first continues.
        Assert.Equal([plan.Groups[0], plan.Groups[1]], halving.TrainedTo(1).ToArray());
        Assert.Empty(halving.TrainedTo(2));
        Assert.Equal([plan.Groups[2], plan.Groups[3]], halving.Stops().Keys.ToArray());
        for (int i = 0; i < 4; i++)
        {
            for (int seed = 0; seed < 2; seed++) Write(i, seed, null);
        }

        Assert.Equal(4, halving.TrainedTo(1).Length);

        void Write(int group, int seed, double? score)
        {
            string path = plan.Groups[group].Cells[seed].PathIn(_directory.FullPath);
            Directory.CreateDirectory(path);
            var document = new JsonObject { ["agentSteps"] = 25, ["score"] = score };
            File.WriteAllText(Path.Combine(path, "rung-25.json"), document.ToJsonString());
        }
    }

    [Fact]
    public void The_runs_that_come_to_the_end_have_the_same_rows_as_without_halving_and_stops_change_nothing()
    {
        string halved = Study(Eight, "halved"), whole = Study(Eight.Replace(Halve, "", StringComparison.Ordinal), "whole");
        string[][] rows = RowsOf(halved);
        Assert.Equal(4, rows.Count(row => row[5] == "finished"));
        Assert.Equal(12, rows.Count(row => row[5] == "stopped"));
        Assert.Equal(8, rows.Count(row => row[6] == "6000"));
        Assert.Equal(4, rows.Count(row => row[6] == "12000"));
        Assert.DoesNotContain(rows, row => row[5] == "finished" && row[3] == "0.00001");
        string[][] all = RowsOf(whole);
        HashSet<string> expected = [.. all.Select(WithoutTimes)];
        Assert.All(rows.Where(row => row[5] == "finished"), row => Assert.Contains(WithoutTimes(row), expected));
        string page = File.ReadAllText(Path.Combine(halved, "study.md"));
        Assert.Matches(@"On cartpole, of 4 combinations of gae 1 came to the end: .*, learning-rate 0\.00[13], mean score ", page);
        Assert.Contains("| gae, rung 1 | 6,000 | 4 | 2 |", page, StringComparison.Ordinal);
        Assert.Contains("Successive halving: at each rung the best 1/2 of the combinations", page, StringComparison.Ordinal);

        // Another number of runs side by side, and a stop again and again, give the same table.
        string file = _directory.At("halved.json"), stopped = _directory.At("stopped");
        CommandResult result = CommandLine.Run(
            new CommandOptions { SignalAfter = TimeSpan.FromMilliseconds(300) }, "study", file, "--output", stopped, "--side-by-side", "1");
        for (int i = 0; result.ExitCode != 0 && i < 50; i++)
        {
            var late = new CommandOptions { SignalAfter = TimeSpan.FromMilliseconds(400 + (50 * i)) };
            result = CommandLine.Run(late, "study", stopped);
        }

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(rows.Select(WithoutTimes), RowsOf(stopped).Select(WithoutTimes));

        // Without halving the stopped runs continue, and those that ended are not repeated.
        Dictionary<string, DateTime> before = StudyPageTests.EndsOf(halved);
        File.WriteAllText(file, Eight.Replace(Halve, "", StringComparison.Ordinal));
        CommandLine.Run("study", file, "--output", halved).AssertSucceeded();
        Dictionary<string, DateTime> after = StudyPageTests.EndsOf(halved);
        Assert.Equal(16, after.Count);
        Assert.All(before, pair => Assert.Equal(pair.Value, after[pair.Key]));
        Assert.Equal(all.Select(WithoutTimes), RowsOf(halved).Select(WithoutTimes));
    }

    [Fact]
    public void A_sweep_halves_and_its_dry_run_says_what_that_saves()
    {
        string[] sweep =
        [
            "sweep", "abc", "--agent-steps", "300", "--set", "evaluation-episodes=2", "--vary", "learning-rate=1e-4..1e-2:log:4",
            "--seeds", "1", "--halve", "2", "--output", _directory.At("sweep"),
        ];
        CommandLine.Run([.. sweep, "--dry-run"]).AssertPrinted("Successive halving does 50 % of these agent steps.");
        CommandLine.Run(sweep).AssertPrinted("On abc, of 4 combinations of a3c 1 came to the end: learning-rate ");
        Assert.Equal(3, RowsOf(_directory.At("sweep")).Count(row => row[4] == "stopped"));
    }

    private static StudyPlan PlanOf(string study) => StudyPlan.Of(StudyReader.Read(study, "x.json"));

    private string Study(string text, string name)
    {
        (string file, string output) = (_directory.At($"{name}.json"), _directory.At(name));
        File.WriteAllText(file, text);
        CommandLine.Run("study", file, "--output", output).AssertSucceeded();
        return output;
    }

    private static string[][] RowsOf(string directory) =>
        [.. File.ReadAllLines(Path.Combine(directory, "results.csv"))[1..].Select(row => row.Split(','))];

    /// <summary>A row without seconds, which are no part of what is learned.</summary>
    private static string WithoutTimes(string[] row) => string.Join(',', row.Where((_, column) => column is not (7 or 13)));
}
