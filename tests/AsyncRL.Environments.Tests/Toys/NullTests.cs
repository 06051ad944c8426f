using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Tests.Contract;
using AsyncRL.Environments.Toys;

namespace AsyncRL.Environments.Tests.Toys;

public class NullTests
{
    [Fact]
    public void By_default_it_has_the_shapes_of_the_paper()
    {
        NullEnvironment task = Make(new NullOptions());
        Assert.Equal(ObservationSpecification.Pixels(84, 84, 4), task.Observation);
        Assert.Equal(ActionSpecification.Discrete(6), task.Actions);
    }

    [Fact]
    public void The_noise_stands_still_until_a_reset_draws_another()
    {
        NullEnvironment task = Make(new NullOptions { Height = 10, Width = 5, Channels = 2, EpisodeLength = 20 });
        var observation = new Observation(task.Observation);
        task.Reset(observation);
        byte[] first = observation.Pixels.ToArray();
        Assert.True(new HashSet<byte>(first).Count > 50, "Noise has many levels.");
        for (int i = 0; i < 20; i++)
        {
            observation.Pixels.Clear();
            task.Step(i % 6, observation);
            Assert.Equal(first, observation.Pixels.ToArray());
        }

        task.Reset(observation);
        Assert.NotEqual(first, observation.Pixels.ToArray());
    }

    [Fact]
    public void Whatever_is_done_rewards_run_through_one_cycle()
    {
        float[] rewards = Play(seed: 1, action: 0, agentSteps: 21);
        Assert.Equal(rewards, Play(seed: 2, action: 5, agentSteps: 21));
        Assert.Equal(rewards[..7], rewards[7..14]);
        Assert.Contains(1f, rewards[..7]);
        Assert.Contains(-1f, rewards[..7]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void An_episode_terminates_after_its_length(int length)
    {
        NullEnvironment task = Make(new NullOptions { EpisodeLength = length });
        var observation = new Observation(task.Observation);
        task.Reset(observation);
        for (int i = 1; i < length; i++) Assert.False(task.Step(0, observation).IsEnd);
        Assert.True(task.Step(0, observation).Terminated);
        Assert.Equal(length, task.LongestEpisode);
    }

    [Fact]
    public void An_episode_of_length_0_never_ends()
    {
        NullEnvironment task = Make(new NullOptions { Height = 1, Width = 1, Channels = 1, EpisodeLength = 0 });
        var observation = new Observation(task.Observation);
        task.Reset(observation);
        for (int i = 0; i < 200_000; i++) Assert.False(task.Step(0, observation).IsEnd);
        Assert.Null(task.LongestEpisode);
    }

    [Fact]
    public void A_stack_has_the_image_once_more_after_each_agent_step_and_zeros_before()
    {
        using IEnvironment task = ContractCase.Create("null", "height=2 width=3 channels=1 stack=4", seed: 1);
        Assert.Equal(ObservationSpecification.Pixels(2, 3, 4), task.Observation);
        Assert.Equal(1, task.Observation.FrameChannels);
        var observation = new Observation(task.Observation);
        task.Reset(observation);
        byte[] first = observation.Pixels.ToArray();
        for (int frames = 1; frames <= 5; frames++)
        {
            for (int i = 0; i < observation.Pixels.Length; i++)
                Assert.Equal(i % 4 >= 4 - frames ? first[i | 3] : 0, observation.Pixels[i]);
            task.Step(0, observation);
        }
    }

    private static float[] Play(ulong seed, int action, int agentSteps)
    {
        NullEnvironment task = Make(new NullOptions { Height = 2, Width = 2, Channels = 1 }, seed);
        var observation = new Observation(task.Observation);
        task.Reset(observation);
        var rewards = new float[agentSteps];
        foreach (ref float reward in rewards.AsSpan()) reward = task.Step(action, observation).Reward;
        return rewards;
    }

    private static NullEnvironment Make(NullOptions options, ulong seed = 1) => new(options, new RandomGenerator(seed));
}
