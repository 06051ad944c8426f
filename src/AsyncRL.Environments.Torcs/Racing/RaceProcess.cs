using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using AsyncRL.Core.Options;
using AsyncRL.Environments.Checking;
using AsyncRL.Environments.Processes;
using AsyncRL.Environments.Torcs.Installation;

namespace AsyncRL.Environments.Torcs.Racing;

/// <summary>
/// A process of TORCS with the robot, which waits for commands over a socket. Commands allocate nothing. A process that ends or that
/// answers too late becomes an exception with the environment's name, the moment, and the process's own error text.
/// </summary>
internal sealed class RaceProcess : IDisposable
{
    private const int HeadSize = 8, CommandSize = 20, LargestSize = 1 << 24, LookMicroseconds = 5_000;

    private const int TrackMessage = 1, StateMessage = 2, RefusedMessage = 3, ResetCommand = 1, StepCommand = 2;

    private readonly string _environment;
    private readonly WatchedProcess _watched;
    private readonly Socket _socket;
    private readonly byte[] _command = new byte[CommandSize];
    private readonly int _stateSize;
    private byte[] _received = new byte[1 << 12];

    private RaceProcess(string environment, WatchedProcess watched, Socket socket, int opponents)
    {
        (_environment, _watched, _socket) = (environment, watched, socket);
        _stateSize = sizeof(float) * RaceState.CountWith(opponents);
    }

    /// <summary>The edges of the track.</summary>
    internal TrackOutline Outline { get; private set; } = new(0, [], []);

    /// <summary>Describes when something failed: "in agent step 3 of an episode".</summary>
    internal Func<string> Moment { get; set; } = () => "when it was made";

    /// <summary>Starts TORCS, and waits until the race can begin. No file is left.</summary>
    /// <param name="environment">Name of the environment, for messages.</param>
    /// <param name="torcs">Where TORCS is.</param>
    /// <param name="race">The race.</param>
    /// <param name="robot">The path of the robot's library.</param>
    /// <param name="limit">The longest time for an answer. TORCS has a minute to begin, or this time if it is longer.</param>
    /// <returns>The process; the caller disposes of it.</returns>
    /// <exception cref="InputException">TORCS does not run, or is another version.</exception>
    internal static RaceProcess Start(string environment, TorcsInstallation torcs, Race race, string robot, TimeSpan limit)
    {
        using var directory = RaceDirectory.Write(torcs, race, robot);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(AddressOf(directory.Socket));
        listener.Listen(1);
        Process started = Run(torcs, race, directory);
        var watched = new WatchedProcess(environment, started, WatchedProcess.LimitToBegin(limit), readsOutput: true);
        Socket? socket = null;
        try
        {
            watched.BeginAnswer();
            while (!listener.Poll(LookMicroseconds, SelectMode.SelectRead))
            {
                // A robot that refuses ends the process, perhaps between both looks; its message still waits.
                if (watched.HasEnded && !listener.Poll(0, SelectMode.SelectRead)) throw NotBegun(watched, torcs, robot);
            }

            socket = listener.Accept();
            var process = new RaceProcess(environment, watched, socket, race.Opponents);
            process.ReadTrack(torcs, robot);
            watched.AnswerWithin(limit);
            return process;
        }
        catch
        {
            socket?.Dispose();
            watched.Dispose();
            throw;
        }
    }

    /// <summary>Begins an episode.</summary>
    /// <param name="delay">Control steps for which the car stands.</param>
    /// <returns>The first state, until the next command.</returns>
    /// <exception cref="EnvironmentFaultException">The process failed.</exception>
    internal RaceState Reset(int delay) => Command(ResetCommand, delay, default);

    /// <summary>Drives for some control steps.</summary>
    /// <param name="controlSteps">The number, at least 1.</param>
    /// <param name="controls">The controls.</param>
    /// <returns>The state after them, until the next command.</returns>
    /// <exception cref="EnvironmentFaultException">The process failed.</exception>
    internal RaceState Step(int controlSteps, Controls controls) => Command(StepCommand, controlSteps, controls);

