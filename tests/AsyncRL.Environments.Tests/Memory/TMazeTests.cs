using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Memory;
using AsyncRL.TestStatistics;

namespace AsyncRL.Environments.Tests.Memory;

/// <summary>The rules of the T-maze, its optimum, and the bound without memory.</summary>
public class TMazeTests
{
    private const int Forward = 0;
    private const int Up = 1;
    private const int Down = 2;

    private static readonly float[] CueUp = [0, 1, 1];
    private static readonly float[] CueDown = [1, 1, 0];
    private static readonly float[] Corridor = [1, 0, 1];
    private static readonly float[] Junction = [0, 1, 0];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    public void The_cue_is_seen_at_the_start_only(int corridor)
    {
        (IEnvironment maze, Observation seen) = Create(corridor);
        for (int episode = 0; episode < 20; episode++)
        {
            maze.Reset(seen);
            Assert.Contains(seen.Values.ToArray(), (float[][])[CueUp, CueDown]);
            for (int cell = 1; cell <= corridor; cell++)
            {
                Assert.Equal(new StepOutcome(0, false, false), maze.Step(Forward, seen));
                Assert.Equal(cell == corridor ? Junction : Corridor, seen.Values.ToArray());
            }
        }
    }

    [Fact]
    public void Up_and_down_before_the_junction_and_forward_at_it_run_into_a_wall()
    {
        (IEnvironment maze, Observation seen) = Create(corridor: 2);
        maze.Reset(seen);
        float[] start = seen.Values.ToArray();
        foreach (float[] place in (float[][])[start, Corridor, Junction])
        {
            foreach (int action in place == Junction ? (int[])[Forward] : [Up, Down])
            {
                Assert.Equal(new StepOutcome(-0.1f, false, false), maze.Step(action, seen));
                Assert.Equal(place, seen.Values.ToArray());
            }

            if (place != Junction) maze.Step(Forward, seen);
        }
    }

    [Fact]
    public void The_turn_that_the_cue_said_pays_1_and_the_other_minus_1_and_both_terminate()
    {
        (IEnvironment maze, Observation seen) = Create(corridor: 3);
        for (int episode = 0; episode < 40; episode++)
        {
            maze.Reset(seen);
            int right = seen.Values.SequenceEqual(CueUp) ? Up : Down;
            int turn = episode % 2 == 0 ? right : Up + Down - right;
            for (int cell = 0; cell < 3; cell++) maze.Step(Forward, seen);
            Assert.Equal(new StepOutcome(episode % 2 == 0 ? 1 : -1, Terminated: true, Truncated: false), maze.Step(turn, seen));
        }
    }

    [Theory]
    [InlineData(10, null, 48)]
    [InlineData(1, null, 12)]
    [InlineData(10, 20, 20)]
    public void The_time_limit_truncates(int corridor, int? timeLimit, int expected)
    {
        (IEnvironment maze, Observation seen) = Create(corridor, timeLimit);
        Assert.Equal(expected, maze.LongestEpisode);
        maze.Reset(seen);
        for (int step = 1; step < expected; step++) Assert.False(maze.Step(Forward, seen).IsEnd);
        Assert.Equal(new StepOutcome(-0.1f, Terminated: false, Truncated: true), maze.Step(Forward, seen));
    }

    [Fact]
    public void A_turn_in_the_last_agent_step_terminates()
    {
        (IEnvironment maze, Observation seen) = Create(corridor: 2, timeLimit: 12);
        maze.Reset(seen);
        for (int step = 1; step < 12; step++) maze.Step(Forward, seen);
        StepOutcome outcome = maze.Step(Up, seen);
        Assert.True(outcome is { Terminated: true, Truncated: false });
    }

    [Fact]
    public void A_time_limit_that_makes_waiting_cheaper_than_the_wrong_turn_is_refused() =>
        Assert.Equal(
            "The option time-limit is 19; expected at least corridor + 10, 20.",
            Assert.Throws<InputException>(() => Create(10, 19)).Message);

