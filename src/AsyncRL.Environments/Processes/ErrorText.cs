namespace AsyncRL.Environments.Processes;

/// <summary>
/// Reads what a process prints, in a thread of its own for each stream, so that the process never waits for a reader, and keeps the last
/// lines for messages.
/// </summary>
internal sealed class ErrorText
{
    private const int MostLines = 30;

    private readonly Queue<string> _lines = new();
    private readonly Thread[] _threads;

    /// <summary>Begins to read.</summary>
    /// <param name="readers">The standard error of the process, and perhaps its standard output.</param>
    internal ErrorText(params StreamReader[] readers)
    {
        _threads = Array.ConvertAll(
            readers, reader => new Thread(() => Read(reader)) { IsBackground = true, Name = "error text of an environment" });
        foreach (Thread thread in _threads) thread.Start();
    }

    /// <summary>The last lines of a process that has ended, or that is about to end.</summary>
    internal IReadOnlyList<string> LastLines()
    {
        foreach (Thread thread in _threads) thread.Join(TimeSpan.FromSeconds(1));
        lock (_lines) return [.. _lines];
    }

    private void Read(StreamReader reader)
    {
        try
        {
            while (reader.ReadLine() is { } line)
            {
                lock (_lines)
                {
                    _lines.Enqueue(line);
                    if (_lines.Count > MostLines) _lines.Dequeue();
                }
            }
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException)
        {
            // The process was disposed of while its last text was read.
        }
    }
}
