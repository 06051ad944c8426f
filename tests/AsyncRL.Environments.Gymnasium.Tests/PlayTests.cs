using System.Linq;
using AsyncRL.Environments.Checking;

namespace AsyncRL.Environments.Gymnasium.Tests;

/// <summary>An environment of the stand-in for Gymnasium, played through the bridge.</summary>
public sealed class PlayTests
{
    [Theory]
    [InlineData("World-v0")]
    [InlineData("World-v0", "make.end=truncated")]
    [InlineData("Spaces-v0", "make.see=image", "make.do=box", "stack=2")]
    [InlineData("ALE/Stub-v5")]
    public void It_keeps_the_contract_of_environments(string id, params string[] assignments)
    {
        EnvironmentDescription description = GymnasiumBridge.Describe(id);
        object options = Bench.OptionsOf(description, assignments);
        Assert.DoesNotContain(EnvironmentChecker.Check(description, options), finding => finding.IsFault);
    }

    [Fact]
    public void A_step_shows_the_observation_the_reward_and_the_end()
    {
        using IEnvironment environment = Bench.Make("World-v0");
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        Assert.Equal([0, -1], observation.Values[2..].ToArray());
        for (int step = 1; step < 7; step++)
        {
            Assert.Equal(new StepOutcome(0.5f * step, false, false), environment.Step(step % 3, observation));
            Assert.Equal([step, step % 3], observation.Values[2..].ToArray());
        }

        Assert.False(environment.IsOver);
        Assert.Equal(new StepOutcome(3.5f, Terminated: true, false), environment.Step(2, observation));
        Assert.True(environment.IsOver);
        Assert.Throws<InvalidOperationException>(() => environment.Step(2, observation));
        Assert.Equal(9, environment.LongestEpisode);
    }

    [Theory]
    [InlineData("terminated", true, false)]
    [InlineData("truncated", false, true)]
    [InlineData("both", true, false)]
    public void Terminated_and_truncated_are_kept_apart(string end, bool terminated, bool truncated)
    {
        using IEnvironment environment = Bench.Make("World-v0", $"make.end={end}", "make.length=1");
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        Assert.Equal(new StepOutcome(0.5f, terminated, truncated), environment.Step(0, observation));
    }

    [Fact]
    public void A_seed_repeats_all_episodes_and_another_seed_gives_others()
    {
        using IEnvironment one = Bench.Make("World-v0"), same = Bench.Make("World-v0"), other = Bench.Make("World-v0", 2, learns: false);
        List<float> shown = Bench.Play(one, 30);
        Assert.Equal(shown, Bench.Play(same, 30));
        Assert.NotEqual(shown, Bench.Play(other, 30));

        // Later episodes are others, because only the first reset has a seed.
        Assert.NotEqual(shown, Bench.Play(one, 30));
    }

    [Fact]
    public void Arguments_reach_the_environment_as_values()
    {
        using IEnvironment environment = Bench.Make("worlds:World-v0", "make.size=5", "make.end=truncated");
        Assert.Equal(ObservationSpecification.Vector(7), environment.Observation);
    }

    [Fact]
    public void An_action_is_repeated_and_rewards_are_summed()
    {
        using IEnvironment environment = Bench.Make("World-v0", "action-repeat=3");
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        Assert.Equal(0.5f + 1 + 1.5f, environment.Step(1, observation).Reward);
        environment.Step(1, observation);
        Assert.Equal(new StepOutcome(3.5f, true, false), environment.Step(1, observation));
        Assert.Equal((3, 3), (environment.FramesPerAgentStep, environment.LongestEpisode));
    }

    [Fact]
    public void A_repeated_action_shows_the_maximum_of_the_last_two_images()
    {
        using IEnvironment once = Bench.Make("Blinking-v0"), twice = Bench.Make("Blinking-v0", "action-repeat=2");
        var observation = new Observation(once.Observation);
        once.Reset(observation);
        once.Step(0, observation);
        Assert.Equal([200, 0], observation.Pixels.ToArray());
        twice.Reset(observation);
        twice.Step(0, observation);
        Assert.Equal([200, 100], observation.Pixels.ToArray());
    }

    [Fact]
    public void No_op_starts_begin_an_episode_after_a_random_number_of_steps()
    {
        using IEnvironment environment = Bench.Make("World-v0", "no-op-starts=5");
        var observation = new Observation(environment.Observation);
        var begun = new HashSet<float>();
        for (int i = 0; i < 40; i++)
        {
            environment.Reset(observation);
            begun.Add(observation.Values[2]);
        }

        Assert.Equal([0, 1, 2, 3, 4, 5], begun.Order());
    }

    [Fact]
    public void Its_picture_is_what_it_renders()
    {
        using IEnvironment environment = Bench.Make("World-v0");
        IDisplay display = environment.Display!;
        Assert.Equal((ObservationSpecification.Pixels(4, 6, 3), 25), (display.Image, display.FrameRate));
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        environment.Reset(observation);
        environment.Step(0, observation);
        var picture = new Observation(display.Image);
        display.DrawImage(picture);

        // The picture counts the steps, and the seeds: only the first reset has one.
        Assert.All(picture.Pixels.ToArray(), pixel => Assert.Equal(17, pixel));
    }

    [Fact]
    public void An_environment_without_pictures_has_no_display()
    {
        using IEnvironment environment = Bench.Make("ALE/Stub-v5");
        Assert.Null(environment.Display);
    }

    [Fact]
    public void What_an_environment_prints_and_reads_disturbs_nothing()
    {
        using IEnvironment quiet = Bench.Make("Trouble-v0");
        using IEnvironment prints = Bench.Make("Trouble-v0", "make.what=prints"), reads = Bench.Make("Trouble-v0", "make.what=reads");
        List<float> shown = Bench.Play(quiet, 20);
        Assert.Equal(shown, Bench.Play(prints, 20));
        Assert.Equal(shown, Bench.Play(reads, 20));
    }
}