    [Fact]
    public void The_cue_is_uniform()
    {
        (IEnvironment maze, Observation seen) = Create(corridor: 10);
        long[] counts = new long[4];
        int previous = 0;
        for (int episode = 0; episode < 4000; episode++)
        {
            maze.Reset(seen);
            int cue = seen.Values.SequenceEqual(CueUp) ? 1 : 0;
            counts[2 * previous + cue]++;
            previous = cue;
        }

        ChiSquaredTest.IsUniform(counts);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    public void A_player_that_remembers_the_cue_gets_exactly_1(int corridor)
    {
        (IEnvironment maze, Observation seen) = Create(corridor);
        for (int episode = 0; episode < 50; episode++)
        {
            maze.Reset(seen);
            int remembered = seen.Values.SequenceEqual(CueUp) ? Up : Down;
            Assert.Equal(1, Play(maze, seen, now => now.SequenceEqual(Junction) ? remembered : Forward));
        }
    }

    /// <summary>A return of ±1 has a deviation of 1, and the mean of 10 000 one of 0.01. Five deviations are 0.05.</summary>
    [Fact]
    public void A_guess_at_the_junction_averages_0()
    {
        (IEnvironment maze, Observation seen) = Create(corridor: 10);
        var generator = new RandomGenerator(2);
        float sum = 0;
        for (int episode = 0; episode < 10_000; episode++)
        {
            maze.Reset(seen);
            sum += Play(maze, seen, now => now.SequenceEqual(Junction) ? Up + generator.NextInteger(2) : Forward);
        }

        Assert.InRange(sum / 10_000, -0.05f, 0.05f);
    }

    /// <summary>Every map from the four observations to the three actions, including maps that wait under one of the cues.</summary>
    [Theory]
    [InlineData(1, null)]
    [InlineData(3, null)]
    [InlineData(3, 13)]
    public void No_policy_without_memory_averages_more_than_0(int corridor, int? timeLimit)
    {
        (IEnvironment maze, Observation seen) = Create(corridor, timeLimit);
        double best = double.NegativeInfinity;
        for (int policy = 0; policy < 81; policy++)
        {
            int[] actions = [policy % 3, policy / 3 % 3, policy / 9 % 3, policy / 27];
            double mean = (ReturnUnder(CueUp, actions) + ReturnUnder(CueDown, actions)) / 2;
            best = Math.Max(best, mean);
        }

        Assert.Equal(0, best);

        float ReturnUnder(float[] cue, int[] actions)
        {
            do maze.Reset(seen);
            while (!seen.Values.SequenceEqual(cue));
            return Play(maze, seen, now => actions[IndexOf(now)]);
        }
    }

    private static int IndexOf(ReadOnlySpan<float> seen)
    {
        if (seen.SequenceEqual(CueUp)) return 0;
        if (seen.SequenceEqual(CueDown)) return 1;
        return seen.SequenceEqual(Corridor) ? 2 : 3;
    }

    private static (IEnvironment Maze, Observation Seen) Create(int corridor, int? timeLimit = null)
    {
        var options = new TMazeOptions { Corridor = corridor, TimeLimit = timeLimit };
        IEnvironment maze = new TMazeDescription().Create(options, new RandomGenerator(1));
        return (maze, new Observation(maze.Observation));
    }

    /// <summary>Plays the rest of an episode.</summary>
    private static float Play(IEnvironment maze, Observation seen, Func<ReadOnlySpan<float>, int> chooseAction)
    {
        float sum = 0;
        for (int step = 0; step < maze.LongestEpisode; step++)
        {
            StepOutcome outcome = maze.Step(chooseAction(seen.Values), seen);
            sum += outcome.Reward;
            if (outcome.IsEnd) return sum;
        }

        throw new InvalidOperationException("The episode did not end within the time limit.");
    }
}
