using System.Linq;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Runs;
using Spectre.Console;

namespace AsyncRL.Cli.Tests;

/// <summary>The displays of a training, tested without a training.</summary>
public sealed class DisplayTests
{
    public static TheoryData<int, int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<int, int, int>();
            foreach ((int width, int height) in new[] { (1, 1), (20, 10), (60, 24), (80, 24), (100, 40), (120, 50), (250, 80) })
            {
                foreach (int threads in new[] { 1, 2, 16, 64 }) sizes.Add(width, height, threads);
            }

            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_dashboard_stays_within_its_terminal(int width, int height, int threads)
    {
        string[] lines = Draw(threads, Progress(threads), width, height);
        if (height >= 24) Assert.True(lines.Length <= height, $"{lines.Length} lines in {height} rows");
        Assert.All(lines, line => Assert.True(line.Length <= width, $"{line.Length} columns in {width}: {line}"));
    }

    [Fact]
    public void A_dashboard_shows_every_figure()
    {
        string text = string.Join('\n', Draw(2, Progress(2), 100, 40));
        string[] figures =
        [
            "a3c on catch", "network mlp", "2 threads", "25 %", "25,000 of 100,000 agent steps", "30 s left", "2,500", "0.75", "1.079",
            "0.0123", "-0.00450", "3.142", "7.0e-4", "staleness", "back",
        ];
        foreach (string figure in figures) Assert.Contains(figure, text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_a_number_is_a_dash()
    {
        var progress = new TrainingProgress(0, 100, 0, new IntervalStatistics(), double.NaN, double.NaN, []);
        string text = string.Join('\n', Draw(2, progress, 100, 40));
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.Contains("–", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_without_a_row_share_the_last_one()
    {
        string[] lines = Draw(64, Progress(64), 80, 24);
        int shown = lines.Count(line => line.EndsWith(" 40", StringComparison.Ordinal));
        Assert.InRange(shown, 5, 20);
        Assert.Contains($"+ {64 - shown}", lines[^1], StringComparison.Ordinal);
        Assert.Contains($" {64 - shown},000 ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_lines_come_after_the_first_report_and_then_every_five_seconds()
    {
        using var writer = new StringWriter();
        var display = new PlainTrainingDisplay(writer, TimeProvider.System);
        var waiting = new TrainingProgress(10, 100_000, 0.1, new IntervalStatistics(), double.NaN, double.NaN, []);
        display.Observe(waiting);
        Assert.Equal("", writer.ToString());
        TrainingProgress progress = Progress(1);
        foreach (double seconds in new[] { 1, 1.1, 3, 5.9, 6, 8, 11.5 }) display.Observe(progress with { Seconds = seconds });
        string[] lines = writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith(
            "25,000 of 100,000 agent steps (25 %), 2,500 per second, 1 s, 30 s left; 77 episodes, mean return 0.75, best 1; entropy 1.079",
            lines[0],
            StringComparison.Ordinal);
    }

    private static string[] Draw(int threads, TrainingProgress progress, int width, int height)
    {
        var request = new TrainingRequest { Environment = "catch", Network = "mlp", Threads = threads };
        string output = "runs/a-rather-long-name-of-a-directory-that-does-not-fit-into-eighty-columns";
        var dashboard = new Dashboard(TrainingConfiguration.Resolve(request), output);
        dashboard.Update(progress);
        return Render(dashboard.Draw(width, height), width);
    }

    private static string[] Render(StyledText sheet, int width)
    {
        using var writer = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        console.Write(sheet);
        return writer.ToString().TrimEnd('\n').Split('\n');
    }

    private static TrainingProgress Progress(int threads) => new(
        25_000,
        100_000,
        10,
        new IntervalStatistics
        {
            AgentSteps = 25_000,
            Seconds = 10,
            Episodes = 77,
            MeanReturn = 0.5,
            MinReturn = -1,
            MaxReturn = 1,
            Metrics = [new("policy_loss", -0.0045), new("value_loss", 0.0123), new("entropy", 1.0789), new("gradient_norm", 3.14159)],
            LearningRate = 7e-4,
            AgentStepsPerSecond = 2500,
        },
        0.75,
        1,
        [.. Enumerable.Range(0, threads).Select(i => new ThreadStatistics(i, 1000, 200, 100, [0.1, 0.2, 0.1, 0.5, 0.1], 1.5, 40))]);
}
