using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>What a run lacks is said on the page of a report, in its JSON document and on standard error, and nothing false.</summary>
[Collection(TrainedRunGroup.Name)]
public sealed class MissingPartsTests(TrainedRunFixture trained) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Run => _directory.At("run");

    private string Page => WebUtility.HtmlDecode(File.ReadAllText(_directory.At("report.html")));

    private string Picture => _directory.At("picture.svg");

    public void Dispose() => _directory.Dispose();

    /// <summary>The first of two runs of one algorithm has no checkpoint that can be read.</summary>
    [Fact]
    public void An_agent_that_cannot_be_drawn_is_named_and_hides_no_other()
    {
        string broken = _directory.At("broken");
        trained.CopyTo(broken);
        trained.CopyTo(Run);
        foreach (string file in Directory.GetFiles(Path.Combine(broken, "checkpoints"))) File.WriteAllText(file, "damaged");
        CommandResult result = CommandLine.Run("report", broken, Run, "--output", _directory.At("report.html"));
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Note: broken: The agent is not drawn. ", result.Error, StringComparison.Ordinal);
        string page = Page;
        Assert.Contains("<li>broken: The agent is not drawn. ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<figure id=\"run-1-policy\">", page, StringComparison.Ordinal);
        Assert.Contains("<figure id=\"run-2-policy\">", page, StringComparison.Ordinal);

        // Kinds that do not fit the agent are in one folded list, with no note on standard error.
        Assert.Matches(@"<li><details>\s*<summary>run: (\d+ kinds of pictures are|one kind of picture is) not for this agent<", page);
        Assert.Contains("<li>Not drawn: action-values. ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("action-values", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_that_is_damaged_is_named_with_the_one_that_is_drawn()
    {
        trained.CopyTo(Run);
        string[] checkpoints = [.. Directory.GetFiles(Path.Combine(Run, "checkpoints"), "0*").Order(StringComparer.Ordinal)];
        Assert.True(checkpoints.Length > 1);
        File.WriteAllText(checkpoints[^1], "damaged");
        CommandResult result = CommandLine.Run("report", Run, "--output", _directory.At("report.html"), "--json");
        Assert.Equal(0, result.ExitCode);
        string[] missing = MissingIn(result);
        string sentence = Assert.Single(missing, line => line.Contains("is used instead", StringComparison.Ordinal));
        Assert.Contains($"<li>run: {sentence}</li>", Page, StringComparison.Ordinal);
        Assert.Contains(missing, line => line.StartsWith("Not drawn: action-values. ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("metrics.csv")]
    [InlineData("threads.csv")]
    [InlineData("episodes.csv")]
    public void A_row_in_the_middle_that_cannot_be_read_is_named_and_a_last_one_that_is_torn_is_not(string table)
    {
        trained.CopyTo(Run);
        string path = Path.Combine(Run, table);
        string[] lines = File.ReadAllLines(path);
        string withoutField = lines[1][..lines[1].LastIndexOf(',')], withWord = "x" + lines[1];
        foreach (string torn in (string[])[withoutField, withWord])
        {
            File.WriteAllLines(path, [lines[0], lines[1], torn, .. lines[2..]]);
            Assert.Equal([$"The table {table} has a row that cannot be read, row 2; it is left out."], MissingIn(Report("--json")));
        }

        File.WriteAllLines(path, [lines[0], "x", .. lines[1..], "y"]);
        Assert.Equal(
            [$"The table {table} has 2 rows that cannot be read, the first of them row 1; they are left out."],
            MissingIn(Report("--json")));
        File.WriteAllText(path, string.Join('\n', lines) + "\n1,2");
        Assert.Empty(MissingIn(Report("--json")));
    }

    [Theory]
    [InlineData("metrics.csv", "value_loss")]
    [InlineData("metrics.csv", "gradient_norm")]
    [InlineData("metrics.csv", "learning_rate")]
    [InlineData("metrics.csv", "frames")]
    [InlineData("threads.csv", "act_seconds")]
    [InlineData("threads.csv", "largest_staleness")]
    [InlineData("episodes.csv", "length")]
    public void A_column_that_every_run_has_is_named_if_it_is_missing(string table, string column)
    {
        trained.CopyTo(Run);
        Remove(table, column);
        Assert.Equal([$"The table {table} has no column {column}."], MissingIn(Report("--json")));
    }

    [Fact]
    public void A_phase_without_a_column_is_named_beside_the_rest()
    {
        trained.CopyTo(Run);
        Remove("threads.csv", "act_seconds");
        Report();
        Assert.Contains("The table of run has no times of act, which are therefore in the rest", Page, StringComparison.Ordinal);
        Assert.Equal(0, CommandLine.Run("picture", Run, "phases", "--output", Picture).ExitCode);
        Assert.Contains("rest with act", File.ReadAllText(Picture), StringComparison.Ordinal);
        Assert.Equal(0, CommandLine.Run("picture", trained.Path, "phases", "--output", Picture).ExitCode);
        Assert.DoesNotContain("rest with", File.ReadAllText(Picture), StringComparison.Ordinal);
    }

    /// <summary>The frames per agent step are in run.json, too; runs of earlier versions have neither.</summary>
    [Fact]
    public void Without_the_column_of_frames_no_page_claims_that_an_agent_step_is_a_frame()
    {
        const string Claim = "An agent step of these runs is one frame";
        trained.CopyTo(Run);
        Report();
        Assert.Contains(Claim, Page, StringComparison.Ordinal);
        Remove("metrics.csv", "frames");
        Report();
        Assert.Contains(Claim, Page, StringComparison.Ordinal);
        Change(manifest => manifest["specification"]!["framesPerAgentStep"] = 4);
        Report();
        Assert.DoesNotContain(Claim, Page, StringComparison.Ordinal);
        Assert.Contains("<figure id=\"catch-return-frames\">", Page, StringComparison.Ordinal);
        Change(manifest => manifest["specification"]!.AsObject().Remove("framesPerAgentStep"));
        Report();
        Assert.DoesNotContain(Claim, Page, StringComparison.Ordinal);
        Assert.DoesNotContain("<figure id=\"catch-return-frames\">", Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{ \"theta\": \"0\", \"evaluation\": { \"episodes\": 20, \"mean")]
    public void A_final_evaluation_that_is_damaged_is_not_called_one_that_was_not_played(string content)
    {
        trained.CopyTo(Run);
        string file = Path.Combine(Run, "evaluation.json");
        File.WriteAllText(file, content);
        Assert.Equal(["The file evaluation.json cannot be read, so that the final evaluation is unknown."], MissingIn(Report("--json")));
        CommandLine.Run("compare", Run).AssertPrinted($"{Run}: Its final evaluation, evaluation.json, cannot be read.");
        File.Delete(file);
        Assert.Contains("the run is not finished", Assert.Single(MissingIn(Report("--json"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Agent_steps_that_no_table_tells_are_not_shown_as_none()
    {
        trained.CopyTo(Run);
        foreach (string table in (string[])["metrics.csv", "episodes.csv"]) File.WriteAllText(Path.Combine(Run, table), "");
        CommandResult result = Report("--json");
        Assert.Null(result.Document["runs"]![0]!["agentSteps"]);
        Assert.Contains("<td class=\"number\">– of 2,000</td>", Page, StringComparison.Ordinal);
        Assert.Equal(["The table metrics.csv is empty.", "The table episodes.csv is empty."], MissingIn(result));
    }

    [Fact]
    public void The_page_names_the_command_that_makes_it()
    {
        string output = _directory.At("report.html");
        Assert.Equal(0, CommandLine.Run("report", trained.Path, "--output", output, "--no-agents").ExitCode);
        Match made = Regex.Match(Page, "Made by <code>asyncrl (.*?)</code>");
        Assert.Equal($"report {trained.Path} --output {output} --no-agents", made.Groups[1].Value);
    }

    private static string[] MissingIn(CommandResult result) =>
        [.. result.Document["runs"]!.AsArray()[0]!["missing"]!.AsArray().Select(sentence => (string)sentence!)];

    private CommandResult Report(params string[] options)
    {
        CommandResult result = CommandLine.Run(
            ["report", Run, "--no-agents", "--output", _directory.At("report.html"), .. options]);
        Assert.Equal(0, result.ExitCode);
        return result;
    }

    private void Remove(string table, string column)
    {
        string path = Path.Combine(Run, table);
        string[][] rows = [.. File.ReadAllLines(path).Select(line => line.Split(','))];
        int place = Array.IndexOf(rows[0], column);
        Assert.True(place >= 0);
        File.WriteAllLines(path, rows.Select(row => string.Join(',', row.Where((_, i) => i != place))));
    }

    private void Change(Action<JsonNode> change)
    {
        string path = Path.Combine(Run, "run.json");
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(path))!;
        change(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
    }
}
