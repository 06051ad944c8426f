using System.Collections.Concurrent;

namespace AsyncRL.Cli;

/// <summary>The keyboard of the process's terminal. Pressed keys are not echoed.</summary>
/// <remarks>
/// A thread reads keys all the time. Reading only at intervals would find no keys, because between two readings the terminal echoes input
/// and holds a line back until enter is pressed.
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
            // The terminal was closed. The signal of this ends the command.
        }
    }
}
