namespace AsyncRL.Cli.Views;

/// <summary>A table of plain text. The first column is aligned on the left, the others on the right.</summary>
internal sealed class TextTable
{
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [];

    /// <summary>Begins a table.</summary>
    /// <param name="headings">The heading of each column.</param>
    internal TextTable(params string[] headings) => _rows.Add(headings);

    /// <summary>Adds a row.</summary>
    /// <param name="cells">A text for each column.</param>
    internal void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes the table.</summary>
    /// <param name="writer">Receives the lines.</param>
    internal void Write(TextWriter writer)
    {
        var widths = new int[_rows[0].Length];
        foreach (string[] row in _rows)
        {
            for (int column = 0; column < widths.Length; column++) widths[column] = Math.Max(widths[column], row[column].Length);
        }

        foreach (string[] row in _rows)
        {
            string line = row[0].PadRight(widths[0]);
            for (int column = 1; column < widths.Length; column++) line += Gap + row[column].PadLeft(widths[column]);
            writer.WriteLine(line.TrimEnd());
        }
    }
}
