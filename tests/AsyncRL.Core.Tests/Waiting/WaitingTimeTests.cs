using System.Diagnostics;
using AsyncRL.Core.Waiting;

namespace AsyncRL.Core.Tests.Waiting;

/// <summary>Waits for another process, with times of the test's own.</summary>
public class WaitingTimeTests
{
    private long _now = 1000 * Stopwatch.Frequency;

    /// <summary>0.1 s is not a number of ticks that a double has, so the wait is compared between two questions.</summary>
    [Fact]
    public void A_wait_is_as_long_as_the_time_in_which_it_is_asked_for()
    {
        var waiting = WaitingTime.Begin(_now);
        for (int question = 0; question < 100; question++) Assert.False(Ask(ref waiting, 0.1, 10.05));
        Assert.True(Ask(ref waiting, 0.1, 10.05));
    }

    [Fact]
    public void A_process_that_was_stopped_has_not_waited_meanwhile()
    {
        var waiting = WaitingTime.Begin(_now);
        Assert.False(Ask(ref waiting, 0.5, 1));
        Assert.False(Ask(ref waiting, 3600, 1));
        Assert.False(Ask(ref waiting, 0.2, 1));
        Assert.False(Ask(ref waiting, 0.2, 1));
        Assert.True(Ask(ref waiting, 0.2, 1));
    }

    [Fact]
    public void A_wait_without_a_limit_is_never_too_long()
    {
        var waiting = WaitingTime.Begin(_now);
        for (int question = 0; question < 100; question++) Assert.False(Ask(ref waiting, 0.2, Timeout.InfiniteTimeSpan.TotalSeconds));
    }

    private bool Ask(ref WaitingTime waiting, double secondsLater, double longest)
    {
        _now += (long)(secondsLater * Stopwatch.Frequency);
        return waiting.IsLongerThan(TimeSpan.FromSeconds(longest), _now);
    }
}
