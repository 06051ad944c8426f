using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using AsyncRL.Core.Waiting;

namespace AsyncRL.Environments.Processes;

/// <summary>
/// The process of one environment of another program. A process that answers too late is ended, with all that it started. What has happened
/// to it is described with the environment's name, the moment, and the process's own error text.
/// </summary>
internal sealed class WatchedProcess : IDisposable
{
    private static readonly TimeSpan TimeToBegin = TimeSpan.FromSeconds(60), TimeToEnd = TimeSpan.FromSeconds(2);

    private readonly string _environment;
    private readonly Process _process;
    private readonly ProcessGroup? _group;
    private readonly ErrorText _errors;
    private readonly Timer _watch;
    private readonly Lock _watching = new();
    private long _asked;
    private long _watched;
    private WaitingTime _waiting;
    private bool _isDisposed;

    /// <summary>Begins to watch a process.</summary>
    /// <param name="environment">Name of the environment, for messages.</param>
    /// <param name="process">The process, with a redirected standard error; it is owned from now on.</param>
    /// <param name="limit">The longest time for an answer, until <see cref="AnswerWithin"/> sets another.</param>
    /// <param name="readsOutput">Whether the standard output, which is redirected too, is a part of the error text.</param>
    /// <param name="leadsGroup">Whether the process leads a group of processes, which ends with it.</param>
    internal WatchedProcess(
        string environment, Process process, TimeSpan limit, bool readsOutput = false, bool leadsGroup = false)
    {
        (_environment, _process, Limit) = (environment, process, limit);
        _group = leadsGroup ? new ProcessGroup(process) : null;
        _errors = readsOutput ? new ErrorText(process.StandardError, process.StandardOutput) : new ErrorText(process.StandardError);
        _watch = new Timer(_ => EndIfLate());
        AnswerWithin(limit);
    }

    /// <summary>
    /// The longest time for the first answer: at least a minute, because a program may load large parts before, such as modules of Python.
    /// </summary>
    /// <param name="limit">The longest time for an answer.</param>
    internal static TimeSpan LimitToBegin(TimeSpan limit) => limit > TimeToBegin ? limit : TimeToBegin;

    /// <summary>The longest time for an answer.</summary>
    internal TimeSpan Limit { get; private set; }

    /// <summary>Whether the process was ended because it answered too late.</summary>
    internal bool IsLate { get; private set; }

    /// <summary>Whether the process has ended.</summary>
    internal bool HasEnded => _process.HasExited;

    /// <summary>Sets the longest time for an answer from now on.</summary>
    /// <param name="limit">The time.</param>
    internal void AnswerWithin(TimeSpan limit)
    {
        Limit = limit;
        TimeSpan period = TimeSpan.FromSeconds(Math.Clamp(limit.TotalSeconds / 4, 0.02, 0.8 * WaitingTime.LongestGap.TotalSeconds));
        _watch.Change(period, period);
    }

    /// <summary>The process is being asked: its time begins.</summary>
    internal void BeginAnswer() => Volatile.Write(ref _asked, Stopwatch.GetTimestamp());

    /// <summary>The process has answered.</summary>
    internal void EndAnswer() => Volatile.Write(ref _asked, 0);

    /// <summary>Describes why a process that ended did not answer, in several lines.</summary>
    /// <param name="moment">When: "in agent step 3 of an episode".</param>
    internal string DescribeEnd(string moment)
    {
        bool ended = _process.WaitForExit(TimeToEnd);
        var text = new StringBuilder(IsLate
            ? $"The environment {_environment} did not answer within {Limit.TotalSeconds} seconds {moment}; "
                + "expected an answer, or a larger option answer-seconds."
            : $"The process of the environment {_environment} {DescribeExit()} {moment}; expected an answer.");
        IReadOnlyList<string> lines = ended ? _errors.LastLines() : [];
        if (lines.Count > 0) text.AppendLine().Append("Its last error text:");
        foreach (string line in lines) text.AppendLine().Append("  ").Append(line);
        return text.ToString();
    }

    /// <summary>Waits until a process that ends by itself has ended, or is ended because it is late.</summary>
    /// <returns>Its exit code, and the last lines that it printed.</returns>
    internal (int ExitCode, IReadOnlyList<string> Lines) WaitForExit()
    {
        _process.WaitForExit();
        return (_process.ExitCode, _errors.LastLines());
    }

    /// <summary>The last line of the error text of a process that has ended; null if it printed none.</summary>
    internal string? LastErrorLine() => _process.WaitForExit(TimeToEnd) && _errors.LastLines() is [.., var last] ? last : null;

    /// <summary>The exit code; on Unix, one above 128 is that of a signal.</summary>
    internal string DescribeExit()
    {
        const int signals = 128;
        if (!_process.HasExited) return "closed its output";
        int code = _process.ExitCode;
        return code > signals && !OperatingSystem.IsWindows() ? $"was ended by signal {code - signals}" : $"ended with exit code {code}";
    }

    /// <summary>Waits for the end of a process that was told to end; if it does not, the system ends it.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _watch.Dispose();
        if (!_process.WaitForExit(TimeToEnd)) Kill();
        _group?.End();
        _process.Dispose();
    }

    private void EndIfLate()
    {
        // On a busy machine the timer may call while an earlier call still runs.
        lock (_watching)
        {
            long asked = Volatile.Read(ref _asked);
            if (asked == 0) return;
            if (asked != _watched) (_watched, _waiting) = (asked, WaitingTime.Begin(asked));
            if (!_waiting.IsLongerThan(Limit)) return;
            IsLate = true;
            Kill();
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception ended) when (ended is InvalidOperationException or Win32Exception or AggregateException)
        {
            // The process, or one that it started, has ended meanwhile.
        }
    }
}
