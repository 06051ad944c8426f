using AsyncRL.TestSources;
using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>Tables that stay within their bounds, and incomplete rows after a kill or a power cut.</summary>
public sealed class RunTableTests : IDisposable
{
    private const int Most = 10;

    private readonly TemporaryDirectory _directory = new();

    private string FilePath => _directory.At("table.csv");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0, new int[0])]
    [InlineData(3, new[] { 1, 2, 3 })]
    [InlineData(10, new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })]
    [InlineData(11, new[] { 2, 4, 6, 8, 10 })]
    [InlineData(12, new[] { 2, 4, 6, 8, 10, 12 })]
    [InlineData(21, new[] { 2, 4, 6, 8, 10, 12, 14, 16, 18, 20 })]
    [InlineData(22, new[] { 4, 8, 12, 16, 20 })]
    [InlineData(100, new[] { 16, 32, 48, 64, 80, 96 })]
    public void A_full_table_keeps_the_multiples_of_a_power_of_two(int entries, int[] kept)
    {
        Write(0, entries);
        Assert.Equal(Content(kept), File.ReadAllText(FilePath));
    }

    /// <summary>A kill may happen after rows were dropped and before a checkpoint counted the remaining rows.</summary>
    [Theory]
    [InlineData(5, 9)]
    [InlineData(9, 30)]
    [InlineData(3, 100)]
    [InlineData(15, 100)]
    public void A_table_that_is_resumed_from_any_entry_ends_as_if_it_had_not_been(int checkpoint, int killedAt)
    {
        const int End = 170;
        Write(0, End);
        string whole = File.ReadAllText(FilePath);
        File.Delete(FilePath);
        Write(0, killedAt);
        Write(checkpoint, End);
        Assert.Equal(whole, File.ReadAllText(FilePath));
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(6, 7)]
    [InlineData(7, 6)]
    [InlineData(23, 4)]
    public void A_shorter_table_is_cut_to_its_last_whole_row(int bytesLost, int rowsLeft)
    {
        Write(0, 8);
        using (FileStream file = File.OpenWrite(FilePath)) file.SetLength(file.Length - bytesLost);
        using (RunTable table = Open(8))
        {
            Assert.Equal((rowsLeft, 8), (table.RowsFound, table.EntriesExpected));
            table.Begin();
            table.Write(9, 4.5);
        }

        List<int> rows = [];
        for (int i = 1; i <= rowsLeft; i++) rows.Add(i);
        Assert.Equal(Content([.. rows, 9]), File.ReadAllText(FilePath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    [InlineData("another,heading\n1,2,3\n")]
    public void A_table_without_its_heading_begins_anew(string content)
    {
        File.WriteAllText(FilePath, content);
        using (RunTable table = Open(3)) Assert.Equal((0, 3), (table.RowsFound, table.EntriesExpected));
        Assert.Equal(Content([]), File.ReadAllText(FilePath));
    }

    [Fact]
    public void Rows_of_zero_bytes_are_cut_off()
    {
        Write(0, 5);
        File.AppendAllText(FilePath, "\0\0\0\0\n6,3,6\n");
        using (RunTable table = Open(6)) Assert.Equal((5, 6), (table.RowsFound, table.EntriesExpected));
        Assert.Equal(Content([1, 2, 3, 4, 5]), File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_table_that_is_removed_while_it_grows_is_written_again()
    {
        if (OperatingSystem.IsWindows()) return;
        using (RunTable table = Open(0))
        {
            Add(table, 1, 4);
            table.Flush();
            File.Delete(FilePath);
            Add(table, 5, 6);
            table.Flush();
            Assert.Equal(Content([1, 2, 3, 4, 5, 6]), File.ReadAllText(FilePath));
            Add(table, 7, 7);
        }

        Assert.Equal(Content([1, 2, 3, 4, 5, 6, 7]), File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_reader_follows_a_table_that_is_thinned_and_cut_while_it_grows()
    {
        using var reader = new RunTableReader(_directory.At(""), "table.csv");
        Assert.False(reader.TryRead());
        using (RunTable table = Open(0))
        {
            Add(table, 1, 4);
            table.Publish();
            AssertReads(reader, true, [1, 2, 3, 4]);
            Add(table, 5, 6);
            table.Publish();
            AssertReads(reader, false, [5, 6]);
            Add(table, 7, 30);
            table.Publish();
            AssertReads(reader, true, [4, 8, 12, 16, 20, 24, 28]);
            AssertReads(reader, false, []);
        }

        using (RunTable table = Open(20))
        {
            table.Publish();
            AssertReads(reader, true, [4, 8, 12, 16, 20]);
            Add(table, 21, 24);
            table.Publish();
            AssertReads(reader, false, [24]);
        }
    }

    private static void AssertReads(RunTableReader reader, bool isWhole, double[] expected)
    {
        var entries = new List<double>();
        while (reader.TryRead()) entries.Add(reader.Number("entry"));
        Assert.Equal(expected, entries);
        Assert.Equal(isWhole, reader.IsWhole);
    }

    private static string Content(int[] entries)
    {
        string text = "a,b,entry\n";
        foreach (int entry in entries) text += FormattableString.Invariant($"{entry},{entry / 2.0},{entry}\n");
        return text;
    }

    private static void Add(RunTable table, int first, int last)
    {
        for (int entry = first; entry <= last; entry++)
        {
            table.Begin();
            table.Write(entry, entry / 2.0);
        }
    }

    private RunTable Open(long entries) => new(FilePath, "a,b", "entry", Most, entries);

    private void Write(int after, int last)
    {
        using RunTable table = Open(after);
        Add(table, after + 1, last);
    }
}
