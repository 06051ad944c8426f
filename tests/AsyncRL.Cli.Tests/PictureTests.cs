using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AsyncRL.Cli.Figures;
using AsyncRL.Cli.Reports;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>The command <c>picture</c> with runs of every kind of agent.</summary>
public sealed class PictureTests(PictureRuns runs) : IClassFixture<PictureRuns>, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, string>();
            foreach (FigureKind kind in FigureKinds.All)
            {
                foreach (string run in PictureRuns.Names) kinds.Add(kind.Name, run);
            }

            return kinds;
        }
    }

    public static TheoryData<string> TrainingKinds => [.. TrainingPictures.Names];

    private string File => _directory.At("picture.svg");

    public void Dispose() => _directory.Dispose();

    /// <summary>A kind is drawn of a run, or one sentence says why not.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_drawn_or_refused(string kind, string run)
    {
        CommandResult result = CommandLine.Run("picture", runs.PathOf(run), kind, "--output", File, "--states", "60", "--data", "--json");
        Assert.Equal(Expected(kind, run), result.ExitCode == 0);
        if (result.ExitCode != 0)
        {
            result.AssertRefused($"The kind {kind} cannot be drawn of this run. ", "expected");
            Assert.Empty(Directory.GetFileSystemEntries(_directory.FullPath));
            return;
        }

        result.AssertSucceeded();
        JsonArray figures = result.Document["figures"]!.AsArray();
        Assert.NotEmpty(figures);
        Assert.Equal(File, figures[0]!["file"]!.GetValue<string>());
        foreach (JsonNode? figure in figures) AssertWhole(figure!);
    }

    [Theory]
    [InlineData("saliency")]
    [InlineData("integrated-gradients")]
    [InlineData("value-along-game")]
    [InlineData("t-sne")]
    [InlineData("maximise")]
    public void The_seed_decides_the_bytes(string kind)
    {
        byte[] one = Draw(kind, "--seed", "3");
        Assert.Equal(one, Draw(kind, "--seed", "3"));
        Assert.NotEqual(one, Draw(kind, "--seed", "4"));
    }

    [Fact]
    public void All_kinds_are_written_into_a_directory_and_the_others_are_named()
    {
        string output = _directory.At("pictures");
        CommandResult result = CommandLine.Run("picture", runs.PathOf("a3c"), "all", "--output", output, "--states", "60");
        result.AssertSucceeded();
        result.AssertPrinted("Value along a game", "Not drawn: action-values. ", "Not drawn: roofline. ");
        string[] names = [.. Directory.GetFiles(output).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal)!];
        Assert.Equal(
            [
                "activations.svg", "attention-over-training.svg", "curve.svg", "embedding-of-games.svg", "entropy.svg", "filters.svg",
                "gradient-norm.svg", "integrated-gradients.svg", "losses.svg", "maximise-conv2.svg", "maximise.svg", "phases.svg",
                "policy-map.svg", "policy.svg", "return-seconds.svg", "return.svg", "saliency.svg", "t-sne-action.svg",
                "t-sne-agent-step.svg", "t-sne-ball-s-column.svg", "t-sne-ball-s-height.svg", "t-sne-entropy.svg",
                "t-sne-episode.svg", "t-sne-paddle-s-column.svg", "t-sne-return.svg", "t-sne.svg",
                "timeline.svg",
                "value-along-game.svg", "value-map.svg",
            ],
            names);
    }

    [Theory]
    [InlineData("all")]
    [InlineData("saliency")]
    public void A_directory_that_cannot_be_written_is_refused_before_any_work(string kind)
    {
        // The run cannot be read, so that work would end with another sentence.
        string run = _directory.At("run"), file = _directory.At("file");
        Directory.CreateDirectory(run);
        System.IO.File.WriteAllText(System.IO.Path.Combine(run, "run.json"), "{");
        System.IO.File.WriteAllText(file, "");
        CommandLine.Run("picture", run, kind, "--output", System.IO.Path.Combine(file, "pictures.svg")).AssertRefused(file);
        Assert.Equal("", System.IO.File.ReadAllText(file));
        Directory.CreateDirectory(_directory.At("pictures"));
        string blocked = System.IO.Path.Combine(_directory.At("pictures"), $"{(kind == "all" ? "pictures" : kind)}.svg");
        Directory.CreateDirectory(blocked);
        CommandLine.Run("picture", run, kind, "--output", _directory.At("pictures")).AssertRefused(blocked, "cannot be written");
    }

    /// <summary>The figures of a report, of one run, without its agent.</summary>
    [Theory]
    [MemberData(nameof(TrainingKinds))]
    public void Every_kind_of_the_training_is_drawn_or_refused(string kind)
    {
        CommandResult result = CommandLine.Run("picture", runs.PathOf("ranks"), kind, "--output", File, "--data", "--json");
        if (kind is "evaluations" or "other-measures" or "roofline")
        {
            result.AssertRefused($"The kind {kind} cannot be drawn of this run. The run has no numbers for it; expected ");
            Assert.Empty(Directory.GetFileSystemEntries(_directory.FullPath));
            return;
        }

        result.AssertSucceeded();
        JsonArray figures = result.Document["figures"]!.AsArray();
        Assert.Equal(File, figures[0]!["file"]!.GetValue<string>());
        foreach (JsonNode? figure in figures) AssertWhole(figure!);
        int expected = kind switch { "return" => 2, "evaluation" => 2, "exchange" => 2, _ => 1 };
        Assert.Equal(expected, figures.Count);
    }

    /// <summary>A picture of the training is that of the report, and needs no checkpoint.</summary>
    [Fact]
    public void A_picture_of_the_training_is_that_of_the_report()
    {
        string run = _directory.At("copy");
        Directory.CreateDirectory(run);
        foreach (string file in Directory.GetFiles(runs.PathOf("a3c")))
            System.IO.File.Copy(file, System.IO.Path.Combine(run, System.IO.Path.GetFileName(file)));
        CommandLine.Run("picture", run, "return", "--output", File, "--data").AssertSucceeded();
        Assert.Equal(0, CommandLine.Run("report", run, "--no-agents", "--output", _directory.At("report.html")).ExitCode);
        string numbers = Convert.ToBase64String(System.IO.File.ReadAllBytes(_directory.At("picture.csv")));
        Assert.Contains(numbers, System.IO.File.ReadAllText(_directory.At("report.html")), StringComparison.Ordinal);
        Assert.Contains(
            XElement.Load(File).Descendants().Where(element => element.Name.LocalName == "text"),
            text => text.Value == "catch, a3c, seed 1: return over agent steps");
        CommandLine.Run("picture", run, "saliency", "--output", File).AssertRefused("checkpoint");
        CommandLine.Run("picture", run, "all", "--output", _directory.At("all")).AssertPrinted("over agent steps", "Not drawn: saliency. ");
        foreach (string option in (string[])["--seed=3", "--states=70", "--checkpoint=best"])
            CommandLine.Run("picture", run, "return", "--output", File, option).AssertRefused(option.Split('=')[0], "the kind return");
        System.IO.File.WriteAllText(System.IO.Path.Combine(run, "metrics.csv"), "damaged");
        CommandLine.Run("picture", run, "losses", "--output", File).AssertRefused("algorithm that reports a loss", "metrics.csv");
    }

    [Fact]
    public void A_report_gets_all_figures_and_the_reasons_for_those_that_are_missing()
    {
        using var signals = new StopSignals(_ => { });
        var host = new ConsoleHost { Output = TextWriter.Null, Error = TextWriter.Null, Signals = signals };
        Play.TrainedRun run = Play.TrainedRun.Open(runs.PathOf("dqn"), null, "report", 1, host);
        var shares = new List<double>();
        var settings = new FigureSettings { States = 60 };
        FigureSet set = AgentFigures.Of(run, settings, (share, _) => shares.Add(share), CancellationToken.None);
        int drawn = FigureKinds.Names.Count(name => set.Figures.Any(figure => figure.Name == name));
        Assert.Equal(FigureKinds.All.Count, set.Missing.Count + drawn);
        Assert.All(set.Missing, missing => Assert.Matches("^[A-Z].*expected.*[.]$", missing.Reason));
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        Assert.Equal(set.Figures.Count, set.Figures.Select(figure => figure.Name).Distinct().Count());
    }

    /// <summary>At the start of an episode the paddle is in the middle, as on the map. The agent of dqn has a dueling network.</summary>
    [Theory]
    [InlineData("a3c")]
    [InlineData("dqn")]
    public void The_map_has_the_value_that_the_agent_computes_in_a_game(string run)
    {
        string[] map = DataOf(run, "value-map"), game = DataOf(run, "value-along-game");
        int top = PictureRuns.Rows - 1, compared = 0;
        var values = new List<double>();
        foreach (string line in map[1..])
        {
            double[] numbers = Array.ConvertAll(line.Split(','), text => double.Parse(text, CultureInfo.InvariantCulture));
            if (numbers[1] == top) values.Add(numbers[2]);
        }

        foreach (string line in game[1..])
        {
            string[] fields = line.Split(',');
            if (fields[1] != "0") continue;
            double value = double.Parse(fields[2], CultureInfo.InvariantCulture);
            Assert.Contains(values, other => Math.Abs(other - value) < 1e-6);
            compared++;
        }

        Assert.True(compared > 3, $"{compared} episodes");
        Assert.True(values.Distinct().Count() > 3);
    }

    /// <summary>The value of an agent with memory is that of an episode in which it walked straight on.</summary>
    [Fact]
    public void The_map_of_an_agent_with_memory_has_the_values_of_the_straight_way()
    {
        string run = _directory.At("maze");
        Assert.Equal(0, CommandLine.Run(
            "train", "t-maze", "--threads", "1", "--agent-steps", "600", "--set", "corridor=2", "--set", "evaluation-episodes=0",
            "--output", run).ExitCode);
        CommandResult drawn = CommandLine.Run("picture", run, "value-map", "--output", File, "--data");
        drawn.AssertSucceeded();
        drawn.AssertPrinted("remembers the shortest way");
        double[][] map = Numbers();
        Assert.Equal(6, map.Length);
        CommandLine.Run("picture", run, "value-along-game", "--output", File, "--data").AssertSucceeded();
        double[][] game = Numbers();
        HashSet<double> values = [.. map.Select(row => row[2])];
        Assert.True(values.Count >= 4);
        double[][] starts = [.. game.Where(row => row[1] == 0)];
        Assert.True(starts.Length > 3);
        Assert.All(starts, row => Assert.Contains(map, cell => cell[0] == 0 && Math.Abs(cell[2] - row[2]) < 1e-6));
        Assert.Contains(game, row => row[1] > 0 && map.Any(cell => cell[0] == row[1] && Math.Abs(cell[2] - row[2]) < 1e-6));

        double[][] Numbers() =>
        [
            .. System.IO.File.ReadAllLines(_directory.At("picture.csv"))[1..].Select(line => line.Split(','))
                .Select(fields => Array.ConvertAll(fields[..3], text => double.Parse(text, CultureInfo.InvariantCulture))),
        ];
    }

    [Fact]
    public void An_agent_that_learned_costs_plays_with_outputs_and_no_values()
    {
        string output = CommandLine.Run("play", runs.PathOf("nfq"), "--episodes", "1").Output;
        Assert.Contains("output z", output, StringComparison.Ordinal);
        Assert.DoesNotContain("value", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("value-along-game", "output_z", "largest output z")]
    [InlineData("action-values", "z left", "output z")]
    [InlineData("value-map", "output_z", "largest output z")]
    [InlineData("t-sne", "output_z", "output z")]
    public void The_pictures_of_an_agent_that_learned_costs_show_outputs_and_no_returns(string kind, string column, string label)
    {
        CommandResult result = CommandLine.Run(
            "picture", runs.PathOf("nfq"), kind, "--output", File, "--states", "60", "--data", "--json");
        result.AssertSucceeded();
        string explanation = result.Document["figures"]![0]!["explanation"]!.GetValue<string>();
        Assert.Contains("a larger z is better, and the cost is σ(−z).", explanation, StringComparison.Ordinal);
        Assert.DoesNotContain("dashed", explanation, StringComparison.Ordinal);
        Assert.Contains(column, System.IO.File.ReadAllLines(_directory.At("picture.csv"))[0], StringComparison.Ordinal);
        string[] texts =
            [.. XElement.Load(File).Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value)];
        Assert.Contains(label, texts);
        foreach (string wrong in (string[])["value V", "value Q", "return"])
            Assert.DoesNotContain(texts, text => text.Contains(wrong, StringComparison.Ordinal));
    }

    [Fact]
    public void Ctrl_C_gives_up_and_writes_nothing()
    {
        var interrupted = new CommandOptions { SignalAtStart = PosixSignal.SIGINT };
        Assert.Equal(130, CommandLine.Run(interrupted, "picture", runs.PathOf("a3c"), "saliency", "--output", File).ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.FullPath));
    }

    [Fact]
    public void A_damaged_run_is_refused()
    {
        string copy = _directory.At("copy");
        Directory.CreateDirectory(copy);
        System.IO.File.WriteAllText(System.IO.Path.Combine(copy, "run.json"), "{}");
        CommandLine.Run("picture", copy, "saliency", "--output", File).AssertRefused("run.json");
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void The_course_of_a_training_has_a_column_for_each_kept_checkpoint_and_a_color_for_each_agent()
    {
        string run = _directory.At("kept"), early = System.IO.Path.Combine(run, "checkpoints", "000000000100.checkpoint");
        Train("catch", "--set", "rows=8", "--set", "columns=8", "--agent-steps", "100", "--output", run);
        Assert.Equal(0, CommandLine.Run("train", "--resume", run, "--agent-steps", "300", "--set", "keep-checkpoints=4").ExitCode);
        Assert.Equal(0, CommandLine.Run("train", "--resume", run, "--agent-steps", "600").ExitCode);
        long[] kept =
        [
            .. Directory.GetFiles(System.IO.Path.GetDirectoryName(early)!, "0*.checkpoint")
                .Select(file => long.Parse(System.IO.Path.GetFileName(file).Split('.')[0], CultureInfo.InvariantCulture)).Order(),
        ];
        Assert.Equal(4, kept.Length);
        CommandLine.Run("picture", run, "attention-over-training", "--output", File, "--data").AssertSucceeded();
        Assert.Equal(kept, ColumnOf(0));
        CommandLine.Run("picture", run, "embedding-of-games", "--output", File, "--states", "90", "--data").AssertSucceeded();
        Assert.Equal([kept[0], kept[2], kept[3]], ColumnOf(2));

        // What cannot be read is left out.
        string damaged = System.IO.Path.Combine(run, "checkpoints", $"{kept[1]:D12}.checkpoint");
        System.IO.File.WriteAllText(damaged, "damaged");
        CommandLine.Run("picture", run, "attention-over-training", "--output", File, "--data").AssertSucceeded();
        Assert.Equal([kept[0], kept[2], kept[3]], ColumnOf(0));

        string copied = _directory.At("copied");
        Train(
            "catch", "--set", "rows=8", "--set", "columns=8", "--agent-steps", "100", "--initial-parameters", run, "--output", copied);
        string[] others = Directory.GetFiles(System.IO.Path.Combine(copied, "checkpoints"), "000000000000.checkpoint");
        foreach (string other in others) System.IO.File.Delete(other);
        CommandLine.Run("picture", copied, "embedding-of-games", "--output", _directory.At("none.svg"))
            .AssertRefused("no parameters of an earlier time", "keep-checkpoints");

        IEnumerable<long> ColumnOf(int column) => System.IO.File.ReadAllLines(_directory.At("picture.csv"))[1..]
            .Select(line => long.Parse(line.Split(',')[column], CultureInfo.InvariantCulture)).Distinct();

        static void Train(params string[] words) => Assert.Equal(
            0, CommandLine.Run(["train", .. words, "--threads", "1", "--set", "evaluation-episodes=0"]).ExitCode);
    }

    /// <summary>An environment of the user's program has no facts and no map, but a game.</summary>
    [Fact]
    public void A_run_of_an_environment_of_the_user_is_drawn()
    {
        string environment = $"{typeof(MyGames.WindyLine).Assembly.Location}:{nameof(MyGames.WindyLine)}", run = _directory.At("run");
        CommandResult training = CommandLine.Run(
            "train", environment, "--network", "mlp", "--threads", "1", "--agent-steps", "500", "--set", "evaluation-episodes=0",
            "--output", run);
        Assert.Equal(0, training.ExitCode);
        CommandLine.Run("picture", run, "value-along-game", "--output", File).AssertSucceeded();
        CommandLine.Run("picture", run, "t-sne", "--output", File, "--states", "60").AssertSucceeded();
        CommandLine.Run("picture", run, "value-map", "--output", _directory.At("map.svg")).AssertRefused("windy-line", "few numbers");
    }

    private static bool Expected(string kind, string run) => (kind, run) switch
    {
        ("value-along-game", _) => true,
        ("policy", "dqn" or "pendulum" or "ddpg") or ("action-values", not "dqn") => false,
        ("saliency" or "integrated-gradients" or "maximise" or "attention-over-training", "cartpole" or "pendulum" or "ddpg") => false,
        ("stacked-frames", _) => false,
        ("embedding-of-games", "lstm") => false,
        ("filters", not ("a3c" or "dqn" or "lstm")) => false,
        ("value-map" or "policy-map", "lstm") => false,
        _ => true,
    };

    private static void AssertWhole(JsonNode figure)
    {
        foreach (string member in (string[])["name", "title", "description"]) Assert.NotEmpty(figure[member]!.GetValue<string>());
        Assert.Contains("healthy", figure["explanation"]!.GetValue<string>(), StringComparison.OrdinalIgnoreCase);
        XElement root = XElement.Load(figure["file"]!.GetValue<string>());
        Assert.Equal("svg", root.Name.LocalName);

        // The letters of an embedded picture mean nothing.
        foreach (XElement image in root.Descendants().Where(element => element.Name.LocalName == "image"))
            image.SetAttributeValue("href", null);
        Assert.DoesNotContain("NaN", root.ToString(), StringComparison.Ordinal);
        string[] lines = Array.ConvertAll(
            System.IO.File.ReadAllLines(figure["data"]!.GetValue<string>()), line => Regex.Replace(line, "\"[^\"]*\"", "text"));
        Assert.True(lines.Length > 1);
        int columns = lines[0].Split(',').Length;
        Assert.DoesNotContain(lines, line => line.Split(',').Length != columns);
    }

    private byte[] Draw(string kind, params string[] options)
    {
        CommandLine.Run(["picture", runs.PathOf("a3c"), kind, "--output", File, "--states", "60", .. options]).AssertSucceeded();
        return System.IO.File.ReadAllBytes(File);
    }

    private string[] DataOf(string run, string kind)
    {
        CommandLine.Run(["picture", runs.PathOf(run), kind, "--output", File, "--data"]).AssertSucceeded();
        return System.IO.File.ReadAllLines(_directory.At("picture.csv"));
    }
}
