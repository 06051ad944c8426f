using System.Linq;
using AsyncRL.Profiling;
using AsyncRL.Training.Machine;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Profiling;

namespace AsyncRL.Training.Tests.Machine;

public class ProcessorAffinityTests
{
    private static readonly bool IsPossible = OperatingSystem.IsLinux() || OperatingSystem.IsWindows();

    [Fact]
    public void A_pinned_thread_may_run_on_its_processor_only_and_others_as_before()
    {
        if (!IsPossible) return;
        int[] allowed = ProcessorAffinity.Allowed();
        Assert.NotEmpty(allowed);
        foreach (int processor in allowed)
        {
            int[] afterwards = [];
            int ranOn = -1;
            Threads.Run(() =>
            {
                ProcessorAffinity.PinCurrentThread(processor);
                if (OperatingSystem.IsLinux()) afterwards = ProcessorAffinity.Allowed();
                ranOn = Thread.GetCurrentProcessorId();
            });
            if (OperatingSystem.IsLinux()) Assert.Equal([processor], afterwards);
            Assert.Equal(processor, ranOn);
        }

        Assert.Equal(allowed, ProcessorAffinity.Allowed());
    }

    [Fact]
    public void A_processor_that_does_not_exist_is_refused()
    {
        if (!OperatingSystem.IsLinux()) return;
        int missing = ProcessorAffinity.Allowed()[^1] + 4000;
        Assert.Contains($"processor {missing}", Sentence.Of(() => ProcessorAffinity.PinCurrentThread(missing)), StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_of_every_setup_are_pinned_to_the_processors_in_turn()
    {
        if (!IsPossible) return;
        int[] allowed = ProcessorAffinity.Allowed();
        var seen = new HashSet<int>();
        var task = new ObservedTask(new WalkTask(), _ =>
        {
            lock (seen) seen.Add(Thread.GetCurrentProcessorId());
        });
        TrainingConfiguration one = Requests.Small().For(task), two = (Requests.Small() with { Threads = 2 }).For(new WalkTask());
        var request = new ProfileRequest { Setups = [new ProfileSetup("one", [one]), new ProfileSetup("three", [one, two])], Pin = true };
        ProfileResult result = RepeatedProfile.Profile(request);
        Assert.Equal([allowed[0]], result.Setups[0].Threads.Select(thread => thread.Processor!.Value));
        Assert.Equal(
            [allowed[0], allowed[1 % allowed.Length], allowed[2 % allowed.Length]],
            result.Setups[1].Threads.Select(thread => thread.Processor!.Value));
        Assert.Subset(new HashSet<int> { allowed[0], allowed[2 % allowed.Length] }, seen);
    }

    [Fact]
    public void Without_being_asked_no_thread_is_pinned() => Assert.All(
        RepeatedProfile.Profile(new ProfileRequest { Setups = [new ProfileSetup("free", [Requests.Small().For(new WalkTask())])] }).Setups,
        setup => Assert.Null(setup.Threads[0].Processor));
}
