using System.Globalization;
using System.Text;

namespace AsyncRL.Cli.Figures;

/// <summary>The numbers of a figure as CSV: a line of names, then a line for each row.</summary>
/// <param name="names">The names of the columns.</param>
internal sealed class CsvText(params string[] names)
{
    private readonly StringBuilder _text = new StringBuilder().Append(string.Join(',', Array.ConvertAll(names, Quoted))).Append('\n');

    /// <summary>Adds a row.</summary>
    /// <param name="values">Numbers and texts, one for each column.</param>
    internal void Add(params ReadOnlySpan<object> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0) _text.Append(',');
            _text.Append(values[i] is string text ? Quoted(text) : string.Create(CultureInfo.InvariantCulture, $"{values[i]}"));
        }

        _text.Append('\n');
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n")
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
