using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AsyncRL.Cli.Output;

/// <summary>Writers for standard output and standard error that survive closed readers, closed terminals and full disks.</summary>
internal static class StandardStreams
{
    private const int OutputDescriptor = 1, ErrorDescriptor = 2;

    /// <summary>References that keep the handles open.</summary>
    private static readonly List<SafeFileHandle> Occupied = [];

    /// <summary>Makes the writer of standard output. The command ends if writing fails.</summary>
    /// <param name="signals">Ends the command if writing fails.</param>
    /// <param name="error">Receives the reason, unless a reader or a terminal was only closed.</param>
    /// <returns>The writer.</returns>
    internal static TextWriter Output(StopSignals signals, TextWriter error) => Output(
        OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new DescriptorStream(OutputDescriptor), signals, error);

    /// <summary>Makes the writer of standard output over a stream.</summary>
    /// <param name="stream">Receives the bytes.</param>
    /// <param name="signals">Ends the command if writing fails.</param>
    /// <param name="error">Receives the reason, unless a reader or a terminal was only closed.</param>
    /// <returns>The writer.</returns>
    internal static TextWriter Output(Stream stream, StopSignals signals, TextWriter error) => Writer(stream, failure =>
    {
        int exitCode = ExitCodeOf(failure);
        if (exitCode == ExitCode.Failure) error.WriteLine($"Writing to standard output failed: {failure.Message.TrimEnd('.')}.");
        signals.LoseOutput(exitCode);
    });

    /// <summary>Makes the writer of standard error. Failures are ignored, because there is no other stream to report them on.</summary>
    /// <returns>The writer.</returns>
    internal static TextWriter Error() =>
        Error(OperatingSystem.IsWindows() ? Console.OpenStandardError() : new DescriptorStream(ErrorDescriptor));

    /// <summary>Makes the writer of standard error over a stream.</summary>
    /// <param name="stream">Receives the bytes.</param>
    /// <returns>The writer.</returns>
    internal static TextWriter Error(Stream stream) => Writer(stream, _ => { });

    /// <summary>
    /// Opens the standard descriptors that are closed, so that no file of the program gets their numbers. Otherwise the runtime's output on
    /// standard error could be written into a table of the run.
    /// </summary>
    internal static void Occupy()
    {
        if (OperatingSystem.IsWindows()) return;
        do Occupied.Add(File.OpenHandle("/dev/null"));
        while (Occupied[^1].DangerousGetHandle() <= ErrorDescriptor);
    }

    /// <summary>Makes a thread-safe writer without buffering.</summary>
    /// <param name="stream">Receives the bytes.</param>
    /// <param name="lost">Receives the first failure.</param>
    /// <returns>The writer.</returns>
    private static TextWriter Writer(Stream stream, Action<Exception> lost) =>
        TextWriter.Synchronized(new StreamWriter(new FailureReportingStream(stream, lost), new UTF8Encoding(false)) { AutoFlush = true });

    private static int ExitCodeOf(Exception failure) => failure.HResult switch
    {
        DescriptorStream.BrokenPipe => ExitCode.BrokenPipe,
        DescriptorStream.InputOutputError => ExitCode.HungUp,
        _ => ExitCode.Failure,
    };
}

/// <summary>
/// A stream whose writes never throw. The first failure is reported, and all later writes are dropped. The command then ends as after a
/// signal, wherever it was writing.
/// </summary>
/// <param name="inner">Receives the bytes.</param>
/// <param name="lost">Receives the first failure.</param>
internal sealed class FailureReportingStream(Stream inner, Action<Exception> lost) : Stream
{
    private int _isLost;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => Try(inner, static (stream, _) => stream.Flush(), default);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => Try(inner, static (stream, bytes) => stream.Write(bytes), buffer);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private delegate void Work(Stream stream, ReadOnlySpan<byte> bytes);

    private void Try(Stream stream, Work work, ReadOnlySpan<byte> bytes)
    {
        if (Volatile.Read(ref _isLost) != 0) return;
        try
        {
            work(stream, bytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            if (Interlocked.Exchange(ref _isLost, 1) == 0) lost(failure);
        }
    }
}

/// <summary>Checks that the process may open enough files. The runtime opens two for each library that it loads.</summary>
internal static class FileLimit
{
    /// <summary>The required number of files; a training opens 80 to 100.</summary>
    internal const long Needed = 160;

    private const int OpenFilesOnLinux = 7;

    /// <summary>Checks the limit.</summary>
    /// <returns>The message; null if the limit suffices or is unknown.</returns>
    internal static string? Problem()
    {
        if (!OperatingSystem.IsLinux() || GetLimit(OpenFilesOnLinux, out Limit limit) != 0) return null;
        return Problem(limit.Soft);
    }

    /// <summary>Checks a limit.</summary>
    /// <param name="files">Files that may be open at the same time.</param>
    /// <returns>The message; null if the limit suffices.</returns>
    internal static string? Problem(ulong files) => files >= Needed
        ? null
        : $"The process may open {files} files at a time; expected at least {Needed} (ulimit -n {Needed}).";

    [DllImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimit(int resource, out Limit limit);

    private readonly record struct Limit(ulong Soft, ulong Hard);
}
