using System.Linq;
using AsyncRL.Cli.Profiles;
using AsyncRL.Training.Machine;
using Spectre.Console;

namespace AsyncRL.Cli.Tests;

public sealed class CoreLatencyTableTests
{
    [Theory]
    [InlineData(206, "The 2 cores share no cache: each line of θ that another core wrote costs 206 ns,")]
    [InlineData(24, "The 2 cores share one cache: each line of θ that another core wrote costs 24 ns,")]
    public void The_sentence_of_two_cores_has_their_latency(double nanoseconds, string expected) =>
        Assert.StartsWith(expected, CoreLatencyTable.Meaning(Make(2, 1, nanoseconds, nanoseconds)), StringComparison.Ordinal);

    [Fact]
    public void The_sentence_of_several_domains_has_both_latencies() => Assert.Equal(
        "The 16 cores are in 2 domains that share no cache: each line of θ that another core wrote costs 25 ns within a domain and "
        + "190 ns between domains, unless several lines are fetched at the same time.",
        CoreLatencyTable.Meaning(Make(16, 8, 25, 190)));

    [Fact]
    public void A_few_cores_have_a_row_and_a_column_each()
    {
        string[] rows = Rows(Make(4, 2, 25, 190));
        Assert.Equal("core domain 0 1 2 3", rows[0]);
        Assert.Equal(["0 0 25 190 190", "1 0 25 190 190", "2 1 190 190 25", "3 1 190 190 25"], rows[1..]);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(64)]
    public void A_table_of_any_number_of_cores_fits_80_columns(int cores) =>
        Assert.All(Print(Make(cores, 8, 25, 250)), line => Assert.True(line.Length <= 80, line));

    [Fact]
    public void Many_cores_are_shown_by_domain()
    {
        string[] rows = Rows(Make(17, 9, 25, 190));
        Assert.Equal(
            ["domain cores least median largest", "0 0–8", "1 9–16", "within 25 25 25", "between 190 190 190"], rows);
    }

    [Fact]
    public void A_range_that_no_pair_is_in_is_not_shown()
    {
        Assert.DoesNotContain(Rows(Make(17, 17, 25, 25)), row => row.StartsWith("between", StringComparison.Ordinal));
        Assert.DoesNotContain(Rows(Make(17, 1, 190, 190)), row => row.StartsWith("within", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(new[] { 3 }, "3")]
    [InlineData(new[] { 0, 1, 2 }, "0–2")]
    [InlineData(new[] { 0, 2, 3, 7 }, "0, 2–3, 7")]
    public void Consecutive_processors_are_a_range(int[] processors, string expected) =>
        Assert.Equal(expected, ProcessorRanges.Of(processors));

    private static CoreLatencies Make(int cores, int coresPerDomain, double within, double between)
    {
        var nanoseconds = new double[cores, cores];
        for (int a = 0; a < cores; a++)
        {
            for (int b = 0; b < cores; b++)
                nanoseconds[a, b] = a == b ? 0 : a / coresPerDomain == b / coresPerDomain ? within : between;
        }

        return new CoreLatencies([.. Enumerable.Range(0, cores)], nanoseconds);
    }

    /// <summary>The heading and the rows, with single spaces instead of lines and margins.</summary>
    private static string[] Rows(CoreLatencies latencies) =>
    [
        .. Print(latencies).Where(line => line.Contains('│'))
            .Select(line => string.Join(' ', line.Split([' ', '│'], StringSplitOptions.RemoveEmptyEntries))),
    ];

    private static string[] Print(CoreLatencies latencies)
    {
        var writer = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 1000;
        console.Write(CoreLatencyTable.Of(latencies));
        return writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
