using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Curves;

/// <summary>What is read of a table of a run.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="Needed">The columns without which the table is of no use.</param>
internal sealed record TableReading(string Name, params string[] Needed)
{
    /// <summary>The columns that are read, because a table may have a million rows; none for all.</summary>
    internal string[] Kept { get; init; } = [];

    /// <summary>The columns that have a number in each row.</summary>
    internal string[] Filled { get; init; } = [];

    /// <summary>Further columns that each such table has. One that is missing is named, and the rest is read.</summary>
    internal IReadOnlyList<string> Usual { get; init; } = [];

    /// <summary>Reads the table.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="missing">Receives a sentence for each thing that is missing.</param>
    /// <returns>The table; null if it is not there, cannot be read, or lacks a column that is needed.</returns>
    internal TableColumns? Read(string directory, List<string> missing)
    {
        string path = Path.Combine(directory, Name);
        if (!File.Exists(path))
        {
            missing.Add(TableNotes.NotThere(Name));
            return null;
        }

        TableColumns table;
        try
        {
            table = TableColumns.Read(path, Kept, Filled);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            missing.Add($"The table {Name} cannot be read: {problem.Message}");
            return null;
        }

        List<string> lacking = Lacking(table, Needed);
        if (table.UnreadableRows > 0) missing.Add(TableNotes.Unreadable(Name, table.UnreadableRows, table.FirstUnreadableRow));
        else if (table.Rows == 0) missing.Add(TableNotes.Empty(Name));
        List<string> all = [.. lacking, .. Lacking(table, Usual)];
        if (table.Rows > 0 && all.Count > 0) missing.Add(TableNotes.Without(Name, all));
        return lacking.Count == 0 ? table : null;
    }

    private static List<string> Lacking(TableColumns table, IReadOnlyList<string> columns)
    {
        List<string> lacking = [.. columns];
        lacking.RemoveAll(table.Has);
        return lacking;
    }
}
