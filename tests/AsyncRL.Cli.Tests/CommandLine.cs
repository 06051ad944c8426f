using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Tests;

/// <summary>Runs command lines in this process and keeps their output.</summary>
internal static class CommandLine
{
    /// <summary>A small training that takes a fraction of a second.</summary>
    internal static readonly string[] SmallTraining =
        [.. Small("train"), "--threads", "1", "--agent-steps", "2000", "--set", "evaluation-episodes=20"];

    /// <summary>A command on the small board with the small network.</summary>
    internal static string[] Small(string command) => [command, "catch", "--network", "mlp", "--set", "rows=6", "--set", "columns=6"];

    internal static CommandResult Run(params string[] arguments) => Run(new CommandOptions(), arguments);

    internal static CommandResult Run(CommandOptions options, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int? ended = null;
        using var signals = new StopSignals(code => ended = code);
        if (options.SignalAtStart is { } signal)
        {
            signals.Await();
            signals.Receive(signal);
        }

        var running = new Lock();
        bool ran = false;
        using Timer? late = options.SignalAfter is { } time ? new Timer(_ => ReceiveLate(), null, time, Timeout.InfiniteTimeSpan) : null;
        int exitCode = Application.Run(arguments, new ConsoleHost
        {
            Output = output,
            Error = error,
            OutputIsTerminal = options.OutputIsTerminal,
            ErrorIsTerminal = options.ErrorIsTerminal,
            TerminalSize = () => options.TerminalSize,
            Keys = options.Keys is { } keys ? new ScriptedKeys(keys) : null,
            Signals = signals,
            Memory = () => options.Memory ?? MemoryEstimate.Available(),
            Command = options.Command,
            Clock = options.SignalAtFirstLookAtTheClock is { } firstLook
                ? new SignallingClock(() => signals.Receive(firstLook))
                : ShowsProgressOfShortWork(options, arguments) ? TimeProvider.System : new FrozenClock(),
        });
        lock (running) ran = true;
        Assert.Null(ended);
        return new CommandResult(exitCode, output.ToString(), error.ToString());

        // On a busy machine, progress lines would appear after two seconds. ViewTests tests them with its own clock.
        static bool ShowsProgressOfShortWork(CommandOptions options, string[] arguments) =>
            options.OutputIsTerminal || options.ErrorIsTerminal || (arguments.Length > 0 && arguments[0] == "train");

        void ReceiveLate()
        {
            lock (running)
            {
                if (ran) return;

                // The signal is sent when a command awaits it, however long the command took until then.
                signals.Await();
                signals.Receive(PosixSignal.SIGINT);
            }
        }
    }
}

/// <summary>A clock that never advances: work takes no time, so that no progress is shown on a busy machine.</summary>
internal sealed class FrozenClock : TimeProvider
{
    public override long GetTimestamp() => 0;
}

internal sealed record CommandOptions
{
    internal bool OutputIsTerminal { get; init; }

    internal bool ErrorIsTerminal { get; init; }

    internal (int Width, int Height) TerminalSize { get; init; } = (80, 24);

    /// <summary>
    /// The keys that a person presses: arrows as their signs, other keys as letters, ↵ for enter, and a dot for each read that finds no
    /// key. All further reads find q. Null if there is no keyboard.
    /// </summary>
    internal string? Keys { get; init; }

    /// <summary>What runs the command in a shell.</summary>
    internal string Command { get; init; } = "asyncrl";

    /// <summary>Bytes of memory of the process; null for those of the machine.</summary>
    internal long? Memory { get; init; }

    internal PosixSignal? SignalAtStart { get; init; }

    /// <summary>The time after which SIGINT is sent; null for never.</summary>
    internal TimeSpan? SignalAfter { get; init; }

    /// <summary>The plain display reads the clock first when the evaluation begins.</summary>
    internal PosixSignal? SignalAtFirstLookAtTheClock { get; init; }
}

internal sealed class ScriptedKeys(string script) : IKeySource
{
    private int _next;

    public ConsoleKeyInfo? TryRead()
    {
        char letter = _next < script.Length ? script[_next++] : 'q';
        return letter switch
        {
            '.' => null,
            '←' => new ConsoleKeyInfo('\0', ConsoleKey.LeftArrow, false, false, false),
            '→' => new ConsoleKeyInfo('\0', ConsoleKey.RightArrow, false, false, false),
            '↑' => new ConsoleKeyInfo('\0', ConsoleKey.UpArrow, false, false, false),
            '↓' => new ConsoleKeyInfo('\0', ConsoleKey.DownArrow, false, false, false),
            '↵' => new ConsoleKeyInfo('\r', ConsoleKey.Enter, false, false, false),
            ' ' => new ConsoleKeyInfo(' ', ConsoleKey.Spacebar, false, false, false),
            _ when char.IsAsciiLetter(letter) => new ConsoleKeyInfo(letter, Enum.Parse<ConsoleKey>($"{letter}", true), false, false, false),
            _ => new ConsoleKeyInfo(letter, ConsoleKey.None, false, false, false),
        };
    }
}

internal sealed class SignallingClock(Action signal) : TimeProvider
{
    private bool _looked;

    public override long GetTimestamp()
    {
        if (!_looked) signal();
        _looked = true;
        return base.GetTimestamp();
    }
}

internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>Reads standard output, which must be one JSON document.</summary>
    internal JsonObject Document => JsonNode.Parse(Output)!.AsObject();

    /// <summary>Asserts that standard output contains each part.</summary>
    internal void AssertPrinted(params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, Output, StringComparison.Ordinal));

    /// <summary>Asserts exit code 0, and that standard error contains only the note about the network of the settings.</summary>
    internal void AssertSucceeded()
    {
        const string Note = "Note: The settings of";
        Assert.DoesNotContain(Error.Split('\n'), line => line.Length > 0 && !line.StartsWith(Note, StringComparison.Ordinal));
        Assert.Equal(0, ExitCode);
    }

    /// <summary>Asserts one sentence on standard error, nothing on standard output, and exit code 2.</summary>
    internal void AssertRefused(params string[] parts)
    {
        Assert.Equal(2, ExitCode);
        Assert.Equal("", Output);
        string sentence = Error.TrimEnd('\n', '\r');
        Assert.DoesNotContain('\n', sentence);
        Assert.Matches(@"^[A-Za-z].*[.?]$", sentence);
        foreach (string part in parts) Assert.Contains(part, sentence, StringComparison.Ordinal);
    }
}
