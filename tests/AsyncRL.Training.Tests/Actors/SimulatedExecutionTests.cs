using System.Linq;
using AsyncRL.Training.Execution;

namespace AsyncRL.Training.Tests.Actors;

public class SimulatedExecutionTests
{
    private static readonly Delay None = new("constant", 0);

    /// <summary>
    /// As on one thread, the order is: snapshot, the segment's agent steps, apply, and the next snapshot at the next turn.
    /// </summary>
    [Fact]
    public void With_one_actor_snapshots_and_applies_alternate()
    {
        ScheduledSegments run = new ScheduledSegments(actors: 1, length: 4, lastAgentStep: 400, None).RunToEnd();
        Assert.Equal(100, run.Applied.Count);
        for (int i = 0; i < 100; i++) Assert.Equal(new ScheduledSegment(0, (4 * i) + 1, 4 * (i + 1)), run.Applied[i]);
    }

    /// <summary>
    /// With segments of one agent step, the actor drawn at the first tick has finished its segment. Then the delay passes.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_segment_is_held_for_its_agent_steps_and_the_delay(int delay)
    {
        ScheduledSegments run = new ScheduledSegments(actors: 8, length: 1, 4000, new Delay("constant", delay)).RunToEnd();
        Assert.Equal(1 + delay, run.Applied.Where(s => s.SnapshotTurn < 3900).Min(s => s.Ticks));
    }

    /// <summary>Each tick is an agent step of one actor. Without delay all actors do about equally many agent steps.</summary>
    [Fact]
    public void The_clock_ticks_once_per_agent_step_of_the_drawn_actor()
    {
        ScheduledSegments run = new ScheduledSegments(actors: 5, length: 4, lastAgentStep: 20_000, None).RunToEnd();
        Assert.Equal(run.AgentSteps, run.Applied[^1].ApplyTurn);
        foreach (IGrouping<int, ScheduledSegment> actor in run.Applied.GroupBy(s => s.Actor)) Assert.InRange(actor.Count(), 900, 1100);
    }

    [Fact]
    public void Right_after_an_apply_comes_the_next_snapshot()
    {
        ScheduledSegments run = new ScheduledSegments(actors: 5, length: 4, 4000, new Delay("geometric", 6)).RunToEnd();
        foreach (IGrouping<int, ScheduledSegment> actor in run.Applied.GroupBy(s => s.Actor))
        {
            ScheduledSegment[] own = [.. actor];
            for (int i = 1; i < own.Length; i++) Assert.Equal(own[i - 1].ApplyTurn + 1, own[i].SnapshotTurn);
        }
    }

    [Theory]
    [InlineData("constant", 0)]
    [InlineData("constant", 40)]
    [InlineData("uniform", 25)]
    [InlineData("geometric", 1000)]
    public void Every_segment_is_applied_before_the_end_and_none_begins_after_the_last_agent_step(string distribution, double mean)
    {
        ScheduledSegments run = new ScheduledSegments(actors: 6, length: 7, 1000, new Delay(distribution, mean)).RunToEnd();
        Assert.Equal(143, run.Computed);
        Assert.Equal(run.Computed, run.Applied.Count);
        Assert.Equal(143 * 7, run.AgentSteps);
    }

    /// <summary>
    /// If no actor acts, no time passes: the actor with the smallest remaining delay is next, and actors with equal delays alternate.
    /// </summary>
    [Fact]
    public void When_all_wait_the_one_that_waits_least_applies()
    {
        ScheduledSegments run = new ScheduledSegments(actors: 3, length: 2, 600, new Delay("constant", 1_000_000)).RunToEnd();
        Assert.Equal(300, run.Applied.Count);
        int[] order = [.. run.Applied.Take(3).Select(s => s.Actor)];
        Assert.Equal(3, order.Distinct().Count());
        for (int i = 3; i < run.Applied.Count; i++) Assert.Equal(order[i % 3], run.Applied[i].Actor);
    }

    [Fact]
    public void The_seed_decides_the_order_of_the_actors()
    {
        Assert.Equal(Order(seed: 1), Order(seed: 1));
        Assert.NotEqual(Order(seed: 1), Order(seed: 2));

        static int[] Order(ulong seed) =>
            [.. new ScheduledSegments(4, 3, 300, new Delay("uniform", 5), seed).RunToEnd().Applied.Select(s => s.Actor)];
    }
}
