using System.Linq;
using AsyncRL.Training.Runs;

namespace AsyncRL.Interchange.TensorBoard;

/// <summary>
/// A table of a run as an event file reads it: without rows that cannot be read, and without any row if a column is missing that gives the
/// events their place. What is left out has a sentence.
/// </summary>
/// <param name="directory">The run's directory.</param>
/// <param name="name">The name of the file.</param>
/// <param name="needed">The columns without which no event can be made.</param>
internal sealed class EventTable(string directory, string name, params string[] needed) : IDisposable
{
    private readonly RunTableReader _reader = new(directory, name);

    // The number of an entry tells the rows that were read before from others.
    private readonly string[] _neededInRows = [.. needed, "report", "episode", "evaluation"];
    private bool _hasRows;

    /// <summary>The names of the columns; none before the heading is written.</summary>
    internal IReadOnlyList<string> Columns => _reader.Columns;

    /// <summary>Whether only some runs have the table.</summary>
    internal bool IsOptional { get; init; }

    /// <summary>Other columns of which events are made.</summary>
    internal IReadOnlyList<string> Shown { get; init; } = [];

    /// <summary>A sentence for each thing that is not in the event file, as of the last reading.</summary>
    internal IEnumerable<string> Missing
    {
        get
        {
            if (!File.Exists(Path.Combine(directory, name)))
            {
                if (!IsOptional) yield return TableNotes.NotThere(name);
                yield break;
            }

            if (_reader.UnreadableRows > 0)
                yield return TableNotes.Unreadable(name, _reader.UnreadableRows, _reader.FirstUnreadableRow);
            else if (!_hasRows)
                yield return TableNotes.Empty(name);
            if (!_hasRows) yield break;
            List<string> lacking = Lacking(needed), lackingShown = Lacking(Shown);
            if (lacking.Count > 0) yield return $"{TableNotes.Without(name, lacking)} The event file has nothing of this table.";
            else if (lackingShown.Count > 0) yield return TableNotes.Without(name, lackingShown);
        }
    }

    /// <summary>Reads the next row that was not read before.</summary>
    /// <returns>False at the end, and if the table lacks a column that is needed.</returns>
    internal bool TryRead()
    {
        bool isRead = _reader.TryReadUnread(_neededInRows);
        _hasRows |= isRead;
        return isRead && Lacking(needed).Count == 0;
    }

    /// <summary>A number of the present row; NaN for an empty field, and where the table lacks the column.</summary>
    internal double Number(string column) => _reader.Number(column);

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private List<string> Lacking(IEnumerable<string> columns) => [.. columns.Where(column => !Columns.Contains(column))];
}
