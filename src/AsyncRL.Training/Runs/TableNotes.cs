using System.Globalization;

namespace AsyncRL.Training.Runs;

/// <summary>What a program that reads a run's tables says of a table that is not whole, a sentence for each fault.</summary>
public static class TableNotes
{
    /// <summary>The sentence for a table that is not there.</summary>
    /// <param name="table">The name of the file.</param>
    /// <returns>The sentence.</returns>
    public static string NotThere(string table) => $"There is no table {table}.";

    /// <summary>The sentence for a table without a row, whether it has a heading or not.</summary>
    /// <param name="table">The name of the file.</param>
    /// <returns>The sentence.</returns>
    public static string Empty(string table) => $"The table {table} is empty.";

    /// <summary>The sentence for a table without some columns.</summary>
    /// <param name="table">The name of the file.</param>
    /// <param name="columns">The columns that it lacks; at least one.</param>
    /// <returns>The sentence.</returns>
    public static string Without(string table, IReadOnlyCollection<string> columns) =>
        $"The table {table} has no {(columns.Count == 1 ? "column" : "columns")} {string.Join(", ", columns)}.";

    /// <summary>The sentence for rows that have too few or too many fields, or a field that is no number.</summary>
    /// <param name="table">The name of the file.</param>
    /// <param name="rows">The number of such rows; at least 1.</param>
    /// <param name="first">The number of the first one; 1 is the row below the heading.</param>
    /// <returns>The sentence.</returns>
    public static string Unreadable(string table, long rows, long first)
    {
        string place = first.ToString("N0", CultureInfo.InvariantCulture), count = rows.ToString("N0", CultureInfo.InvariantCulture);
        return rows == 1
            ? $"The table {table} has a row that cannot be read, row {place}; it is left out."
            : $"The table {table} has {count} rows that cannot be read, the first of them row {place}; they are left out.";
    }
}
