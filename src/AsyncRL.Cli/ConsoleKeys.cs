using System.Collections.Concurrent;

namespace AsyncRL.Cli;

/// <summary>The keyboard of the terminal that the process runs in. What is pressed does not appear on it.</summary>
/// <remarks>
/// A thread reads without end. Whoever asks now and then whether a key is there finds none: between two readings the terminal keeps a line
/// to itself until enter is pressed, and shows it.
/// </remarks>
internal sealed class ConsoleKeys : IKeySource
{
    private readonly ConcurrentQueue<ConsoleKeyInfo> _pressed = new();
    private Thread? _reader;

    public ConsoleKeyInfo? TryRead()
    {
        if (_reader is null)
        {
            _reader = new Thread(Read) { IsBackground = true, Name = "keyboard" };
            _reader.Start();
        }

        return _pressed.TryDequeue(out ConsoleKeyInfo key) ? key : null;
    }

    private void Read()
    {
        try
        {
            while (true) _pressed.Enqueue(Console.ReadKey(intercept: true));
        }
        catch (Exception closed) when (closed is InvalidOperationException or IOException)
        {
            // The terminal is gone. The signal that says so ends the command.
        }
    }
}
