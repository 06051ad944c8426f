namespace AsyncRL.Environments.Gymnasium.Tests;

/// <summary>A game of the Arcade Learning Environment: frames are skipped, and images are merged, in the child.</summary>
public sealed class AtariTests
{
    private static readonly string[] Plain = ["frame-size=2", "stack=1", "no-op-starts=0"];

    [Fact]
    public void By_default_it_has_the_preprocessing_of_the_paper()
    {
        using IEnvironment environment = Bench.Make("ALE/Stub-v5");
        Assert.Equal(ObservationSpecification.Pixels(84, 84, 4), environment.Observation);
        Assert.Equal(["no-op", "fire"], environment.Actions.Names);
        Assert.Equal((4, 108_000 / 4), (environment.FramesPerAgentStep, environment.LongestEpisode));
    }

    [Fact]
    public void An_agent_step_is_four_frames_and_shows_the_maximum_of_the_last_two()
    {
        using IEnvironment environment = Bench.Make("ALE/Stub-v5", Plain);
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        Assert.Equal([0, 0, 3, 1], observation.Pixels.ToArray());
        Assert.Equal(new StepOutcome(4, false, false), environment.Step(0, observation));
        Assert.Equal([4, 50, 3, 1], observation.Pixels.ToArray());
    }

    [Fact]
    public void Colors_are_shown_if_they_are_asked_for()
    {
        using IEnvironment environment = Bench.Make("ALE/Stub-v5", [.. Plain, "gray=false"]);
        Assert.Equal(ObservationSpecification.Pixels(2, 2, 3), environment.Observation);
    }

    /// <summary>The tenth frame of the action 1 takes a life: it is the second of the third agent step.</summary>
    [Fact]
    public void A_lost_life_ends_an_episode_of_learning_and_the_game_goes_on()
    {
        using IEnvironment environment = Bench.Make("ALE/Stub-v5", 1, learns: true, Plain);
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        environment.Step(1, observation);
        environment.Step(1, observation);
        Assert.Equal(new StepOutcome(2, Terminated: true, false), environment.Step(1, observation));
        environment.Reset(observation);

        // One frame in which nothing is done continues the game, which has not been restarted.
        Assert.Equal([11, 50, 2, 1], observation.Pixels.ToArray());
    }

    [Fact]
    public void A_game_that_is_evaluated_ends_with_its_last_life()
    {
        using IEnvironment environment = Bench.Make("ALE/Stub-v5", Plain);
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        int steps = 0;
        StepOutcome outcome;
        do (outcome, steps) = (environment.Step(1, observation), steps + 1);
        while (!outcome.IsEnd);
        Assert.Equal((8, new StepOutcome(2, Terminated: true, false)), (steps, outcome));
        environment.Reset(observation);
        Assert.Equal([0, 0, 3, 2], observation.Pixels.ToArray());
    }

    [Fact]
    public void The_emulator_s_own_limit_truncates()
    {
        using IEnvironment environment = Bench.Make("ALE/Stub-v5", Plain);
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        for (int i = 0; i < 249; i++) Assert.False(environment.Step(0, observation).IsEnd);
        Assert.Equal(new StepOutcome(4, false, Truncated: true), environment.Step(0, observation));
    }

    [Fact]
    public void No_op_starts_are_frames()
    {
        using IEnvironment environment = Bench.Make("ALE/Stub-v5", "frame-size=2", "stack=1", "no-op-starts=3");
        var observation = new Observation(environment.Observation);
        var frames = new SortedSet<byte>();
        for (int i = 0; i < 40; i++)
        {
            environment.Reset(observation);
            frames.Add(observation.Pixels[0]);
        }

        Assert.Equal([0, 1, 2, 3], frames);
    }
}
