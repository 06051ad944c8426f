using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using AsyncRL.Core.Options;
using AsyncRL.Environments.Checking;

namespace AsyncRL.Environments.Gymnasium.Protocol;

/// <summary>
/// The process of one environment. It is asked and answers, one message at a time. A process that ends, that answers too late, or that
/// answers with something else becomes an exception with the environment's name, the moment, and the process's own error text.
/// </summary>
internal sealed class EnvironmentProcess : IDisposable
{
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(2);

    private readonly string _environment;
    private readonly Process _process;
    private readonly ErrorText _errors;
    private readonly Timer _watch;
    private TimeSpan _limit;
    private long _asked;
    private bool _isLate;
    private bool _isDisposed;

    private EnvironmentProcess(string environment, Process process, TimeSpan limit)
    {
        (_environment, _process, _limit) = (environment, process, limit);
        _errors = new ErrorText(process.StandardError);
        Channel = new MessageChannel(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);
        _watch = new Timer(_ => EndIfLate());
        AnswerWithin(limit);
    }

    /// <summary>The messages.</summary>
    internal MessageChannel Channel { get; }

    /// <summary>Describes when something failed: "in agent step 3 of an episode".</summary>
    internal Func<string> Moment { get; set; } = () => "when it was made";

    /// <summary>Starts the child of the bridge in a Python, and waits for its greeting.</summary>
    /// <param name="environment">Name of the environment, for messages.</param>
    /// <param name="python">The Python.</param>
    /// <param name="limit">The longest time for the greeting, and for answers until <see cref="AnswerWithin"/> sets another.</param>
    /// <returns>The process; the caller disposes of it.</returns>
    /// <exception cref="InputException">There is no such program, or it is no Python.</exception>
    internal static EnvironmentProcess Start(string environment, string python, TimeSpan limit)
    {
        byte[] script = ChildScript.Text;
        var process = new EnvironmentProcess(environment, ChildScript.Start(python, script.Length), limit);
        try
        {
            process.Greet(python, script);
            return process;
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Sets the longest time for an answer from now on.</summary>
    /// <param name="limit">The time.</param>
    internal void AnswerWithin(TimeSpan limit)
    {
        _limit = limit;
        TimeSpan period = TimeSpan.FromSeconds(Math.Clamp(limit.TotalSeconds / 4, 0.02, 1));
        _watch.Change(period, period);
    }

    /// <summary>Sends the message that was begun, and waits for its answer.</summary>
    /// <param name="expected">The kind of the answer.</param>
    /// <returns>The content, until the next message.</returns>
    /// <exception cref="InputException">The process refused to make the environment.</exception>
    /// <exception cref="EnvironmentFaultException">The process or its environment failed.</exception>
    internal ReadOnlySpan<byte> Ask(MessageKind expected)
    {
        ReadOnlySpan<byte> content = Exchange(out MessageKind kind);
        return kind == expected ? content : throw Unexpected(kind, content, expected);
    }

    /// <summary>Sends the message that was begun, and waits for its answer, which may be that it failed.</summary>
    /// <param name="expected">The kind of the answer.</param>
    /// <param name="content">The content, until the next message.</param>
    /// <returns>Whether the answer is of the expected kind.</returns>
    /// <exception cref="EnvironmentFaultException">The process ended or is late.</exception>
    internal bool TryAsk(MessageKind expected, out ReadOnlySpan<byte> content)
    {
        content = Exchange(out MessageKind kind);
        return kind == expected;
    }

    /// <summary>Makes the exception about an answer that the environment should not give.</summary>
    /// <param name="what">The answer: "sent 3 bytes".</param>
    /// <param name="expected">The expected answer.</param>
    internal EnvironmentFaultException Fault(string what, string expected) =>
        new($"The environment {_environment} {what} {Moment()}; expected {expected}.");

    /// <summary>Ends the process: first by a message, then, if it does not end, by the system, with all that it started.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _watch.Dispose();
        try
        {
            Channel.Begin(MessageKind.Close, 0);
            Channel.Send();
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The process has ended before.
        }

        if (!_process.WaitForExit(TimeToEnd)) Kill();
        _process.Dispose();
    }

    private ReadOnlySpan<byte> Exchange(out MessageKind kind)
    {
        Volatile.Write(ref _asked, Stopwatch.GetTimestamp());
        try
        {
            Channel.Send();
            return Channel.Receive(out kind);
        }
        catch (InvalidDataException wrong)
        {
            throw Fault($"sent {wrong.Message.Split(';')[0]}", "a smaller message");
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException)
        {
            throw new EnvironmentFaultException(DescribeEnd(), end);
        }
        finally
        {
            Volatile.Write(ref _asked, 0);
        }
    }

    /// <summary>Sends the script, and reads the greeting. Whatever else comes is no answer of the script.</summary>
    private void Greet(string python, byte[] script)
    {
        var greeting = new byte[MessageChannel.GreetingSize];
        int count = 0;
        Volatile.Write(ref _asked, Stopwatch.GetTimestamp());
        try
        {
            _process.StandardInput.BaseStream.Write(script);
            _process.StandardInput.BaseStream.Flush();
            count = _process.StandardOutput.BaseStream.ReadAtLeast(greeting, greeting.Length, throwOnEndOfStream: false);
        }
        catch (IOException)
        {
            // The process has ended; count is 0.
        }

        Volatile.Write(ref _asked, 0);
        const string Expected = "expected a Python 3 with Gymnasium, named by --set python=PATH.";
        if (count == greeting.Length && greeting.AsSpan().StartsWith(MessageChannel.Sign))
        {
            int version = BinaryPrimitives.ReadInt32LittleEndian(greeting.AsSpan(MessageChannel.Sign.Length));
            if (version == MessageChannel.Version) return;
            throw new InputException(
                $"The process of {python} speaks version {version} of the protocol of environments; expected {MessageChannel.Version}.");
        }

        if (_isLate) throw new InputException($"The program {python} did not begin within {_limit.TotalSeconds} seconds; {Expected}");
        if (count == greeting.Length)
        {
            string text = OneLine.Of(Encoding.UTF8.GetString(greeting));
            throw new InputException($"The program {python} printed \"{text}\" to standard output before the bridge began; {Expected}");
        }

        string reason = _process.WaitForExit(TimeToEnd) && _errors.LastLines() is [.., var last] ? $" ({OneLine.Of(last)})" : "";
        throw new InputException($"The program {python} {Exit()} before the bridge began{reason}; {Expected}");
    }

    private Exception Unexpected(MessageKind kind, ReadOnlySpan<byte> content, MessageKind expected)
    {
        string text = Encoding.UTF8.GetString(content);
        if (kind == MessageKind.Refused) return new InputException(OneLine.Of(text));
        if (kind != MessageKind.Failed) return Fault($"sent a message of the kind {(int)kind}", $"the kind {(int)expected}");
        string[] parts = text.TrimEnd().Split('\n', 2);
        string end = parts[0].EndsWith('.') ? "" : ".";
        string details = parts.Length > 1 ? $"{System.Environment.NewLine}{parts[1]}" : "";
        return new EnvironmentFaultException($"The environment {_environment}, {Moment()}, {parts[0].TrimEnd()}{end}{details}");
    }

    private string DescribeEnd()
    {
        bool ended = _process.WaitForExit(TimeToEnd);
        var text = new StringBuilder(_isLate
            ? $"The environment {_environment} did not answer within {_limit.TotalSeconds} seconds {Moment()}; "
                + "expected an answer, or a larger option answer-seconds."
            : ended
            ? $"The process of the environment {_environment} {Exit()} {Moment()}; expected an answer."
            : $"The process of the environment {_environment} closed its output {Moment()}; expected an answer.");
        IReadOnlyList<string> lines = ended ? _errors.LastLines() : [];
        if (lines.Count > 0) text.AppendLine().Append("Its last error text:");
        foreach (string line in lines) text.AppendLine().Append("  ").Append(line);
        return text.ToString();
    }

    /// <summary>The exit code; on Unix, one above 128 is that of a signal.</summary>
    private string Exit()
    {
        const int signals = 128;
        if (!_process.HasExited) return "closed its output";
        int code = _process.ExitCode;
        return code > signals && !OperatingSystem.IsWindows() ? $"was ended by signal {code - signals}" : $"ended with exit code {code}";
    }

    private void EndIfLate()
    {
        long asked = Volatile.Read(ref _asked);
        if (asked == 0 || Stopwatch.GetElapsedTime(asked) <= _limit) return;
        _isLate = true;
        Kill();
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
