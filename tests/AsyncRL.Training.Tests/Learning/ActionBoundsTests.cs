using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Learning;

/// <summary>
/// Continuous A3C learns a task with any bounds of its actions. Without scaling of the policy, the same settings do not learn if the bounds
/// are far from ±1.
/// </summary>
public class ActionBoundsTests
{
    private const double Optimum = TargetTask.EpisodeLength;

    public static TheoryData<float, float, ulong> BoundsAndSeeds
    {
        get
        {
            var data = new TheoryData<float, float, ulong>();
            foreach ((float low, float high) in ((float, float)[])[(-1000, 1000), (-1e6f, 1e6f), (0, 0.01f), (0, 1), (-1, 1), (50, 51)])
            {
                for (ulong seed = 1; seed <= 5; seed++) data.Add(low, high, seed);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(BoundsAndSeeds))]
    public void Nine_tenths_of_the_optimum_are_reached(float low, float high, ulong seed) =>
        Assert.InRange(Train(low, high, seed, "bounds").Evaluation!.GreedyMeanReturn, 0.9 * Optimum, Optimum);

    [Theory]
    [InlineData(-1e6, 1e6)]
    [InlineData(0, 0.01)]
    public void Unscaled_they_are_not(float low, float high) =>
        Assert.InRange(Train(low, high, seed: 1, "none").Evaluation!.GreedyMeanReturn, 0, 0.75 * Optimum);

    /// <summary>The agent of evaluations and playback returns actions in the environment's numbers.</summary>
    [Fact]
    public void An_agent_acts_in_the_numbers_of_the_environment()
    {
        TrainingConfiguration configuration = Configure(-1000, 1000, seed: 1, "bounds");
        float[] theta = Trainer.Train(configuration).Theta;
        Agent agent = configuration.CreateAgent();
        var actor = new Actor(configuration.Environment, configuration.EnvironmentOptions, new RandomGenerator(1));
        for (int step = 0; step < TargetTask.EpisodeLength; step++)
        {
            actor.BeginEpisodeIfOver();
            agent.Forward(theta, actor);
            AgentAction action = agent.SelectAction(greedy: true, actor.Generator);
            Assert.Equal(actor.Observation.Values[0] == 1 ? -500 : 500, action.Values[0], 200f);
            actor.Step(action);
        }
    }

    private static TrainingResult Train(float low, float high, ulong seed, string scaling) =>
        Trainer.Train(Configure(low, high, seed, scaling));

    private static TrainingConfiguration Configure(float low, float high, ulong seed, string scaling)
    {
        TrainingRequest request = Requests.Small(
            60_000,
            ("t-max", "5"),
            ("discount", "0"),
            ("entropy-weight", "0"),
            ("variance-floor", "0.01"),
            ("optimizer", "shared-adam"),
            ("learning-rate", "0.003"),
            ("evaluation-episodes", "20"),
            ("action-scaling", scaling));
        return (request with { Algorithm = "a3c-continuous", Seed = seed }).For(new TargetTask(low, high));
    }
}
