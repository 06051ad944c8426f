using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.TestSources;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Tests;

/// <summary>The pages of a study: scores over the best combinations, and pages that are written again.</summary>
public sealed class StudyPageTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Output => _directory.At("study");

    [Fact]
    public void The_answer_can_be_over_the_best_combinations()
    {
        string best = StudyTests.Twelve.Replace("\"seeds\": \"4\"", "\"best\": 2, \"seeds\": \"4,5\"", StringComparison.Ordinal);
        CommandResult result = Study(best, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        string[][] rows = [.. File.ReadAllLines(Path.Combine(Output, "results.csv"))[1..].Select(row => row.Split(','))];
        var expected = BestSettings.Of(
            [.. rows.Where(row => row[0] == "cartpole" && row[1] == "td").GroupBy(row => row[2])
                .Select(setting => setting.Select(row => Number(row[7])).ToArray())],
            2);
        JsonNode score = result.Document["best"]!.AsArray().Single(
            item => (string)item!["task"]! == "cartpole" && (string)item["arm"]! == "td")!["score"]!;
        Assert.Equal(3, (int)score["settings"]!);
        Assert.Equal(expected.Mean.Value, (double)score["mean"]!, 1e-6);
        Assert.Equal(expected.Mean.Interval.Low, (double)score["meanInterval"]![0]!, 1e-6);
        Assert.Equal(expected.OfOtherRuns, (double)score["meanOfOtherRuns"]!, 1e-6);
        string[] values = ["0.001", "0.003", "0.01"];
        Assert.Equal(
            expected.Chosen.Select(index => $"learning-rate {values[index]}"),
            score["chosen"]!.AsArray().Select(name => (string)name!));
        string markdown = File.ReadAllText(Path.Combine(Output, "study.md"));
        Assert.Contains("On cartpole, mean score over the best 2 combinations of the varied options", markdown, StringComparison.Ordinal);
        Assert.Contains("### abc: scores over the best 2 combinations of each arm", markdown, StringComparison.Ordinal);

        // The choice belongs to the page, so that another number repeats no run.
        Dictionary<string, DateTime> before = EndsOf(Output);
        Study(best.Replace("\"best\": 2", "\"best\": 1", StringComparison.Ordinal)).AssertSucceeded();
        Assert.Equal(before, EndsOf(Output));
    }

    [Fact]
    public void Report_writes_the_pages_of_a_study_again_and_trains_nothing()
    {
        string file = _directory.At("asked.json");
        File.WriteAllText(file, StudyTests.Twelve);
        CommandLine.Run(new CommandOptions { SignalAfter = TimeSpan.FromMilliseconds(400) }, "study", file, "--output", Output);
        Dictionary<string, DateTime> ends = EndsOf(Output);
        Dictionary<string, string> Pages() => ((string[])["results.csv", "report.html", "study.md", "study-results.json"])
            .ToDictionary(name => name, name => File.ReadAllText(Path.Combine(Output, name)));
        Dictionary<string, string> pages = Pages();
        foreach (string name in pages.Keys) File.Delete(Path.Combine(Output, name));
        CommandResult result = CommandLine.Run("report", Output);
        result.AssertSucceeded();
        result.AssertPrinted("The page of the study: ");
        Assert.Equal(ends, EndsOf(Output));
        Assert.Equal(pages["results.csv"], Pages()["results.csv"]);
        Assert.Equal(pages["study-results.json"], Pages()["study-results.json"]);
        Assert.Contains($"Made by `asyncrl study {Output}`.", Pages()["study.md"], StringComparison.Ordinal);
        Assert.Equal(12, (int)CommandLine.Run("report", Output, "--json").Document["runs"]!);
        CommandLine.Run("report", Output, Output).AssertRefused(
            $"The directory {Output} is that of a study, which has a page of its own; expected it alone, or directories of runs.");
        CommandLine.Run("report", Output, "--output", "x.html").AssertRefused(
            $"The option --output is one of runs, and the directory {Output} is that of a study, whose page is in it; expected no such "
            + "option.");
        CommandLine.Run("report", _directory.FullPath).AssertRefused(
            $"The directory {_directory.FullPath} holds no run.json; expected a directory that train or study wrote.");
    }

    /// <summary>The runs of a study that have ended, each with the time of its end.</summary>
    internal static Dictionary<string, DateTime> EndsOf(string directory) =>
        Directory.GetFiles(directory, "result.json", SearchOption.AllDirectories).ToDictionary(path => path, File.GetLastWriteTimeUtc);

    private CommandResult Study(string text, params string[] options)
    {
        string file = _directory.At("asked.json");
        File.WriteAllText(file, text);
        return CommandLine.Run(["study", file, "--output", Output, .. options]);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
