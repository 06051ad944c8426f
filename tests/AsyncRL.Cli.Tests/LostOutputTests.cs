using System.Runtime.InteropServices;
using AsyncRL.Cli.Output;

namespace AsyncRL.Cli.Tests;

/// <summary>Commands whose standard output fails.</summary>
public sealed class LostOutputTests
{
    private const int HungUp = 129;
    private const int BrokenPipe = 32, InputOutputError = 5, NoSpace = 28;

    [Theory]
    [InlineData(BrokenPipe, 141)]
    [InlineData(InputOutputError, 129)]
    [InlineData(NoSpace, 1)]
    public void The_first_failed_write_stops_the_command_like_a_signal(int error, int exitCode)
    {
        var exits = new List<int>();
        using var signals = new StopSignals(exits.Add);
        CancellationToken stop = signals.Await();
        using var reason = new StringWriter();
        TextWriter writer = StandardStreams.Output(new FailingStream(error), signals, reason);
        writer.WriteLine("one");
        writer.WriteLine("two");
        Assert.True(stop.IsCancellationRequested);
        Assert.Equal(exitCode, signals.ExitCode);
        Assert.Equal(exitCode, signals.ExitCodeOfLostOutput);
        string sentence = error == NoSpace ? "Writing to standard output failed: No space left on device." + Environment.NewLine : "";
        Assert.Equal(sentence, reason.ToString());
        Assert.Empty(exits);
    }

    [Fact]
    public void A_command_that_awaits_no_signal_ends_at_once()
    {
        var exits = new List<int>();
        using var signals = new StopSignals(exits.Add);
        StandardStreams.Output(new FailingStream(BrokenPipe), signals, TextWriter.Null).WriteLine("one");
        Assert.Equal([141], exits);
    }

    /// <summary>
    /// A closing terminal makes writes fail and sends several SIGHUP, in any order. None of them may end the process at once.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_terminal_that_closes_saves_however_it_tells(bool writeFailsFirst)
    {
        var exits = new List<int>();
        using var signals = new StopSignals(exits.Add);
        signals.Await();
        if (writeFailsFirst) signals.LoseOutput(HungUp);
        signals.Receive(PosixSignal.SIGHUP);
        if (!writeFailsFirst) signals.LoseOutput(HungUp);
        signals.Receive(PosixSignal.SIGHUP);
        Assert.Empty(exits);
        Assert.Equal(HungUp, signals.ExitCode);
        signals.Receive(PosixSignal.SIGINT);
        Assert.Equal([130], exits);
    }

    [Fact]
    public void A_signal_that_came_first_keeps_its_exit_code()
    {
        using var signals = new StopSignals(_ => { });
        signals.Await();
        signals.Receive(PosixSignal.SIGTERM);
        signals.LoseOutput(141);
        Assert.Equal(143, signals.ExitCode);
    }

    [Fact]
    public void Losing_standard_error_changes_nothing()
    {
        TextWriter writer = StandardStreams.Error(new FailingStream(NoSpace));
        writer.WriteLine("one");
        writer.WriteLine("two");
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(1024, false)]
    public void Too_few_files_are_refused_in_one_sentence(ulong files, bool isProblem) =>
        Assert.Equal(
            isProblem ? "The process may open 64 files at a time; expected at least 160 (ulimit -n 160)." : null, FileLimit.Problem(files));

    private sealed class FailingStream(int error) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device", error);
    }
}
