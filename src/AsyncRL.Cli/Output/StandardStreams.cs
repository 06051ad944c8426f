using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AsyncRL.Cli.Output;

/// <summary>Writers for standard output and standard error that outlive readers, terminals and disks.</summary>
internal static class StandardStreams
{
    private const int OutputDescriptor = 1, ErrorDescriptor = 2;

    /// <summary>Kept, so that they stay open.</summary>
    private static readonly List<SafeFileHandle> Occupied = [];

    /// <summary>Standard output; losing it ends the command.</summary>
    /// <param name="signals">Told when it is lost.</param>
    /// <param name="error">Where the reason goes, unless a reader or a terminal just went away.</param>
    /// <returns>The writer.</returns>
    internal static TextWriter Output(StopSignals signals, TextWriter error) => Output(
        OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new DescriptorStream(OutputDescriptor), signals, error);

    /// <summary>Standard output over a stream.</summary>
    /// <param name="stream">Where it writes.</param>
    /// <param name="signals">Told when it is lost.</param>
    /// <param name="error">Where the reason goes, unless a reader or a terminal just went away.</param>
    /// <returns>The writer.</returns>
    internal static TextWriter Output(Stream stream, StopSignals signals, TextWriter error) => Writer(stream, failure =>
    {
        int exitCode = ExitCodeOf(failure);
        if (exitCode == ExitCode.Failure) error.WriteLine($"Writing to standard output failed: {failure.Message.TrimEnd('.')}.");
        signals.LoseOutput(exitCode);
    });

    /// <summary>Standard error; losing it changes nothing: there is no other place to say so.</summary>
    /// <returns>The writer.</returns>
    internal static TextWriter Error() =>
        Error(OperatingSystem.IsWindows() ? Console.OpenStandardError() : new DescriptorStream(ErrorDescriptor));

    /// <summary>Standard error over a stream.</summary>
    /// <param name="stream">Where it writes.</param>
    /// <returns>The writer.</returns>
    internal static TextWriter Error(Stream stream) => Writer(stream, _ => { });

    /// <summary>
    /// Takes the numbers of standard descriptors that are closed, so that no file of the program gets one: what the runtime writes to
    /// standard error would end up in a table of the run.
    /// </summary>
    internal static void Occupy()
    {
        if (OperatingSystem.IsWindows()) return;
        do Occupied.Add(File.OpenHandle("/dev/null"));
        while (Occupied[^1].DangerousGetHandle() <= ErrorDescriptor);
    }

    /// <summary>A writer, for any thread, that keeps nothing back.</summary>
    /// <param name="stream">Where it writes.</param>
    /// <param name="lost">Told the first failure.</param>
    /// <returns>The writer.</returns>
    private static TextWriter Writer(Stream stream, Action<Exception> lost) =>
        TextWriter.Synchronized(new StreamWriter(new LosableStream(stream, lost), new UTF8Encoding(false)) { AutoFlush = true });

    private static int ExitCodeOf(Exception failure) => failure.HResult switch
    {
        DescriptorStream.BrokenPipe => ExitCode.BrokenPipe,
        DescriptorStream.InputOutputError => ExitCode.HungUp,
        _ => ExitCode.Failure,
    };
}
