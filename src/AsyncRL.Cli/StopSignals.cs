using System.Runtime.InteropServices;

namespace AsyncRL.Cli;

/// <summary>
/// Ctrl-C, SIGTERM and a closed terminal: the first asks the running command to save and end, if it knows how; the second, or the first to
/// a command that does not, ends the process at once.
/// </summary>
/// <param name="exit">Ends the process with an exit code.</param>
internal sealed class StopSignals(Action<int> exit) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private int _exitCode;
    private bool _awaited;

    /// <summary>Whether a signal has come.</summary>
    internal bool Received => Volatile.Read(ref _exitCode) != 0;

    /// <summary>The exit code of a command that a signal ended; 0 as long as none has come.</summary>
    internal int ExitCode => Volatile.Read(ref _exitCode);

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
        bool first = Interlocked.CompareExchange(ref _exitCode, code, 0) == 0;
        if (first && Volatile.Read(ref _awaited)) _stop.Cancel();
        else exit(code);
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();
}
