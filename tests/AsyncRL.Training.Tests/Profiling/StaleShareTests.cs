using AsyncRL.Algorithms.Metrics;
using AsyncRL.Profiling;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Profiling;

public class StaleShareTests
{
    [Fact]
    public void It_is_the_share_of_updates_that_are_not_fresh_in_all_threads() =>
        Assert.Equal(0.75, Profile(Thread(0, 1, 1), Thread(100)).StaleShare);

    [Fact]
    public void Without_updates_nothing_is_stale() => Assert.Equal(0, Profile(Thread()).StaleShare);

    private static SetupProfile Profile(params ThreadProfile[] threads) =>
        new(new ProfileSetup("known", [Requests.Small().For(new WalkTask())]), [1], [.. threads], 0);

    private static ThreadProfile Thread(params int[] stalenesses)
    {
        var histogram = new LogHistogram();
        foreach (int staleness in stalenesses) histogram.Add(staleness);
        return new ThreadProfile
        {
            Engine = 0,
            Actor = 0,
            Name = "actor-learner 0",
            Processor = null,
            Seconds = 1,
            ProcessorSeconds = 1,
            AgentSteps = 5,
            Updates = 1,
            PhaseSeconds = [],
            AllocatedBytes = 0,
            SegmentTicks = new LogHistogram().Read(),
            Stalenesses = histogram.Read(),
        };
    }
}
