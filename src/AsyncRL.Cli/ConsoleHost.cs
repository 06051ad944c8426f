using System.Collections.Concurrent;
using AsyncRL.Cli.Ranks;
using AsyncRL.Training.Runs;
using Spectre.Console;

namespace AsyncRL.Cli;

/// <summary>The process in which a command runs. Tests supply their own, because the commands use no static state.</summary>
internal sealed class ConsoleHost
{
    private const int PlainWidth = 120;

    /// <summary>Receives the results.</summary>
    internal required TextWriter Output { get; init; }

    /// <summary>Receives errors and warnings, and the progress if the output is a JSON document.</summary>
    internal required TextWriter Error { get; init; }

    /// <summary>Whether <see cref="Output"/> is a terminal that supports cursor movements.</summary>
    internal bool OutputIsTerminal { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal that supports cursor movements.</summary>
    internal bool ErrorIsTerminal { get; init; }

    /// <summary>The present columns and rows of the terminal.</summary>
    internal Func<(int Width, int Height)> TerminalSize { get; init; } = () => (80, 24);

    /// <summary>The keyboard; null if standard input is not a terminal.</summary>
    internal IKeySource? Keys { get; init; }

    /// <summary>Ctrl-C, SIGTERM and a closed terminal.</summary>
    internal required StopSignals Signals { get; init; }

    /// <summary>The clock of progress displays.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What runs this command in a shell: asyncrl, or the command of a user's program.</summary>
    internal string Command { get; init; } = OwnCommand.Default;

    /// <summary>Standard input and output as bytes, for a command that speaks with a program.</summary>
    internal Func<(Stream Input, Stream Output)> MessageStreams { get; init; } =
        () => (Console.OpenStandardInput(), Console.OpenStandardOutput());

    /// <summary>
    /// Connects this process with the others of a run that a launcher such as mpirun started; null if it was started alone.
    /// </summary>
    internal Func<RankConnection?> Connect { get; init; } = () => null;

    /// <summary>The number of this process among those that a launcher started; null if it was started alone.</summary>
    internal int? LaunchedRank { get; init; }

    /// <summary>Bytes of memory that the process may use.</summary>
    internal Func<long> Memory { get; init; } = MemoryEstimate.Available;

    /// <summary>The writer for progress: that of the results, or standard error if the output is a JSON document.</summary>
    /// <param name="json">Whether the output is a JSON document.</param>
    /// <returns>The writer and whether it is a terminal.</returns>
    internal (TextWriter Writer, bool IsTerminal) ProgressTarget(bool json) =>
        json ? (Error, ErrorIsTerminal) : (Output, OutputIsTerminal);

    /// <summary>Makes a text name the command of the program where it names asyncrl.</summary>
    /// <param name="text">The text, which may contain command lines.</param>
    /// <returns>The text.</returns>
    internal string ForProgram(string text) => Command == OwnCommand.Default
        ? text : text.Replace(OwnCommand.Default + " ", Command + " ", StringComparison.Ordinal);

    /// <summary>A console for pictures and tables.</summary>
    /// <param name="writer">Receives its output.</param>
    /// <param name="isTerminal">Whether it may move the cursor and use colors.</param>
    /// <returns>The console.</returns>
    internal IAnsiConsole CreateConsole(TextWriter writer, bool isTerminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new ConsoleTarget(writer, isTerminal, isTerminal ? TerminalSize : () => (PlainWidth, int.MaxValue)),
        });
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private sealed class ConsoleTarget(TextWriter writer, bool isTerminal, Func<(int Width, int Height)> size) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => size().Width;

        public int Height => size().Height;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}

/// <summary>A keyboard that is polled.</summary>
internal interface IKeySource
{
    /// <summary>Takes the next key that was pressed and not yet taken.</summary>
    /// <returns>The key; null if there is none.</returns>
    ConsoleKeyInfo? TryRead();
}

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
