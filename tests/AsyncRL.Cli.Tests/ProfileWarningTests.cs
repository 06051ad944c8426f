using System.Linq;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Cli.Profiles;
using AsyncRL.Profiling;
using AsyncRL.Training.Machine;

namespace AsyncRL.Cli.Tests;

/// <summary>A profile warns if threads had to wait for a processor.</summary>
public sealed class ProfileWarningTests
{
    [Fact]
    public void A_thread_that_waited_for_a_processor_is_warned_of()
    {
        const string Rest = "because of other work on the machine; rates, speed-ups and shares of the limits are unreliable.";
        Assert.Equal($"The thread had a processor for only 14 % of its time, {Rest}", ProfileWarnings.Of([Thread(0.28)]));
        Assert.Equal(
            $"One of 2 threads had a processor for only 94 % of its time, {Rest}", ProfileWarnings.Of([Thread(2), Thread(1.88)]));
    }

    [Fact]
    public void Threads_with_a_processor_and_systems_that_do_not_tell_are_not() =>
        Assert.Null(ProfileWarnings.Of([Thread(1.9), Thread(2.01), Thread(null)]));

    [Fact]
    public void The_document_holds_the_warnings_that_the_tables_print()
    {
        const string Profile = "profile null --network mlp --set height=6 --set width=6 --set channels=1 --seconds 0.2 --threads 1 --json";
        CommandResult result = CommandLine.Run(Profile.Split(' '));
        double share = result.Document["rows"]![0]!["perThread"]![0]!["processorSeconds"]!.GetValue<double>()
            / result.Document["rows"]![0]!["perThread"]![0]!["seconds"]!.GetValue<double>();
        string[] warnings = [.. result.Document["warnings"]!.AsArray().Select(warning => warning!.GetValue<string>())];
        Assert.Equal(share < 0.95 ? 1 : 0, warnings.Count(warning => warning.Contains("processor for only", StringComparison.Ordinal)));
    }

    [Fact]
    public void Cores_that_the_host_moved_are_warned_of()
    {
        CoreLatencies near = TwoCores(57), far = TwoCores(225);
        Assert.Equal(
            "The largest latency between cores was 225 ns before the engines ran and 57 ns after; the cores have changed their cache "
            + "domains, and figures of several threads mix both states.",
            ProfileWarnings.Of(far, near));
        Assert.Null(ProfileWarnings.Of(near, TwoCores(49)));
        Assert.Null(ProfileWarnings.Of(near, null));

        static CoreLatencies TwoCores(double nanoseconds) => new([0, 1], new[,] { { 0, nanoseconds }, { nanoseconds, 0 } });
    }

    private static ThreadProfile Thread(double? processorSeconds) => new()
    {
        Engine = 0,
        Actor = 0,
        Name = "actor-learner 0",
        Processor = null,
        Seconds = 2,
        ProcessorSeconds = processorSeconds,
        AgentSteps = 1,
        Updates = 1,
        PhaseSeconds = [0, 0, 0, 0, 0],
        AllocatedBytes = 0,
        SegmentTicks = new LogHistogram().Read(),
        Stalenesses = new LogHistogram().Read(),
    };
}
