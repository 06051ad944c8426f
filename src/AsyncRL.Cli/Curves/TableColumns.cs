using System.Globalization;

namespace AsyncRL.Cli.Curves;

/// <summary>The whole rows of a run's table, by columns. The run may be training meanwhile.</summary>
internal sealed class TableColumns
{
    private readonly Dictionary<string, List<double>> _columns = [];

    private TableColumns(string path) => Path = path;

    /// <summary>The file.</summary>
    internal string Path { get; }

    /// <summary>Number of whole rows.</summary>
    internal int Rows { get; private set; }

    /// <summary>Number of rows with too few or too many fields, for example one that is being written.</summary>
    internal int BrokenRows { get; private set; }

    /// <summary>The names of the columns, in order.</summary>
    internal IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>The numbers of a column; NaN for an empty field, or for one that is no number.</summary>
    /// <exception cref="IOException">The table lacks the column.</exception>
    internal IReadOnlyList<double> this[string name] => Find(name)
        ?? throw new IOException($"The table {Path} has no column {name}; expected a table that train wrote.");

    /// <summary>The numbers of a column; null if the table lacks it.</summary>
    internal IReadOnlyList<double>? Find(string name) => _columns.GetValueOrDefault(name);

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The table, without rows if the file is empty.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static TableColumns Read(string path)
    {
        var table = new TableColumns(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        string[] heading = (reader.ReadLine() ?? "").Split(',');
        var columns = new List<double>[heading.Length];
        for (int i = 0; i < heading.Length; i++) table._columns[heading[i]] = columns[i] = [];
        table.Names = heading;
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            if (cells.Length != heading.Length)
            {
                table.BrokenRows++;
                continue;
            }

            for (int i = 0; i < cells.Length; i++) columns[i].Add(Parse(cells[i]));
            table.Rows++;
        }

        return table;
    }

    private static double Parse(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
}
