using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>Signals to a separate process, and the effect of a second signal.</summary>
public sealed class SignalTests
{
    private const int SigHup = 1;
    private const int SigUsr1 = 10;
    private const int SigInt = 2;
    private const int SigTerm = 15;
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);

    [Fact]
    public void The_first_signal_stops_a_command_that_awaits_it_and_the_second_ends_the_process()
    {
        var exits = new List<int>();
        using var signals = new StopSignals(exits.Add);
        CancellationToken stop = signals.Await();
        signals.Receive(PosixSignal.SIGINT);
        Assert.True(stop.IsCancellationRequested);
        Assert.Empty(exits);
        Assert.Equal(130, signals.ExitCode);
        signals.Receive(PosixSignal.SIGTERM);
        Assert.Equal([143], exits);
    }

    [Fact]
    public void The_first_signal_ends_a_command_that_awaits_none()
    {
        var exits = new List<int>();
        using var signals = new StopSignals(exits.Add);
        signals.Receive(PosixSignal.SIGTERM);
        Assert.Equal([143], exits);
    }

    /// <summary>Signals that a background job inherits as ignored stay ignored and cannot be tested there.</summary>
    public static TheoryData<string, int> Deliverable
    {
        get
        {
            var signals = new TheoryData<string, int>();
            if (!IsIgnored(SigTerm)) signals.Add("TERM", 143);
            if (!IsIgnored(SigInt)) signals.Add("INT", 130);
            if (!IsIgnored(SigHup)) signals.Add("HUP", 129);
            if (OperatingSystem.IsLinux() && !IsIgnored(SigUsr1)) signals.Add("USR1", 138);
            return signals;
        }
    }

    [Theory]
    [MemberData(nameof(Deliverable))]
    public void A_signal_to_the_process_saves_a_run_that_can_be_continued(string signal, int exitCode)
    {
        if (OperatingSystem.IsWindows()) return;
        using var directory = new TemporaryDirectory();
        using Process process = StartTraining(directory.FullPath);
        using var guard = new Timer(_ => process.Kill(), null, LongestRun, Timeout.InfiniteTimeSpan);
        string? line = process.StandardOutput.ReadLine();
        Assert.StartsWith("Training a3c on catch", line, StringComparison.Ordinal);
        using (var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)])) kill.WaitForExit();
        string rest = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(exitCode, process.ExitCode);

        string run = Path.Combine("runs", "catch-a3c-1");
        Assert.Contains($"asyncrl train --resume {run}", rest, StringComparison.Ordinal);
        var interrupting = new CommandOptions { SignalAtStart = PosixSignal.SIGINT };
        CommandResult resumed = CommandLine.Run(interrupting, "train", "--resume", directory.At(run), "--json");
        Assert.Equal(130, resumed.ExitCode);
        Assert.True(resumed.Document["interrupted"]!.GetValue<bool>());
        string agentSteps = resumed.Document["agentSteps"]!.GetValue<long>().ToString("N0", CultureInfo.InvariantCulture);
        Assert.Contains($"Interrupted at agent step {agentSteps} of 1,000,000,000,000; saved in {run}", rest, StringComparison.Ordinal);
        CommandLine.Run("evaluate", directory.At(run), "--episodes", "2").AssertSucceeded();
    }

    /// <summary>Reads the mask that Linux reports; other systems report none.</summary>
    private static bool IsIgnored(int signal)
    {
        const string Status = "/proc/self/status", Label = "SigIgn:";
        if (!File.Exists(Status)) return false;
        foreach (string line in File.ReadLines(Status))
        {
            if (!line.StartsWith(Label, StringComparison.Ordinal)) continue;
            ulong mask = ulong.Parse(line[Label.Length..].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            return (mask >> (signal - 1) & 1) != 0;
        }

        return false;
    }

    private static Process StartTraining(string workingDirectory)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "asyncrl.dll");
        string[] arguments = [program, .. CommandLine.Small("train"), "--threads", "1", "--agent-steps", "1000000000000"];
        return Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
