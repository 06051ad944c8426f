using System.Globalization;
using System.Linq;
using System.Text;
using AsyncRL.Cli.Curves;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>The means of the latest 100 episodes, of whole tables and of those that keep only some episodes.</summary>
public sealed class EpisodeWindowTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_mean_is_over_the_latest_100_episodes()
    {
        EpisodeWindow[] windows = Windows(300, 1);
        Assert.Equal(300, windows.Length);
        Assert.Equal(19, windows.Count(window => !window.IsOfCurve));
        Assert.Equal(2, windows[2].Mean);
        Assert.Equal(50.5, windows[99].Mean);
        Assert.Equal(150.5, windows[199].Mean);
    }

    /// <summary>The returns are the numbers of the episodes, so that the mean tells which episodes it is over.</summary>
    [Theory]
    [InlineData(2, 150.5 + 0.5)]
    [InlineData(4, 150.5 + 1.5)]
    [InlineData(8, 200 - (8 * 9.5))]
    public void A_table_that_keeps_some_episodes_has_the_same_window_but_at_least_20_rows(int step, double expected)
    {
        EpisodeWindow[] windows = Windows(400, step);
        Assert.Equal(expected, windows[(200 / step) - 1].Mean, 1e-9);
        Assert.Equal(19, windows.Count(window => !window.IsOfCurve));
    }

    [Fact]
    public void A_table_of_an_old_run_has_no_numbers_of_episodes()
    {
        string path = _directory.At("old.csv");
        File.WriteAllText(path, "agent_step,return\n" + string.Concat(Enumerable.Range(1, 200).Select(i => $"{i},{i}\n")));
        Assert.Equal(150.5, EpisodeWindow.Of(TableColumns.Read(path)).Last().Mean);
    }

    private EpisodeWindow[] Windows(int episodes, int step)
    {
        var table = new StringBuilder("thread,agent_step,return,length,episode\n");
        for (int episode = step; episode <= episodes; episode += step)
            table.Append(CultureInfo.InvariantCulture, $"0,{10 * episode},{episode},10,{episode}\n");
        string path = _directory.At("episodes.csv");
        File.WriteAllText(path, table.ToString());
        return [.. EpisodeWindow.Of(TableColumns.Read(path))];
    }
}
