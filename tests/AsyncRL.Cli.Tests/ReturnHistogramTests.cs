using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Reports;
using AsyncRL.TestSources;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Tests;

/// <summary>The histograms of the returns of final evaluations.</summary>
[Collection(TrainedRunGroup.Name)]
public sealed class ReturnHistogramTests(TrainedRunFixture trained) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private int _runs;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("3 3 3", 2.5, 1, 1)]
    [InlineData("-1 1", -1.5, 1, 3)]
    [InlineData("0 29", -0.5, 1, 30)]
    [InlineData("0 30", -0.5, 2, 16)]
    [InlineData("9 500", 8.5, 17, 29)]
    [InlineData("0 0.5 10", 0, 0.5, 20)]
    public void Whole_returns_have_intervals_of_whole_numbers_and_others_twenty(string returns, double low, double width, int count)
    {
        double[] numbers = [.. returns.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        var bins = ReturnBins.Of(numbers);
        Assert.Equal((low, width, count), (bins.Low, bins.Width, bins.Count));
        foreach (double number in numbers)
        {
            int index = bins.IndexOf(number);
            Assert.InRange(number, bins.EdgeOf(index), bins.EdgeOf(index + 1));
        }

        Assert.Equal((0, count - 1), (bins.IndexOf(numbers.Min()), bins.IndexOf(numbers.Max())));
    }

    /// <summary>The first run has as many episodes as returns; the second has four times as many, which must not count more.</summary>
    [Fact]
    public void Each_run_of_a_group_has_the_same_weight()
    {
        var group = new RunGroup("a3c", 0, [Run(0, 0), Run(1, 1, 1, 0, 1, 1, 1, 0)]);
        var histogram = ReturnHistogram.Of(group, ReturnBins.Of([0, 1]))!;
        Assert.Equal([0.625, 0.375], histogram.Shares.Select(share => Math.Round(share, 12)));
        Assert.Equal((2, 10L), (histogram.Runs, histogram.Episodes));
        Assert.Equal((0 + 0.75) / 2, histogram.Mean, 1e-12);
    }

    [Fact]
    public void A_group_has_a_panel_and_five_groups_have_no_figure()
    {
        RunGroup first = new("first", 0, [Run(-1, 1, 1, 1)]), second = new("second", 1, [Run(1, 1)]), none = new("unseen", 2, [Run()]);
        Figure figure = ReturnFigure.Of("catch", [first, second, none])!;
        Assert.Equal("catch-evaluation-returns", figure.Name);
        string picture = Encoding.UTF8.GetString(figure.Picture.Span);
        Assert.Contains("first: 4 episodes", picture, StringComparison.Ordinal);
        Assert.Contains("second: 2 episodes", picture, StringComparison.Ordinal);
        Assert.DoesNotContain("unseen", picture, StringComparison.Ordinal);
        Assert.Contains("first,-1.5,0.25,", figure.Data, StringComparison.Ordinal);
        Assert.Contains("first,1.5,0.75,", figure.Data, StringComparison.Ordinal);
        Assert.Null(ReturnFigure.Of("catch", [none]));
        Assert.NotNull(ReturnFigure.Of("catch", [first, second, first, second]));
        Assert.Null(ReturnFigure.Of("catch", [first, second, first, second, first]));
    }

    /// <summary>A run whose evaluation has these returns; without returns if there are none, as an earlier version wrote it.</summary>
    private NamedRun Run(params double[] returns)
    {
        string path = _directory.At($"run {++_runs}");
        trained.CopyTo(path);
        string file = Path.Combine(path, "evaluation.json");
        JsonNode document = JsonNode.Parse(File.ReadAllText(file))!, figures = document["evaluation"]!;
        if (returns.Length > 0)
        {
            (figures["episodes"], figures["meanReturn"]) = (returns.Length, returns.Average());
            figures["returns"] = new JsonArray([.. returns.Select(value => (JsonNode)value)]);
        }
        else
        {
            Assert.True(figures.AsObject().Remove("returns"));
        }

        File.WriteAllText(file, document.ToJsonString());
        return new NamedRun($"run {_runs}", _runs, RunFiles.Open(path, "report"));
    }
}
