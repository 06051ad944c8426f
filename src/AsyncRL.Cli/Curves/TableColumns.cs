using System.Globalization;
using System.Text;

namespace AsyncRL.Cli.Curves;

/// <summary>The whole rows of a run's table, by columns. The run may be training meanwhile.</summary>
internal sealed class TableColumns
{
    private const int BlockSize = 1 << 16;

    private readonly Dictionary<string, List<double>> _columns = [];

    private TableColumns(string path) => Path = path;

    /// <summary>The file.</summary>
    internal string Path { get; }

    /// <summary>Number of whole rows.</summary>
    internal int Rows { get; private set; }

    /// <summary>Number of rows that cannot be read; they are left out.</summary>
    internal int UnreadableRows { get; private set; }

    /// <summary>The number of the first of these rows; 1 is the row below the heading.</summary>
    internal int FirstUnreadableRow { get; private set; }

    /// <summary>The names of the columns, in order.</summary>
    internal IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>Whether the heading names a column, which may not be kept.</summary>
    internal bool Has(string name)
    {
        foreach (string known in Names)
        {
            if (known == name) return true;
        }

        return false;
    }

    /// <summary>The numbers of a column; NaN for an empty field.</summary>
    /// <exception cref="IOException">The table lacks the column.</exception>
    internal IReadOnlyList<double> this[string name] => Find(name)
        ?? throw new IOException($"The table {Path} has no column {name}; expected a table that train wrote.");

    /// <summary>The numbers of a column; null if the table lacks it.</summary>
    internal IReadOnlyList<double>? Find(string name) => _columns.GetValueOrDefault(name);

    /// <summary>Reads a table. A last row without a line feed is one that is being written, and is left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="only">The columns to keep, because a table may have a million rows; none for all.</param>
    /// <returns>The table, without rows if the file is empty.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static TableColumns Read(string path, params string[] only) => Read(path, only, []);

    /// <summary>Reads a table. A last row without a line feed is one that is being written, and is left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="only">The columns to keep, because a table may have a million rows; none for all.</param>
    /// <param name="filled">The columns without whose number a row cannot be read, as far as the table has them.</param>
    /// <returns>The table, without rows if the file is empty.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static TableColumns Read(string path, string[] only, string[] filled)
    {
        var table = new TableColumns(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        List<double>?[] columns = [];
        double[] numbers = [];
        foreach (string line in WholeLines(reader))
        {
            string[] cells = line.Split(',');
            if (columns.Length == 0)
            {
                table.Names = cells;
                numbers = new double[cells.Length];
                columns = Array.ConvertAll(cells, name => only.Length == 0 || Array.IndexOf(only, name) >= 0 ? table.Add(name) : null);
            }
            else if (TryParse(cells, numbers) && table.IsFilled(numbers, filled))
            {
                for (int i = 0; i < cells.Length; i++) columns[i]?.Add(numbers[i]);
                table.Rows++;
            }
            else if (table.UnreadableRows++ == 0)
            {
                table.FirstUnreadableRow = table.Rows + 1;
            }
        }

        return table;
    }

    private bool IsFilled(double[] numbers, string[] filled)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!double.IsFinite(numbers[i]) && Array.IndexOf(filled, Names[i]) >= 0) return false;
        }

        return true;
    }

    private List<double> Add(string name) => _columns[name] = [];

    private static bool TryParse(string[] cells, double[] numbers)
    {
        if (cells.Length != numbers.Length) return false;
        for (int i = 0; i < cells.Length; i++)
        {
            if (cells[i].Length == 0) numbers[i] = double.NaN;
            else if (!double.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])) return false;
        }

        return true;
    }

    /// <summary>The lines that have their line feed.</summary>
    private static IEnumerable<string> WholeLines(StreamReader reader)
    {
        var block = new char[BlockSize];
        var begun = new StringBuilder();
        for (int count = reader.Read(block); count > 0; count = reader.Read(block))
        {
            int start = 0;
            for (int end; (end = Array.IndexOf(block, '\n', start, count - start)) >= 0; start = end + 1)
            {
                begun.Append(block, start, end - start);
                yield return begun.ToString().TrimEnd('\r');
                begun.Clear();
            }

            begun.Append(block, start, count - start);
        }
    }
}
