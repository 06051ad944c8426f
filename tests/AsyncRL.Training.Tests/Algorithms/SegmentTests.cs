using AsyncRL.Algorithms;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>The starts and ends of segments, and their counters.</summary>
public class SegmentTests
{
    private static readonly StepOutcome Go = new(1, Terminated: false, Truncated: false);
    private static readonly StepOutcome End = new(1, Terminated: true, Truncated: false);
    private static readonly StepOutcome Cut = new(1, Terminated: false, Truncated: true);

    [Fact]
    public void A_segment_ends_at_t_max()
    {
        var bench = Make(new ScriptedTask(Go), tMax: 5);
        Assert.Equal(5, bench.RunSegment());
        Assert.Equal((5, 1), (bench.Environment.Steps, bench.Environment.Resets));
        Assert.False(bench.Actor.EpisodeIsOver);
        Assert.Equal(5, bench.RunSegment());
        Assert.Equal((10, 1), (bench.Environment.Steps, bench.Environment.Resets));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_segment_ends_with_its_episode_and_the_next_begins_one(bool terminated)
    {
        var bench = Make(new ScriptedTask(Go, Go, terminated ? End : Cut), tMax: 5);
        Assert.Equal(3, bench.RunSegment());
        Assert.Equal((3, 1), (bench.Environment.Steps, bench.Environment.Resets));
        Assert.True(bench.Actor.EpisodeIsOver);
        Assert.Equal(3, bench.RunSegment());
        Assert.Equal((6, 2), (bench.Environment.Steps, bench.Environment.Resets));
    }

    [Fact]
    public void Segments_of_an_episode_longer_than_t_max_are_cut_at_t_max_and_at_its_end()
    {
        var bench = Make(new ScriptedTask(Go, Go, Go, Go, Go, Go, End), tMax: 3);
        Assert.Equal([3, 3, 1, 3, 3, 1], Array.ConvertAll(new int[6], _ => bench.RunSegment()));
        Assert.Equal(2, bench.Environment.Resets);
    }

    [Fact]
    public void An_episode_that_ends_at_t_max_leaves_no_empty_segment()
    {
        var bench = Make(new ScriptedTask(Go, Go, End), tMax: 3);
        Assert.Equal([3, 3], Array.ConvertAll(new int[2], _ => bench.RunSegment()));
        Assert.Equal(2, bench.Environment.Resets);
    }

    [Fact]
    public void Segments_of_one_agent_step_are_the_smallest()
    {
        var bench = Make(new ScriptedTask(Go, End), tMax: 1);
        Assert.Equal([1, 1, 1, 1], Array.ConvertAll(new int[4], _ => bench.RunSegment()));
        Assert.Equal(2, bench.Environment.Resets);
    }

    [Fact]
    public void T_grows_by_the_agent_steps_of_a_segment_before_its_update()
    {
        var bench = Make(new ScriptedTask(Go, Go, Go, Go, End), tMax: 3);
        bench.Algorithm.Compute();
        Assert.Equal((3, 0), (bench.Shared.AgentSteps, bench.Shared.Updates));
        bench.Algorithm.Apply();
        Assert.Equal((3, 1), (bench.Shared.AgentSteps, bench.Shared.Updates));
        bench.RunSegment();
        Assert.Equal((5, 2), (bench.Shared.AgentSteps, bench.Shared.Updates));
        Assert.Equal((5, 2), (bench.Statistics.Read().AgentSteps, bench.Statistics.Read().Updates));
    }

    [Fact]
    public void The_account_of_an_episode_spans_its_segments_and_is_raw()
    {
        var options = new A3COptions { TMax = 2, RewardClip = 0.5 };
        var bench = new LearnerBench(new ScriptedTask(Go, Go, Go, Go, End), options);
        for (int segment = 0; segment < 3; segment++) bench.RunSegment();
        Assert.Equal((5.0, 5), (bench.Actor.EpisodeReturn, bench.Actor.EpisodeLength));
    }

    [Fact]
    public void Nothing_shared_changes_between_snapshot_and_apply_but_t()
    {
        var bench = Make(new ScriptedTask(Go), tMax: 5);
        float[] theta = bench.Theta;
        bench.Algorithm.Compute();
        Bits.AssertSame(theta, bench.Theta, "theta");
    }

    /// <summary>
    /// The first action whose cumulative probability exceeds the actor's next uniform number. θ is constant, because η = 0.
    /// </summary>
    [Fact]
    public void Actions_are_drawn_from_the_policy_by_the_actors_own_generator()
    {
        var options = new A3COptions { TMax = 20 };
        var bench = new LearnerBench(new ScriptedTask(Go), options, learningRate: 0);
        var uniform = new RandomGenerator(bench.Actor.Generator.State);
        var reference = new ReferenceSegment(bench.Structure.Layout, bench.Theta, options);
        for (int segment = 0; segment < 20; segment++) bench.RunSegment();

        var expected = new List<int>();
        foreach ((float[] before, _) in bench.Environment.Seen)
        {
            double[] p = reference.Probabilities(before);
            double u = uniform.NextSingle();
            expected.Add(u < p[0] ? 0 : u < p[0] + p[1] ? 1 : 2);
        }

        Assert.Equal(expected, bench.Environment.Taken);
        Assert.Equal([0, 1, 2], new SortedSet<int>(expected));
    }

    private static LearnerBench Make(ScriptedTask task, int tMax) => new(task, new A3COptions { TMax = tMax });
}
