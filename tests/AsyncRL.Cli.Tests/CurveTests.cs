using System.Globalization;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using AsyncRL.Cli.Curves;
using AsyncRL.TestSources;
using AsyncRL.Training.Statistics;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Tests;

/// <summary>The curve of a run and of several seeds, from a run's own tables and from tables that are written by hand.</summary>
[Collection(TrainedRunGroup.Name)]
public sealed class CurveTests(TrainedRunFixture trained) : IDisposable
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly TemporaryDirectory _directory = new();

    private string Run => _directory.At("run");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Train_writes_the_picture_of_its_curve_and_names_it()
    {
        string path = Path.Combine(trained.Path, "curve.svg");
        Assert.Equal("svg", XDocument.Load(path).Root!.Name.LocalName);
        Assert.Contains($"\"curve\": \"{path}\"", trained.TrainDocument, StringComparison.Ordinal);
        CommandResult result = CommandLine.Run([.. CommandLine.SmallTraining, "--output", Run]);
        result.AssertSucceeded();
        Assert.Contains($"Its curve:     {Path.Combine(Run, "curve.svg")}", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(Run), file => file.EndsWith(".unfinished", StringComparison.Ordinal));
    }

    [Fact]
    public void A_curve_that_cannot_be_written_fails_no_run()
    {
        CommandLine.Run([.. CommandLine.SmallTraining, "--output", Run]).AssertSucceeded();
        string curve = Path.Combine(Run, "curve.svg");
        File.Delete(curve);
        Directory.CreateDirectory(curve);
        CommandResult result = CommandLine.Run("train", "--resume", Run, "--agent-steps", "2500");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Note: The picture of the learning curve could not be written", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Its curve", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_figure_shows_the_mean_of_the_latest_100_episodes_at_its_place_and_each_measure_in_a_panel()
    {
        WriteByHand(agentSteps: 3000, threads: 1);
        Figure figure = RunCurve.FigureOf(Run, "picture");
        Assert.Equal(("curve", FigureFormat.Svg), (figure.Name, figure.Format));
        Assert.Contains("return,mean of the latest 100 episodes,1520,0.52,,,", figure.Data.Split('\n'));
        Assert.Contains("return,episode,10,0,,,", figure.Data.Split('\n'));
        Assert.Contains("staleness,,1000,1.5,,,", figure.Data.Split('\n'));
        XElement svg = XElement.Parse(Encoding.UTF8.GetString(figure.Picture.Span));
        string[] texts = [.. svg.Descendants(Svg + "text").Select(text => text.Value)];
        foreach (string name in (string[])["return", "entropy", "gradient norm", "learning rate", "staleness", "agent steps"])
            Assert.Contains(name, texts);
        Assert.DoesNotContain("value loss", texts);

        // The axis of agent steps goes from 0 to 3000, that of returns from 0 to 1.05.
        (double x, double y) = (76 + (650 * 1520 / 3000.0), 36 + (214 * (1.05 - 0.52) / 1.05));
        Assert.Contains(svg.Descendants(Svg + "polyline"), line => PointsOf(line).Any(p => Near(p.X, x) && Near(p.Y, y)));
        Assert.Contains("the mean return of the latest 100 episodes is 1 at the end", figure.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_report_of_a_few_agent_steps_makes_no_spike()
    {
        WriteByHand(agentSteps: 3000, threads: 1);
        string[] rows = File.ReadAllLines(Path.Combine(Run, "metrics.csv"));
        File.WriteAllLines(Path.Combine(Run, "metrics.csv"), [.. rows, rows[^1].Replace("3000,", "3001,", StringComparison.Ordinal)]);
        var files = RunFiles.Open(Run, "picture");
        Assert.Equal([1000.0, 2000, 3000], MeasuredCourse.Of(files, "entropy", "entropy")!.Points.Select(point => point.X));
        Assert.Equal(3001, files.AgentSteps);
    }

    [Fact]
    public void A_long_course_is_thinned_by_means()
    {
        trained.CopyTo(Run);
        File.WriteAllLines(
            Path.Combine(Run, "metrics.csv"),
            ["agent_steps,seconds,entropy", .. Enumerable.Range(1, 1000).Select(i => $"{i},{i},{i % 4}")]);
        MeasuredCourse course = MeasuredCourse.Of(RunFiles.Open(Run, "picture"), "entropy", "entropy")!;
        Assert.Equal(250, course.Points.Count);
        Assert.Equal((2.5, 1.5), course.Points[0]);
    }

    [Fact]
    public void Five_seeds_have_an_interquartile_mean_with_a_band_and_fewer_show_themselves()
    {
        var runs = new List<NamedRun>();
        for (int seed = 1; seed <= 5; seed++)
        {
            WriteByHand(agentSteps: 3000, threads: 1, offset: seed);
            runs.Add(new NamedRun($"seed {seed}", seed, RunFiles.Open(Run, "picture")));
            Directory.Delete(Run, recursive: true);
        }

        List<ChartLine> lines = new RunGroup("a3c", 2, runs).Lines((_, point) => point.AgentStep);
        Assert.Equal(6, lines.Count);
        Assert.All(lines[..5], line => Assert.True(line.Opacity < 0.5 && line.Name is null && line.Color == 2));
        double[] last = [2, 3, 4, 5, 6];
        var interval = BootstrapInterval.Of(last);
        Assert.Equal((3000, InterquartileMean.Of(last)), lines[5].Points[^1]);
        Assert.Equal((3000, interval.Low, interval.High), lines[5].Band[^1]);
        Assert.Equal("a3c, IQM of 5 runs", lines[5].Name);

        List<ChartLine> few = new RunGroup("a3c", 2, runs[..4]).Lines((_, point) => point.AgentStep);
        Assert.Equal(4, few.Count);
        Assert.All(few, line => Assert.True(line.Opacity > 0.5 && line.Band.Count == 0));
    }

    [Fact]
    public void Several_seeds_have_a_picture_together_and_one_each()
    {
        CommandResult result = CommandLine.Run(
            [.. CommandLine.SmallTraining, "--seeds", "1..5", "--output", Run, "--set", "report-seconds=0.05"]);
        result.AssertSucceeded();
        string together = Path.Combine(Run, "curve.svg");
        Assert.Contains($"Learning curves: {together}", result.Output, StringComparison.Ordinal);
        string[] texts = [.. XElement.Load(together).Descendants(Svg + "text").Select(text => text.Value)];
        Assert.Contains("a3c, IQM of 5 runs", texts);
        for (int seed = 1; seed <= 5; seed++) Assert.True(File.Exists(Path.Combine(Run, $"seed-{seed}", "curve.svg")));
    }

    /// <summary>300 episodes of 10 agent steps: the return is the offset until agent step 1000, and 1 more afterwards.</summary>
    private void WriteByHand(int agentSteps, int threads, int offset = 0)
    {
        trained.CopyTo(Run);
        Write("metrics.csv",
            "agent_steps,frames,seconds,learning_rate,entropy,gradient_norm,value_loss,report",
            "1000,4000,2,0.1,1,0.5,0,1", "2000,8000,3,0.05,0.5,5,0,2", "3000,12000,4,0.01,0.25,50,0,3");
        Write("threads.csv",
            "agent_steps,seconds,thread,updates,mean_staleness,act_seconds,report", "1000,2,0,10,1,1,1", "1000,2,1,10,2,1,1");
        Write(
            "episodes.csv",
            [
                "thread,agent_step,return,length,episode",
                .. Enumerable.Range(1, agentSteps / 10).Select(i => $"{i % threads},{10 * i},{offset + (i > 100 ? 1 : 0)},10,{i}"),
            ]);
    }

    private void Write(string name, params string[] lines) => File.WriteAllLines(Path.Combine(Run, name), lines);

    private static bool Near(double a, double b) => Math.Abs(a - b) < 0.01;

    private static IEnumerable<(double X, double Y)> PointsOf(XElement line) =>
        line.Attribute("points")!.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(point =>
        {
            double[] pair = Array.ConvertAll(point.Split(','), number => double.Parse(number, CultureInfo.InvariantCulture));
            return (pair[0], pair[1]);
        });
}
