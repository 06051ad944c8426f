using System.Diagnostics;
using System.Globalization;
using System.Linq;
using AsyncRL.TestSources;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Exchange;

/// <summary>What the tables of a run tell of its exchange.</summary>
public sealed class ExchangeTelemetryTests : IDisposable
{
    private const string RoundTimes = ",take_milliseconds,add_milliseconds,time_share";
    private const string ThreadExchange = ",exchange_share,exchange_work_share,exchange_bytes,exchange_age";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void An_interval_has_the_differences_of_the_counts()
    {
        var counts = new ExchangeCounts();
        counts.AddRound(TimeSpan.FromSeconds(1), 100, 7, 3);
        counts.AddWork(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.25));
        double[] before = counts.Read();
        counts.AddRound(TimeSpan.FromSeconds(2), 1000, 20, 8);
        counts.AddRound(TimeSpan.FromSeconds(4), 1000, 10, 2);
        counts.AddWork(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5));
        counts.AddWork(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5));
        counts.AddMoves(9, 16);
        counts.AddMended();
        var interval = new ExchangeInterval(counts.Read(), before, 16);
        Assert.Equal((2, 15, 5), (interval.Rounds, interval.UpdatesPerRound, interval.LateUpdatesPerRound));
        Assert.Equal((3000, 1000, 1000), (interval.RoundMilliseconds, interval.TakeMilliseconds, interval.AddMilliseconds));
        Assert.Equal(2000, interval.Bytes);
        Assert.Equal((0.5, 0.25), (interval.TimeShare, interval.WorkShare));
        Assert.Equal((1.5, 2, 1), (interval.CommonMove, interval.RankDeviation, interval.MendedRounds));
        Assert.Equal(3, new ExchangeInterval(counts.Read(), [], 16).Rounds);
    }

    /// <summary>A profile lets the groups wait while it measures others. An hour is more than the round itself takes.</summary>
    [Fact]
    public void A_pause_does_not_count_as_time_of_a_round()
    {
        var bench = new ExchangeBench(2, new ExchangeOptions());
        bench.Round(during: rank => bench.Exchanges[rank].SkipPause(Stopwatch.Frequency * 3600));
        Assert.All(bench.Exchanges, exchange => Assert.InRange(exchange.Counts.Read()[1], -3600, -1800));
    }

    /// <summary>Every thread has the exchange of its rank, and a round contains the time in which it added.</summary>
    [Fact]
    public void Tables_have_the_time_the_bytes_and_the_age_of_each_rank()
    {
        var run = new RunBench(Request(3, 5000), _directory.At("run"));
        run.Start();
        string[][] rounds = Rows(run, "exchange.csv"), threads = Rows(run, "threads.csv");
        Assert.EndsWith(RoundTimes + ",report", string.Join(',', rounds[0]), StringComparison.Ordinal);
        Assert.EndsWith(ThreadExchange + ",report", string.Join(',', threads[0]), StringComparison.Ordinal);
        foreach (string[] row in rounds[1..].Where(row => Number(rounds, row, "rounds") > 0))
        {
            double round = Number(rounds, row, "round_milliseconds"), share = Number(rounds, row, "time_share");
            Assert.InRange(Number(rounds, row, "add_milliseconds"), 0.0001, round);
            Assert.InRange(Number(rounds, row, "take_milliseconds"), 0.0001, 1000);
            Assert.InRange(share, 0.0001, 1.2);
            string[][] own = [.. threads[1..].Where(thread => (thread[0], thread[^1]) == (row[0], row[^1]))];
            Assert.Equal(2, own.Length);
            foreach (string[] thread in own)
            {
                Assert.Equal(share, Number(threads, thread, "exchange_share"));
                Assert.InRange(Number(threads, thread, "exchange_work_share"), 0.00001, share);
                Assert.Equal(Number(rounds, row, "bytes"), Number(threads, thread, "exchange_bytes"));
                Assert.Equal(Number(rounds, row, "late_updates_per_round"), Number(threads, thread, "exchange_age"));
            }
        }
    }

    /// <summary>A run of an earlier version continues its tables, instead of beginning them anew.</summary>
    [Fact]
    public void A_resumed_run_keeps_the_columns_of_its_tables()
    {
        var run = new RunBench(Request(2, 4000), _directory.At("run"));
        Assert.True(run.Start(1000).Interrupted);
        string rounds = Cut(run, "exchange.csv", RoundTimes), threads = Cut(run, "threads.csv", ThreadExchange);
        Assert.False(run.Resume().Interrupted);
        Assert.StartsWith(rounds, run.ReadLog("exchange.csv"), StringComparison.Ordinal);
        Assert.StartsWith(threads, run.ReadLog("threads.csv"), StringComparison.Ordinal);
        Assert.True(run.ReadLog("threads.csv").Length > threads.Length);
        Assert.True(run.ReadLog("exchange.csv").Length > rounds.Length);
    }

    [Fact]
    public void A_run_of_one_rank_has_no_columns_of_the_exchange()
    {
        var run = new RunBench(Request(1, 500), _directory.At("run"));
        run.Start();
        Assert.DoesNotContain("exchange", run.ReadLog("threads.csv"), StringComparison.Ordinal);
    }

    /// <summary>Removes columns, as an earlier version did not have them. All of them stand before the last one.</summary>
    private static string Cut(RunBench run, string name, string columns)
    {
        int count = columns.Count(letter => letter == ',');
        var lines = new List<string>();
        foreach (string line in run.ReadLog(name).Split('\n')[..^1])
        {
            string[] fields = line.Split(',');
            lines.Add(string.Join(',', [.. fields[..^(count + 1)], fields[^1]]));
        }

        string text = string.Join('\n', lines) + "\n";
        File.WriteAllText(Path.Combine(run.Path, name), text);
        return text;
    }

    private static string[][] Rows(RunBench run, string name) =>
        [.. run.ReadLog(name).Split('\n')[..^1].Select(line => line.Split(','))];

    private static double Number(string[][] rows, string[] row, string column) =>
        double.Parse(row[Array.IndexOf(rows[0], column)], CultureInfo.InvariantCulture);

    private static TrainingRequest Request(int ranks, long agentSteps) => Requests.Small(
        agentSteps, ("simulated-ranks", $"{ranks}"), ("exchange-agent-steps", "60"), ("report-seconds", "0.01")).Simulated(2);
}
