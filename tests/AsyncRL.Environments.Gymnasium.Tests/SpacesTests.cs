using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Gymnasium.Tests;

/// <summary>The spaces of Gymnasium, as observations and actions here.</summary>
public sealed class SpacesTests
{
    [Theory]
    [InlineData("discrete", "vector 4", new[] { 0f, 0, 1, 0 })]
    [InlineData("multi-discrete", "vector 5", new[] { 0f, 1, 0, 0, 1 })]
    [InlineData("shifted", "vector 5", new[] { 0f, 1, 0, 0, 1 })]
    [InlineData("multi-binary", "vector 3", new[] { 1f, 0, 1 })]
    [InlineData("matrix", "vector 4", new[] { 0.25f, -0.5f, 0.75f, 1 })]
    [InlineData("bytes", "vector 3", new[] { 1f, 2, 255 })]
    public void Observations_that_are_no_images_are_vectors(string space, string shape, float[] expected)
    {
        using IEnvironment environment = Bench.Make("Spaces-v0", $"make.see={space}");
        Assert.Equal(shape, environment.Observation.ToString());
        Assert.Equal(expected, First(environment).Values.ToArray());
    }

    [Theory]
    [InlineData("image", "pixels 2×3×3", new byte[] { 0, 1, 2, 20, 21, 22, 30, 31, 32, 10, 11, 12, 20, 21, 22, 30, 31, 32 })]
    [InlineData("gray", "pixels 2×2×1", new byte[] { 1, 2, 3, 4 })]
    [InlineData("bits", "pixels 1×2×2", new byte[] { 0, 255, 255, 0 })]
    public void Bytes_of_two_or_three_dimensions_are_images(string space, string shape, byte[] expected)
    {
        using IEnvironment environment = Bench.Make("Spaces-v0", $"make.see={space}");
        Assert.Equal(shape, environment.Observation.ToString());
        Assert.Equal(expected, First(environment).Pixels.ToArray());
    }

    [Fact]
    public void Images_are_made_gray_scaled_and_stacked()
    {
        using IEnvironment environment = Bench.Make("Spaces-v0", "make.see=image", "gray=true", "frame-size=1", "stack=2");
        Assert.Equal(ObservationSpecification.Pixels(1, 1, 2), environment.Observation);

        // The means of the grays 1, 21, 31, 11, 21, 31, and before them no frame.
        Assert.Equal([0, 19], First(environment).Pixels.ToArray());
    }

    [Theory]
    [InlineData("discrete", "3")]
    [InlineData("multi-discrete", "choices of 2 and 3")]
    [InlineData("shifted", "choices of 2 and 3")]
    [InlineData("multi-binary", "choices of 2 and 2")]
    [InlineData("box", "2 real numbers with bounds of their own")]
    public void Actions_have_their_kinds(string space, string expected)
    {
        using IEnvironment environment = Bench.Make("Spaces-v0", $"make.do={space}");
        Assert.Equal(expected, environment.Actions.ToString());
    }

    [Fact]
    public void Actions_reach_the_environment()
    {
        using IEnvironment choice = Bench.Make("Spaces-v0"), several = Bench.Make("Spaces-v0", "make.do=multi-discrete");
        using IEnvironment binary = Bench.Make("Spaces-v0", "make.do=multi-binary"), box = Bench.Make("Spaces-v0", "make.do=box");
        Assert.Equal(2 + 1, Reward(choice, 1));
        Assert.Equal(1 + 2, Reward(several, AgentAction.FromChoices([1, 2])));
        Assert.Equal(1, Reward(binary, AgentAction.FromChoices([0, 1])));
        Assert.Equal(0.5f - 0.25f, Reward(box, AgentAction.FromValues([0.5f, -0.25f])));
    }

    /// <summary>The environment writes to each action, as it may do with an array of its own.</summary>
    [Fact]
    public void Choices_begin_where_the_space_begins()
    {
        using IEnvironment shifted = Bench.Make("Spaces-v0", "make.do=shifted");
        Assert.Equal(10 + 20, Reward(shifted, AgentAction.FromChoices([0, 0])));
        Assert.Equal(11 + 22, Reward(shifted, AgentAction.FromChoices([1, 2])));
    }

    [Fact]
    public void Numbers_beyond_the_bounds_of_a_box_are_sent_as_the_bounds()
    {
        using IEnvironment box = Bench.Make("Spaces-v0", "make.do=box");
        Assert.Equal([-1, -2], box.Actions.Low.ToArray());
        Assert.Equal([1, float.PositiveInfinity], box.Actions.High.ToArray());
        Assert.Equal(1 + 70, Reward(box, AgentAction.FromValues([9, 70])));
        Assert.Equal(-1 - 2, Reward(box, AgentAction.FromValues([-9, -70])));
    }

    [Theory]
    [InlineData("The observation space is Dict('a': Discrete(2)); expected Box, Discrete, MultiBinary or MultiDiscrete", "make.see=dict")]
    [InlineData("The action space is Dict('a': Discrete(2)); expected Box, Discrete, MultiBinary or MultiDiscrete", "make.do=dict")]
    [InlineData("The action space is <gymnasium.spaces.Box object", "make.do=whole-box")]
    [InlineData("shows vector 4 and no images; expected no option gray, frame-size or stack.", "stack=2")]
    [InlineData("the environment takes no choices; expected 0.", "make.do=box", "no-op-starts=3")]
    public void Other_spaces_get_one_sentence(string sentence, params string[] assignments)
    {
        var refusal = Assert.Throws<InputException>(() => Bench.Make("Spaces-v0", assignments));
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private static Observation First(IEnvironment environment)
    {
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        return observation;
    }

    private static float Reward(IEnvironment environment, AgentAction action)
    {
        Observation observation = First(environment);
        return environment.Step(action, observation).Reward;
    }
}
