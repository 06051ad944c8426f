using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using AsyncRL.Core.Options;
using AsyncRL.Environments.Checking;
using AsyncRL.Environments.Processes;

namespace AsyncRL.Environments.Gymnasium.Protocol;

/// <summary>
/// The process of one environment. It is asked and answers, one message at a time. A process that ends, that answers too late, or that
/// answers with something else becomes an exception with the environment's name, the moment, and the process's own error text.
/// </summary>
internal sealed class EnvironmentProcess : IDisposable
{
    private readonly string _environment;
    private readonly Process _process;
    private readonly WatchedProcess _watched;
    private bool _isDisposed;

    private EnvironmentProcess(string environment, Process process, TimeSpan limit)
    {
        (_environment, _process) = (environment, process);
        _watched = new WatchedProcess(environment, process, limit, leadsGroup: true);
        Channel = new MessageChannel(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);
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
    internal void AnswerWithin(TimeSpan limit) => _watched.AnswerWithin(limit);

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

        _watched.Dispose();
    }

    private ReadOnlySpan<byte> Exchange(out MessageKind kind)
    {
        _watched.BeginAnswer();
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
            throw new EnvironmentFaultException(_watched.DescribeEnd(Moment()), end);
        }
        finally
        {
            _watched.EndAnswer();
        }
    }

    /// <summary>Sends the script, and reads the greeting. Whatever else comes is no answer of the script.</summary>
    private void Greet(string python, byte[] script)
    {
        var greeting = new byte[MessageChannel.GreetingSize];
        int count = 0;
        _watched.BeginAnswer();
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

        _watched.EndAnswer();
        const string Expected = "expected a Python 3 with Gymnasium, named by --set python=PATH.";
        if (count == greeting.Length && greeting.AsSpan().StartsWith(MessageChannel.Sign))
        {
            int version = BinaryPrimitives.ReadInt32LittleEndian(greeting.AsSpan(MessageChannel.Sign.Length));
            if (version == MessageChannel.Version) return;
            throw new InputException(
                $"The process of {python} speaks version {version} of the protocol of environments; expected {MessageChannel.Version}.");
        }

        if (_watched.IsLate)
            throw new InputException($"The program {python} did not begin within {_watched.Limit.TotalSeconds} seconds; {Expected}");
        if (count == greeting.Length)
        {
            string text = OneLine.Of(Encoding.UTF8.GetString(greeting));
            throw new InputException($"The program {python} printed \"{text}\" to standard output before the bridge began; {Expected}");
        }

        string reason = _watched.LastErrorLine() is { } last ? $" ({OneLine.Of(last)})" : "";
        throw new InputException($"The program {python} {_watched.DescribeExit()} before the bridge began{reason}; {Expected}");
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
}
