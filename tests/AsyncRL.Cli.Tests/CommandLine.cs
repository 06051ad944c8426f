using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Tests;

/// <summary>Runs command lines in this process and keeps what they wrote.</summary>
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
            Clock = options.SignalAtFirstLookAtTheClock is { } firstLook
                ? new SignallingClock(() => signals.Receive(firstLook))
                : ShowsProgressOfShortWork(options, arguments) ? TimeProvider.System : new StandingClock(),
        });
        lock (running) ran = true;
        Assert.Null(ended);
        return new CommandResult(exitCode, output.ToString(), error.ToString());

        // Elsewhere lines of progress after two seconds would be in the way on a busy machine; ViewTests tests them by a clock of its own.
        static bool ShowsProgressOfShortWork(CommandOptions options, string[] arguments) =>
            options.OutputIsTerminal || options.ErrorIsTerminal || (arguments.Length > 0 && arguments[0] == "train");

        void ReceiveLate()
        {
            lock (running)
            {
                if (ran) return;

                // As a command that awaits it would see it, however long it took to come so far.
                signals.Await();
                signals.Receive(PosixSignal.SIGINT);
            }
        }
    }
}

/// <summary>A clock that stands still: work takes no time, so no progress is shown, however busy the machine is.</summary>
internal sealed class StandingClock : TimeProvider
{
    public override long GetTimestamp() => 0;
}

internal sealed record CommandOptions
{
    internal bool OutputIsTerminal { get; init; }

    internal bool ErrorIsTerminal { get; init; }

    internal (int Width, int Height) TerminalSize { get; init; } = (80, 24);

    /// <summary>
    /// What a person presses: arrows by their signs, other keys by their letters, ↵ for enter, and a dot for each look at the keyboard that
    /// finds none. Then q, for ever. Null where there is no keyboard.
    /// </summary>
    internal string? Keys { get; init; }

    /// <summary>Bytes of memory that the process has; the machine's if null.</summary>
    internal long? Memory { get; init; }

    internal PosixSignal? SignalAtStart { get; init; }

    /// <summary>After so long SIGINT comes; null for never.</summary>
    internal TimeSpan? SignalAfter { get; init; }

    /// <summary>Plain lines look at the clock first when the evaluation begins.</summary>
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
    /// <summary>Standard output as the one JSON document that it must be.</summary>
    internal JsonObject Document => JsonNode.Parse(Output)!.AsObject();

    /// <summary>Standard output contains each part.</summary>
    internal void AssertPrinted(params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, Output, StringComparison.Ordinal));

    /// <summary>Exit code 0, and nothing on standard error but that small networks are not those of the settings.</summary>
    internal void AssertSucceeded()
    {
        const string Note = "Note: the settings of";
        Assert.DoesNotContain(Error.Split('\n'), line => line.Length > 0 && !line.StartsWith(Note, StringComparison.Ordinal));
        Assert.Equal(0, ExitCode);
    }

    /// <summary>One sentence on standard error, nothing on standard output, exit code 2.</summary>
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
