using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Psi;

/// <summary>Every ψ learns the smallest task, from the run to the agent, and tasks that do not fit are refused.</summary>
public class PsiLearningTests
{
    private const int AgentSteps = 2000;

    public static TheoryData<string> Choices => [.. PsiChoice.Names.Split(' ')];

    public static TheoryData<string> ContinuousChoices => [.. PsiChoice.NamesWithoutActionValues.Split(' ')];

    [Theory]
    [MemberData(nameof(Choices))]
    public void Two_arms_are_told_apart(string psi)
    {
        TrainingConfiguration configuration = Request(psi, AgentSteps).For(new TwoArmedBandit(ActionSpecification.Discrete(2)));
        Agent agent = Trained(configuration);
        Assert.InRange(agent.Probabilities[1], 0.95, 1);
    }

    /// <summary>The reward falls with the distance of the action from ½.</summary>
    [Theory]
    [MemberData(nameof(ContinuousChoices))]
    public void The_best_number_is_approached(string psi)
    {
        TrainingRequest request = Request(psi, 60_000) with { Algorithm = "a3c-continuous" };
        Agent agent = Trained(request.For(new TwoArmedBandit(ActionSpecification.Continuous(1, -1, 1))));
        Assert.InRange(agent.SelectAction(greedy: true, new RandomGenerator(1)).Values[0], 0.3, 0.7);
    }

    /// <summary>A critic of action values shows V = Σ p Q, which after learning is close to the reward of the better arm.</summary>
    [Theory]
    [InlineData("q")]
    [InlineData("advantage")]
    public void The_agent_shows_the_value_of_its_policy(string psi)
    {
        TrainingConfiguration configuration = Request(psi, AgentSteps).For(new TwoArmedBandit(ActionSpecification.Discrete(2)));
        Assert.Equal(["policy", "q"], configuration.Network.Heads.Select(head => head.Name));
        Assert.InRange(Trained(configuration).Value, 0.9, 1.05);
        Agent uniform = configuration.CreateAgent();
        var theta = new float[configuration.Network.Layout.BlockLength];
        configuration.Network.Layout.Slices.Single(slice => slice.Name == "q.bias").Of(theta.AsSpan())[0] = 4;
        Show(uniform, theta, configuration);
        Assert.Equal(2, uniform.Value);
    }

    [Theory]
    [InlineData("total")]
    [InlineData("return")]
    [InlineData("return-baseline")]
    public void Episodes_without_a_longest_length_are_refused(string psi)
    {
        string sentence = Sentence.Of(() => Requests.Small(100, ("psi", psi)).For(new WalkTask()));
        Assert.Equal(
            $"The option psi is \"{psi}\", which learns from whole episodes, but the environment's episodes have no longest length; "
            + "expected gae, td or another ψ that bootstraps, or an environment with a time limit.",
            sentence);
        Requests.Small(100, ("psi", "td")).For(new WalkTask());
    }

    [Theory]
    [InlineData("q")]
    [InlineData("advantage")]
    public void Several_choices_at_once_have_no_action_values(string psi)
    {
        string sentence = Sentence.Of(() => Requests.Small(100, ("psi", psi)).For(new SeveralChoicesTask()));
        Assert.Equal(
            $"The option psi is \"{psi}\", whose critic has a value for each choice, but an action of the environment is "
            + "choices of 3 and 2; expected one of gae, td, total, return, return-baseline, v-trace.",
            sentence);
    }

    [Fact]
    public void Vectors_have_no_action_values() => Assert.Equal(
        "The option psi is \"q\"; expected one of gae, td, total, return, return-baseline, v-trace.",
        Sentence.Of(() => (Request("q", 100) with { Algorithm = "a3c-continuous" }).For(
            new TwoArmedBandit(ActionSpecification.Continuous(1, -1, 1)))));

    [Theory]
    [InlineData("td", 5)]
    [InlineData("return", 10)]
    [InlineData("v-trace", 5)]
    public void A_segment_is_a_whole_episode_where_psi_needs_it(string psi, int expected)
    {
        TrainingConfiguration configuration = Requests.Small(100, ("psi", psi)).For(new SeveralChoicesTask());
        Assert.Equal(expected, configuration.Algorithm.LongestSegment(configuration.LongestEpisode));
    }

    private static TrainingRequest Request(string psi, int agentSteps) => Requests.Small(agentSteps, ("psi", psi));

    private static Agent Trained(TrainingConfiguration configuration)
    {
        Agent agent = configuration.CreateAgent();
        Show(agent, Trainer.Train(configuration).Theta, configuration);
        return agent;
    }

    private static void Show(Agent agent, float[] theta, TrainingConfiguration configuration)
    {
        var actor = new Actor(configuration.Environment, configuration.EnvironmentOptions, new RandomGenerator(1));
        actor.BeginEpisodeIfOver();
        agent.Forward(theta, actor);
    }
}
