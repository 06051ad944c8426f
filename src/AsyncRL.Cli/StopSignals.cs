using System.Runtime.InteropServices;

namespace AsyncRL.Cli;

/// <summary>
/// Ctrl-C, SIGTERM, a closed terminal, and standard output that takes no more: the first asks the running command to save and end, if it
/// knows how; a second signal, or the first to a command that does not, ends the process at once.
/// </summary>
/// <param name="exit">Ends the process with an exit code.</param>
internal sealed class StopSignals(Action<int> exit) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private int _exitCode;
    private bool _awaited;
    private volatile bool _outputIsLost;

    /// <summary>Whether a signal has come.</summary>
    internal bool Received => Volatile.Read(ref _exitCode) != 0;

    /// <summary>The exit code of a command that a signal ended; 0 as long as none has come.</summary>
    internal int ExitCode => Volatile.Read(ref _exitCode);

    /// <summary>The exit code of a command whose standard output was lost, however far it came; 0 if it was not.</summary>
    internal int ExitCodeOfLostOutput => _outputIsLost ? ExitCode : 0;

    /// <summary>Called by a command that ends by itself when a signal comes.</summary>
    /// <returns>Cancelled by the first signal.</returns>
    internal CancellationToken Await()
    {
        Volatile.Write(ref _awaited, true);
        return _stop.Token;
    }

    /// <summary>Takes a signal.</summary>
    /// <param name="signal">SIGINT, SIGTERM or SIGHUP.</param>
    internal void Receive(PosixSignal signal)
    {
        int code = signal switch
        {
            PosixSignal.SIGTERM => Cli.ExitCode.Terminated,
            PosixSignal.SIGHUP => Cli.ExitCode.HungUp,
            _ => Cli.ExitCode.Interrupted,
        };
        if (TryBegin(code)) return;

        // A terminal that closes sends several hang-ups, and fails writes before: no person asks for haste.
        if (signal != PosixSignal.SIGHUP) exit(code);
    }

    /// <summary>Takes the news that standard output takes no more. A signal that has come before stays what ends the command.</summary>
    /// <param name="exitCode">The exit code of a command that ends by it.</param>
    internal void LoseOutput(int exitCode)
    {
        _outputIsLost = true;
        TryBegin(exitCode);
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <summary>Lets the command end, if nothing else does already.</summary>
    /// <returns>Whether nothing did.</returns>
    private bool TryBegin(int code)
    {
        if (Interlocked.CompareExchange(ref _exitCode, code, 0) != 0) return false;
        if (Volatile.Read(ref _awaited)) _stop.Cancel();
        else exit(code);
        return true;
    }
}
