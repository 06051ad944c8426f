using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Core.Options;
using AsyncRL.Training.Runs;

namespace AsyncRL.Live;

/// <summary>One of a run's tables as a page gets it: all rows at first, then those that are added.</summary>
/// <param name="directory">The run's directory.</param>
/// <param name="name">The file.</param>
/// <param name="kind">The kind of the messages.</param>
/// <param name="bound">Leaves out rows, so that the others are not too many for a page.</param>
internal sealed class LiveTable(string directory, string name, string kind, Action<List<JsonArray>> bound) : IDisposable
{
    private const string ThreadColumn = "thread";

    private readonly List<JsonArray> _rows = [];
    private readonly RunTableReader _reader = new(directory, name);
    private IReadOnlyList<string> _columns = [];

    /// <summary>Why the last reading failed; empty if it did not. The next one tries again.</summary>
    internal string Problem { get; private set; } = "";

    /// <summary>Reads the rows that were added, or all of them if the table was cut or replaced.</summary>
    /// <returns>What changed, for <see cref="Apply"/>; null for nothing.</returns>
    internal TableChange? ReadNew()
    {
        var rows = new List<JsonArray>();
        Problem = "";
        try
        {
            while (_reader.TryRead()) rows.Add(PresentRow());
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InputException)
        {
            // The rows before the failure are shown.
            Problem = problem.Message;
        }

        bool isWhole = _reader.IsWhole;
        if (rows.Count == 0 && !(isWhole && _rows.Count > 0)) return null;
        if (isWhole) bound(rows);
        return new TableChange(_reader.Columns, rows, isWhole);
    }

    /// <summary>Changes what a new page gets.</summary>
    internal void Apply(TableChange change)
    {
        if (change.IsWhole) _rows.Clear();
        _columns = change.Columns;
        _rows.AddRange(change.Rows);
        bound(_rows);
    }

    /// <summary>The message with all rows.</summary>
    internal LiveEvent All() => Message(new TableChange(_columns, _rows, IsWhole: true));

    /// <summary>The newest row with the names of its columns; null if there is none.</summary>
    internal JsonObject? Newest() => _rows.Count > 0 ? Named(_rows[^1]) : null;

    /// <summary>The newest row of each thread with the names of its columns, in the order of the threads.</summary>
    internal JsonArray NewestByThread()
    {
        int thread = _columns.ToList().IndexOf(ThreadColumn);
        var newest = new SortedDictionary<double, JsonArray>();
        foreach (JsonArray row in _rows) newest[(double?)row[thread] ?? -1] = row;
        return new JsonArray([.. newest.Values.Select(Named)]);
    }

    /// <summary>The message with some rows.</summary>
    internal LiveEvent Message(TableChange change)
    {
        var columns = new JsonArray();
        foreach (string column in change.Columns) columns.Add((JsonNode)column);
        var copies = new JsonArray();
        foreach (JsonArray row in change.Rows) copies.Add(row.DeepClone());
        return LiveEvent.Of(kind, new JsonObject { ["columns"] = columns, ["rows"] = copies, ["whole"] = change.IsWhole });
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private JsonObject Named(JsonArray row)
    {
        var named = new JsonObject();
        for (int i = 0; i < row.Count; i++) named[_columns[i]] = row[i]?.DeepClone();
        return named;
    }

    private JsonArray PresentRow()
    {
        var row = new JsonArray();
        foreach (string column in _reader.Columns)
        {
            double number = _reader.Number(column);
            row.Add(double.IsFinite(number) ? JsonValue.Create(number) : null);
        }

        return row;
    }
}

/// <summary>Rows of a table that were read.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The rows.</param>
/// <param name="IsWhole">Whether the rows take the place of all earlier ones.</param>
internal sealed record TableChange(IReadOnlyList<string> Columns, List<JsonArray> Rows, bool IsWhole);
