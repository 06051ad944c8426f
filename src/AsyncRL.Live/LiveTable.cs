using System.Text.Json.Nodes;
using AsyncRL.Training.Runs;

namespace AsyncRL.Live;

/// <summary>One of a run's tables as a page gets it: all rows at first, then those that are added.</summary>
/// <param name="directory">The run's directory.</param>
/// <param name="name">The file.</param>
/// <param name="kind">The kind of the messages.</param>
/// <param name="bound">Leaves out rows, so that the others are not too many for a page.</param>
internal sealed class LiveTable(string directory, string name, string kind, Action<List<JsonArray>> bound) : IDisposable
{
    private readonly List<JsonArray> _rows = [];
    private RunTableReader? _reader;

    /// <summary>Reads the rows that were added.</summary>
    /// <returns>Whether there are any; <see cref="Append"/> adds them.</returns>
    internal List<JsonArray> ReadNew()
    {
        _reader ??= RunTableReader.Open(directory, name);
        var added = new List<JsonArray>();
        while (_reader is not null && _reader.TryRead())
        {
            var row = new JsonArray();
            foreach (string column in _reader.Columns)
            {
                double number = _reader.Number(column);
                row.Add(double.IsFinite(number) ? JsonValue.Create(number) : null);
            }

            added.Add(row);
        }

        return added;
    }

    /// <summary>Adds rows to those that a new page gets.</summary>
    internal void Append(List<JsonArray> added)
    {
        _rows.AddRange(added);
        bound(_rows);
    }

    /// <summary>The message with all rows.</summary>
    internal LiveEvent All() => Message(_rows, isWhole: true);

    /// <summary>The message with some rows.</summary>
    internal LiveEvent Message(List<JsonArray> rows, bool isWhole = false)
    {
        var columns = new JsonArray();
        foreach (string column in _reader?.Columns ?? []) columns.Add((JsonNode)column);
        var copies = new JsonArray();
        foreach (JsonArray row in rows) copies.Add(row.DeepClone());
        return LiveEvent.Of(kind, new JsonObject { ["columns"] = columns, ["rows"] = copies, ["whole"] = isWhole });
    }

    /// <inheritdoc/>
    public void Dispose() => _reader?.Dispose();
}
