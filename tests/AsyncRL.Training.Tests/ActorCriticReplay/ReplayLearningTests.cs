using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Learning;
using AsyncRL.Training.Tests.Psi;

namespace AsyncRL.Training.Tests.ActorCriticReplay;

/// <summary>ACER and PGQL learn the smallest tasks, from the run to the agent.</summary>
public class ReplayLearningTests
{
    [Theory]
    [InlineData("acer", "trust-region-space=probabilities")]
    [InlineData("acer", "trust-region-space=log-probabilities")]
    [InlineData("acer", "trust-region-space=logits")]
    [InlineData("acer", "trust-region=0")]
    [InlineData("pgql", "replay-gradient=paper")]
    [InlineData("pgql", "replay-gradient=exact")]
    public void Two_arms_are_told_apart_within_2000_agent_steps(string algorithm, string assignment)
    {
        TrainingConfiguration configuration = Request(algorithm, 2000, assignment).For(new TwoArmedBandit(ActionSpecification.Discrete(2)));
        Agent agent = Trained(configuration);
        Assert.InRange(agent.Probabilities[1], 0.95, 1);
        Assert.InRange(agent.Value, 0.9, 1.1);
    }

    [Theory]
    [InlineData("acer")]
    [InlineData("pgql")]
    public void The_action_of_each_state_is_learned(string algorithm) => SeedRule.MostOfNine.Assert(
        seed =>
        {
            TrainingRequest request = Request(algorithm, 6000, "evaluation-episodes=100") with { Seed = seed };
            return Trainer.Train(request.For(new ContextualBandit())).Evaluation!.GreedyMeanReturn;
        },
        0.99);

    /// <summary>A turn that only learns from the memory ends no episode, although the last episode is over.</summary>
    [Theory]
    [InlineData("acer")]
    [InlineData("pgql")]
    public void Every_episode_is_counted_once(string algorithm)
    {
        TrainingRequest request = Request(algorithm, 1000, "discount=0.9");
        TrainingResult result = Trainer.Train(request.For(new TwoArmedBandit(ActionSpecification.Discrete(2))));
        Assert.Equal((1000, 1000), (result.AgentSteps, result.Episodes));
        result = Trainer.Train(request.Simulated(3).For(new TwoArmedBandit(ActionSpecification.Discrete(2))));
        Assert.Equal(result.AgentSteps, result.Episodes);
    }

    /// <summary>
    /// A corridor of 1 per agent step, cut by a time limit of 10: with γ = 0.9 the value is 10, because truncated is not terminated. Taken
    /// as terminal it would be 6.5 at the start.
    /// </summary>
    [Theory]
    [InlineData("acer")]
    [InlineData("pgql")]
    public void A_time_limit_does_not_end_the_value(string algorithm)
    {
        var task = new ScriptedTask([.. System.Linq.Enumerable.Repeat(new StepOutcome(1, false, false), 9), new(1, false, true)])
        {
            Records = false,
        };
        TrainingConfiguration configuration = Request(algorithm, 20_000, "discount=0.9").For(task);
        Assert.InRange(Trained(configuration).Value, 9, 11);
    }

    private static TrainingRequest Request(string algorithm, int agentSteps, string assignment)
    {
        string[] parts = assignment.Split('=');
        return Requests.Small(
            agentSteps, ("replay-start", "50"), ("replay-size", "1000"), ("t-max", "5"), (parts[0], parts[1])) with
        {
            Algorithm = algorithm,
        };
    }

    private static Agent Trained(TrainingConfiguration configuration)
    {
        Agent agent = configuration.CreateAgent();
        var actor = new Actor(configuration.Environment, configuration.EnvironmentOptions, new RandomGenerator(1));
        actor.BeginEpisodeIfOver();
        agent.Forward(Trainer.Train(configuration).Theta, actor);
        return agent;
    }
}
