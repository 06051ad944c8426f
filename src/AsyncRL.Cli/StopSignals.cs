using System.Runtime.InteropServices;

namespace AsyncRL.Cli;

/// <summary>
/// Handles Ctrl-C, SIGTERM, SIGUSR1, a closed terminal, and failed standard output. The first signal cancels the running command if it
/// supports this. A second signal, or the first one if the command does not support it, ends the process at once.
/// </summary>
/// <param name="exit">Ends the process with an exit code.</param>
internal sealed class StopSignals(Action<int> exit) : IDisposable
{
    /// <summary>
    /// SIGUSR1 on Linux, by its number: launchers such as mpirun and Slurm pass it on to all processes of a run, and end none of them.
    /// </summary>
    internal const PosixSignal SaveAndStop = (PosixSignal)10;

    private readonly CancellationTokenSource _stop = new();
    private int _exitCode;
    private bool _awaited;
    private volatile bool _outputIsLost;

    /// <summary>Whether a signal was received.</summary>
    internal bool Received => Volatile.Read(ref _exitCode) != 0;

    /// <summary>The exit code of a command that a signal ended; 0 if no signal was received.</summary>
    internal int ExitCode => Volatile.Read(ref _exitCode);

    /// <summary>The exit code of a command whose standard output failed; 0 if it did not fail.</summary>
    internal int ExitCodeOfLostOutput => _outputIsLost ? ExitCode : 0;

    /// <summary>Called by a command that supports cancellation.</summary>
    /// <returns>Cancelled by the first signal.</returns>
    internal CancellationToken Await()
    {
        Volatile.Write(ref _awaited, true);
        return _stop.Token;
    }

    /// <summary>Handles a signal.</summary>
    /// <param name="signal">SIGINT, SIGTERM, SIGHUP, or <see cref="SaveAndStop"/>.</param>
    internal void Receive(PosixSignal signal)
    {
        int code = signal switch
        {
            PosixSignal.SIGTERM => Cli.ExitCode.Terminated,
            PosixSignal.SIGHUP => Cli.ExitCode.HungUp,
            SaveAndStop => Cli.ExitCode.UserSignal,
            _ => Cli.ExitCode.Interrupted,
        };
        if (TryBegin(code)) return;

        // A closing terminal sends several SIGHUP and makes writes fail before, and a batch system may send SIGUSR1 to the launcher and to
        // the processes. They are not requests to end at once.
        if (signal is not (PosixSignal.SIGHUP or SaveAndStop)) exit(code);
    }

    /// <summary>Ends the command because standard output failed, unless a signal was received before.</summary>
    /// <param name="exitCode">The exit code.</param>
    internal void LoseOutput(int exitCode)
    {
        _outputIsLost = true;
        TryBegin(exitCode);
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <summary>Begins the cancellation of the command, unless it has begun before.</summary>
    /// <returns>Whether this call began it.</returns>
    private bool TryBegin(int code)
    {
        if (Interlocked.CompareExchange(ref _exitCode, code, 0) != 0) return false;
        if (Volatile.Read(ref _awaited)) _stop.Cancel();
        else exit(code);
        return true;
    }
}
