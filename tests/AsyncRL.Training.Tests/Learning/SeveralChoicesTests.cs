using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Learning;

/// <summary>A3C learns a task whose action is several choices at once.</summary>
public class SeveralChoicesTests
{
    private const double Optimum = 15;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nine_tenths_of_the_optimum_are_reached(ulong seed) =>
        Assert.InRange(Trainer.Train(Configure(seed)).Evaluation!.GreedyMeanReturn, 0.9 * Optimum, Optimum);

    [Fact]
    public void The_probabilities_of_each_dimension_sum_to_1_and_the_greedy_choices_are_the_most_probable()
    {
        TrainingConfiguration configuration = Configure(seed: 1);
        float[] theta = Trainer.Train(configuration).Theta;
        Agent agent = configuration.CreateAgent();
        var actor = new Actor(configuration.Environment, configuration.EnvironmentOptions, new RandomGenerator(1));
        actor.BeginEpisodeIfOver();
        agent.Forward(theta, actor);
        AgentAction action = agent.SelectAction(greedy: true, actor.Generator);
        Assert.Equal(5, agent.Probabilities.Length);
        Assert.Equal(1, Sum(agent.Probabilities[..3]), 1e-5);
        Assert.Equal(1, Sum(agent.Probabilities[3..]), 1e-5);
        for (int i = 0; i < 3; i++) Assert.True(agent.Probabilities[action.Choices[0]] >= agent.Probabilities[i]);
        for (int i = 0; i < 2; i++) Assert.True(agent.Probabilities[3 + action.Choices[1]] >= agent.Probabilities[3 + i]);
    }

    private static double Sum(ReadOnlySpan<float> numbers)
    {
        double sum = 0;
        foreach (float number in numbers) sum += number;
        return sum;
    }

    private static TrainingConfiguration Configure(ulong seed)
    {
        TrainingRequest request = Requests.Small(20_000, ("discount", "0"), ("evaluation-episodes", "20")) with { Seed = seed };
        return request.Simulated(2).For(new SeveralChoicesTask());
    }
}
