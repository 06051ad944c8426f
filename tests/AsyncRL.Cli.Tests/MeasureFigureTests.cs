using System.Globalization;
using System.Linq;
using System.Text;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Reports;
using AsyncRL.TestSources;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Tests;

/// <summary>The figures of losses, entropy and other measures of several runs.</summary>
[Collection(TrainedRunGroup.Name)]
public sealed class MeasureFigureTests(TrainedRunFixture trained) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>The entropies are 1, 2, 3, 4 and 105, whose middle half has the mean (0.75 · 2 + 3 + 0.75 · 4) / 2.5 = 3.</summary>
    [Fact]
    public void From_five_runs_on_there_is_an_interquartile_mean_with_its_band_above_faint_runs()
    {
        Figure entropy = FigureOf("entropy", new RunGroup("a3c", 0, [Run(1, 1), Run(2, 2), Run(3, 3), Run(4, 4), Run(5, 105)]));
        string[] middle = LinesOf(entropy, "\"a3c, IQM of 5 runs\"");
        Assert.Equal(2 * 101, middle.Length);
        Assert.StartsWith("entropy,\"a3c, IQM of 5 runs\",1000,3,", middle[0], StringComparison.Ordinal);
        string[] bounds = middle[101].Split(',');
        double low = double.Parse(bounds[5], CultureInfo.InvariantCulture);
        double high = double.Parse(bounds[6], CultureInfo.InvariantCulture);
        Assert.True(low < 3 && low >= 1 && high > 3 && high <= 105, $"The band is from {low} to {high}.");
        Assert.Equal(3, LinesOf(entropy, "run 5").Length);
        Assert.Contains("IQM of 5 runs", Encoding.UTF8.GetString(entropy.Picture.Span), StringComparison.Ordinal);
        Assert.Contains("single runs are faint", entropy.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_runs_are_lines_only_whether_they_were_trained_or_the_others_report_nothing()
    {
        Figure four = FigureOf("entropy", new RunGroup("a3c", 0, [Run(1, 1), Run(2, 2), Run(3, 3), Run(4, 4)]));
        Figure silent = FigureOf("entropy", new RunGroup("a3c", 0, [Run(1, 1), Run(2, 2), Run(3, 3), Run(4, 4), Run(5, null)]));
        foreach (Figure figure in (Figure[])[four, silent])
        {
            Assert.DoesNotContain("IQM", figure.Data, StringComparison.Ordinal);
            Assert.DoesNotContain("faint", figure.Explanation, StringComparison.Ordinal);
            Assert.Equal(3, LinesOf(figure, "run 4").Length);
        }

        Assert.Empty(LinesOf(silent, "run 5"));
    }

    [Fact]
    public void A_group_with_a_band_and_one_without_have_an_entry_each()
    {
        var many = new RunGroup("many", 0, [Run(1, 1), Run(2, 2), Run(3, 3), Run(4, 4), Run(5, 5)]);
        var few = new RunGroup("few", 1, [Run(6, 2), Run(7, 3)]);
        string picture = Encoding.UTF8.GetString(FigureOf("entropy", many, few).Picture.Span);
        Assert.Contains(">many, IQM of 5 runs<", picture, StringComparison.Ordinal);
        Assert.Contains(">few<", picture, StringComparison.Ordinal);
        Assert.DoesNotContain(">many<", picture, StringComparison.Ordinal);
    }

    /// <summary>A thread that acts for 0.75 s of each second has 0.25 s of other time, however many reports the table has kept.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void The_rest_of_a_thread_s_time_is_that_of_the_reports_that_the_table_has_kept(int step)
    {
        NamedRun run = Run(1, 1);
        string text = "agent_steps,seconds,thread,updates,mean_staleness,act_seconds,report\n";
        for (int report = step; report <= 8; report += step)
            text += $"{100 * report},{report},0,1,0,0.75,{report}\n{100 * report},{report},1,1,0,0.25,{report}\n";
        File.WriteAllText(Path.Combine(run.Files.Path, "threads.csv"), text);
        File.WriteAllText(Path.Combine(run.Files.Path, "metrics.csv"), "agent_steps,seconds,report\n800,8,8\n");
        var again = new NamedRun("run", 1, RunFiles.Open(run.Files.Path, "report"));
        string[] rests =
        [
            .. PhaseFigure.Of([new RunGroup("a3c", 0, [again])])!.Data.Split('\n')
                .Where(line => line.Contains("rest", StringComparison.Ordinal)),
        ];
        Assert.Contains(rests, line => line.Contains(",0.25", StringComparison.Ordinal));
        Assert.Contains(rests, line => line.Contains(",0.75", StringComparison.Ordinal));
        Assert.Equal(4, rests.Length);
    }

    private static Figure FigureOf(string name, params RunGroup[] groups) =>
        MeasureFigures.Of(groups).Single(figure => figure.Name == name);

    private static string[] LinesOf(Figure figure, string series) =>
        [.. figure.Data.Split('\n').Where(line => line.StartsWith($"entropy,{series},", StringComparison.Ordinal))];

    /// <summary>A run that reports an entropy three times; none if it is null.</summary>
    private NamedRun Run(int number, double? entropy)
    {
        string path = _directory.At($"run {number}");
        if (!Directory.Exists(path)) trained.CopyTo(path);
        string column = entropy is null ? "" : FormattableString.Invariant($",{entropy}");
        string text = $"agent_steps,seconds{(entropy is null ? "" : ",entropy")}\n";
        for (int report = 1; report <= 3; report++) text += $"{1000 * report},{report}{column}\n";
        File.WriteAllText(Path.Combine(path, "metrics.csv"), text);
        return new NamedRun($"run {number}", number, RunFiles.Open(path, "report"));
    }
}