    /// <summary>Ends the process: it ends itself when its socket is closed.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _watched.Dispose();
    }

    private static UnixDomainSocketEndPoint AddressOf(string path)
    {
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentOutOfRangeException problem)
        {
            throw new InputException(
                $"The path {path} is too long for a socket; expected a shorter directory of temporary files, by TMPDIR.", problem);
        }
    }

    private static Process Run(TorcsInstallation torcs, Race race, RaceDirectory directory)
    {
        string[] arguments = ["-l", directory.Home, "-L", directory.Libraries, "-D", torcs.Data + '/', "-r", directory.RaceFile];
        var start = new ProcessStartInfo(torcs.Program, arguments)
        {
            WorkingDirectory = torcs.Data,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = directory.Home;
        string libraries = Path.Combine(torcs.Libraries, "lib");
        string? others = start.Environment.TryGetValue("LD_LIBRARY_PATH", out string? value) ? value : null;
        start.Environment["LD_LIBRARY_PATH"] = string.IsNullOrEmpty(others) ? libraries : $"{libraries}:{others}";
        start.Environment["ASYNCRL_TORCS_SOCKET"] = directory.Socket;
        start.Environment["ASYNCRL_TORCS_CARS"] = (race.Opponents + 1).ToString(CultureInfo.InvariantCulture);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception problem)
        {
            throw new InputException(
                $"The program {torcs.Program} cannot be run ({problem.Message}); expected TORCS {TorcsInstallation.Version}.", problem);
        }
    }

    /// <summary>Places of another version may also end the process by a signal, before the robot can compare them.</summary>
    private static InputException NotBegun(WatchedProcess watched, TorcsInstallation torcs, string robot)
    {
        string reason = watched.LastErrorLine() is { } last ? $" ({OneLine.Of(last).TrimEnd('.')})" : "";
        string what = watched.IsLate ? $"did not begin the race within {watched.Limit.TotalSeconds} seconds"
            : $"{watched.DescribeExit()} before the race began{reason}";
        return new InputException(
            $"TORCS in {torcs.Libraries} {what}; expected TORCS {TorcsInstallation.Version}, and a robot that is not damaged: if {robot} "
            + "may be damaged, delete it, and it is compiled again.");
    }

    private void ReadTrack(TorcsInstallation torcs, string robot)
    {
        ReadOnlySpan<byte> content;
        int kind;
        try
        {
            content = Receive(out kind);
        }
        catch (Exception end) when (end is SocketException or EndOfStreamException)
        {
            throw NotBegun(_watched, torcs, robot);
        }

        _watched.EndAnswer();
        if (kind == RefusedMessage)
        {
            throw new InputException(
                $"TORCS in {torcs.Libraries} has another place in memory for {Encoding.UTF8.GetString(content)}; expected TORCS "
                + $"{TorcsInstallation.Version} as Debian builds it.");
        }

        Outline = (kind == TrackMessage ? TrackOutline.Read(content) : null)
            ?? throw new InputException($"The robot of TORCS sent a message of the kind {kind}; expected the track.");
    }

    private RaceState Command(int kind, int controlSteps, Controls controls)
    {
        Span<byte> command = _command;
        BinaryPrimitives.WriteInt32LittleEndian(command, kind);
        BinaryPrimitives.WriteInt32LittleEndian(command[4..], controlSteps);
        BinaryPrimitives.WriteSingleLittleEndian(command[8..], controls.Steering);
        BinaryPrimitives.WriteSingleLittleEndian(command[12..], controls.Throttle);
        BinaryPrimitives.WriteSingleLittleEndian(command[16..], controls.Brake);
        _watched.BeginAnswer();
        try
        {
            _socket.Send(command);
            ReadOnlySpan<byte> content = Receive(out int answer);
            if (answer == StateMessage && content.Length == _stateSize) return new RaceState(MemoryMarshal.Cast<byte, float>(content));
            throw new EnvironmentFaultException(answer == RefusedMessage
                ? $"The environment {_environment} {Moment()} cannot begin an episode ({Encoding.UTF8.GetString(content)} failed); "
                    + "expected a copy of its process."
                : $"The environment {_environment} sent {content.Length} bytes of the kind {answer} {Moment()}; expected {_stateSize}.");
        }
        catch (Exception end) when (end is SocketException or EndOfStreamException)
        {
            throw new EnvironmentFaultException(_watched.DescribeEnd(Moment()), end);
        }
        finally
        {
            _watched.EndAnswer();
        }
    }

    private ReadOnlySpan<byte> Receive(out int kind)
    {
        int count = Read(0, HeadSize);
        int length = BinaryPrimitives.ReadInt32LittleEndian(_received);
        kind = BinaryPrimitives.ReadInt32LittleEndian(_received.AsSpan(4));
        if (length is < 0 or > LargestSize) throw new EndOfStreamException();
        if (HeadSize + length > _received.Length) Array.Resize(ref _received, HeadSize + length);
        Read(count, HeadSize + length);
        return _received.AsSpan(HeadSize, length);
    }

    /// <summary>Reads until a number of bytes are there; a read takes all that has come, so that a usual message needs one.</summary>
    private int Read(int count, int needed)
    {
        while (count < needed)
        {
            int more = _socket.Receive(_received.AsSpan(count));
            if (more == 0) throw new EndOfStreamException();
            count += more;
        }

        return count;
    }
}
