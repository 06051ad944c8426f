using System.Linq;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Reports;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>What the threads of a run did over the time.</summary>
public sealed class TimelineTests : IDisposable
{
    private const string Heading = "agent_steps,seconds,thread,thread_agent_steps,updates,mean_staleness,act_seconds,apply_seconds,report";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_thread_has_the_rates_and_the_shares_of_its_reports()
    {
        IReadOnlyList<ThreadCourse> threads = Read(
            "0,2,0,100,1,0,1,0.5,1", "0,2,3,40,1,0,0,0,1", "0,3,0,400,1,0,0.25,0.25,2", "0,3,3,40,1,0,1.5,0.5,2");
        Assert.Equal([0, 3], threads.Select(thread => thread.Thread));
        Assert.Equal([(0, 2), (2, 3)], threads[0].Spans.Select(span => (span.From, span.To)));
        Assert.Equal([50, 300], threads[0].Spans.Select(span => span.Rate));
        Assert.Equal([0.5, 0.25], threads[0].Spans.Select(span => span.ShareOf(0)));
        Assert.Equal([0.25, 0.25], threads[0].Spans.Select(span => span.ShareOf(1)));
        Assert.Equal([0.25, 0.5], threads[0].Spans.Select(span => span.Rest));
        Assert.Equal([20, 0], threads[1].Spans.Select(span => span.Rate));

        // Phases that were measured as longer than the time fill it.
        Assert.Equal([1, 0], threads[1].Spans.Select(span => span.Rest));
        Assert.Equal(0.75, threads[1].Spans[1].ShareOf(0));
    }

    /// <summary>A full table leaves reports out. The agent steps are a sum, but the phases are those since the report before.</summary>
    [Fact]
    public void A_report_that_was_left_out_changes_neither_rate_nor_share()
    {
        string[] all = [.. Enumerable.Range(1, 8).Select(report => $"0,{report},0,{10 * report},1,0,0.25,0.5,{report}")];
        foreach (int kept in (int[])[1, 2, 4])
        {
            ThreadCourse thread = Assert.Single(Read([.. all.Where((_, i) => (i + 1) % kept == 0)]));
            Assert.Equal(8 / kept, thread.Spans.Count);
            Assert.All(thread.Spans, span => Assert.Equal((10, 0.25, 0.25), (span.Rate, span.ShareOf(0), span.Rest)));
        }
    }

    /// <summary>The last three of four reports act only. Joined, every rate and share is that of all rows together.</summary>
    [Fact]
    public void A_long_table_is_joined_without_loss()
    {
        const int Rows = 4 * ThreadCourse.MostSpans;
        ThreadCourse thread = Assert.Single(Read([
            .. Enumerable.Range(1, Rows).Select(report => $"0,{report},0,{7 * report},1,0,{(report % 4 == 0 ? 0 : 1)},0,{report}"),
        ]));
        Assert.Equal(ThreadCourse.MostSpans, thread.Spans.Count);
        Assert.Equal((0, Rows), (thread.Spans[0].From, thread.Spans[^1].To));
        Assert.All(thread.Spans, span => Assert.Equal((7, 0.75, 0.25), (span.Rate, span.ShareOf(0), span.Rest)));
        for (int i = 1; i < thread.Spans.Count; i++) Assert.Equal(thread.Spans[i - 1].To, thread.Spans[i].From);
    }

    [Fact]
    public void A_damaged_row_is_left_out_and_a_table_without_agent_steps_of_threads_has_no_timeline()
    {
        ThreadCourse thread = Assert.Single(Read("0,1,0,10,1,0,0.5,0,1", "0,?,0,20,1,0,0.5,0,2", "0,3,0,30,1,0,0.5,0,3"));
        Assert.Equal([10, 10], thread.Spans.Select(span => span.Rate));
        File.WriteAllText(_directory.At("old.csv"), "seconds,thread,act_seconds\n1,0,0.5\n");
        Assert.Empty(ThreadCourse.Of(TableColumns.Read(_directory.At("old.csv"))));
    }

    private IReadOnlyList<ThreadCourse> Read(params string[] rows)
    {
        File.WriteAllLines(_directory.At("threads.csv"), [Heading, .. rows]);
        return ThreadCourse.Of(TableColumns.Read(_directory.At("threads.csv")));
    }
}
