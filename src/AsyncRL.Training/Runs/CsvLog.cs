using System.Globalization;
using System.Text;

namespace AsyncRL.Training.Runs;

/// <summary>A table of comma-separated numbers that grows a row at a time.</summary>
internal sealed class CsvLog : IDisposable
{
    private readonly FileStream _file;
    private readonly StreamWriter _writer;

    /// <summary>Opens a log.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The heading, written if the file is empty.</param>
    /// <param name="length">Bytes to keep of what is there: rows written after the checkpoint that is resumed are cut off.</param>
    internal CsvLog(string path, string columns, long length)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        _file.SetLength(Math.Min(length, _file.Length));
        _file.Seek(0, SeekOrigin.End);
        _writer = new StreamWriter(_file, new UTF8Encoding(false)) { NewLine = "\n" };
        if (_file.Length == 0) _writer.WriteLine(columns);
    }

    /// <summary>Adds a row; NaN becomes an empty field.</summary>
    internal void Write(params ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0) _writer.Write(',');
            if (!double.IsNaN(values[i])) _writer.Write(values[i].ToString("R", CultureInfo.InvariantCulture));
        }

        _writer.WriteLine();
    }

    /// <summary>Hands all rows to the system.</summary>
    /// <returns>Bytes of the file.</returns>
    internal long Flush()
    {
        _writer.Flush();
        return _file.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
