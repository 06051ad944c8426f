using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>The final evaluation of a finished run is kept and not played again.</summary>
public sealed class FinalEvaluationTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly WalkTask _task = new();

    private string Run => _directory.At("run");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_finished_run_has_the_same_figures_without_an_agent_step()
    {
        Evaluation? first = new RunBench(Evaluated(5), Run).Start().Evaluation;
        Assert.NotNull(first);
        Assert.Equal(first, Resume(5));
        Assert.Equal(0, _task.Steps);
    }

    [Fact]
    public void A_file_whose_names_have_capitals_is_read()
    {
        Evaluation? first = new RunBench(Evaluated(5), Run).Start().Evaluation;
        string file = Path.Combine(Run, "evaluation.json");
        string text = File.ReadAllText(file);
        Assert.Contains("\"meanReturn\"", text, StringComparison.Ordinal);
        // Names only: the hash of θ is a value, which may begin with a letter.
        string capitals = System.Text.RegularExpressions.Regex.Replace(
            text, "\"[a-z](?=[A-Za-z]*\":)", name => name.Value.ToUpperInvariant());
        File.WriteAllText(file, capitals);
        Assert.Equal(first, Resume(5));
        Assert.Equal(0, _task.Steps);
    }

    [Fact]
    public void The_file_keeps_the_return_of_each_episode()
    {
        Evaluation evaluation = new RunBench(Evaluated(5), Run).Start().Evaluation!;
        JsonNode figures = JsonNode.Parse(File.ReadAllText(Path.Combine(Run, "evaluation.json")))!["evaluation"]!;
        double[] written = [.. figures["returns"]!.AsArray().Select(value => value!.GetValue<double>())];
        Assert.Equal(5, written.Length);
        Assert.Equal(evaluation.Returns.Values, written);
        Assert.Equal((evaluation.MinReturn, evaluation.MaxReturn), (written[0], written[^1]));
        Assert.Equal(evaluation.MeanReturn, written.Average(), 1e-12);
        Assert.Equal(written, Resume(5)!.Returns.Values);
    }

    [Fact]
    public void A_file_of_an_earlier_version_has_no_returns_and_is_not_played_again()
    {
        Evaluation first = new RunBench(Evaluated(5), Run).Start().Evaluation!;
        string file = Path.Combine(Run, "evaluation.json");
        JsonNode document = JsonNode.Parse(File.ReadAllText(file))!;
        Assert.True(document["evaluation"]!.AsObject().Remove("returns"));
        File.WriteAllText(file, document.ToJsonString());
        Assert.Equal(first with { Returns = EpisodeReturns.None }, Resume(5));
        Assert.Equal(0, _task.Steps);
    }

    [Fact]
    public void Other_episodes_another_theta_or_a_damaged_file_are_evaluated()
    {
        new RunBench(Evaluated(5), Run).Start();
        Assert.Equal(6, Resume(6)!.Episodes);
        string file = Path.Combine(Run, "evaluation.json");
        string text = File.ReadAllText(file);
        string other = text.Replace("theta\": \"", "theta\": \"0", StringComparison.Ordinal);
        foreach (string damaged in (string[])["", "{}", "null", "[1]", other])
        {
            long before = _task.Steps;
            File.WriteAllText(file, damaged);
            Assert.Equal(6, Resume(6)!.Episodes);
            Assert.True(_task.Steps > before, damaged);
            Assert.Equal(text, File.ReadAllText(file));
        }
    }

    private static TrainingRequest Evaluated(int episodes) => Requests.Small(300, ("evaluation-episodes", $"{episodes}"));

    private Evaluation? Resume(int episodes) => Trainer.Resume(Evaluated(episodes).For(_task), RunDirectory.Open(Run)).Evaluation;
}
