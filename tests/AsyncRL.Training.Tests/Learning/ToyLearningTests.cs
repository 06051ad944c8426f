using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Tests.Learning;

/// <summary>
/// Every algorithm finds the optimum of the toy task ABC: seen fully without memory, with segments of 1 and of 5; seen in part with memory,
/// above the best that is possible without. The whole matrix, endless episodes among it, is in docs/results.md.
/// </summary>
public class ToyLearningTests
{
    private const double BestWithoutMemory = 5.0 / 9, BestContinuousWithoutMemory = 7.0 / 9;

    [Theory]
    [InlineData("a3c", 1)]
    [InlineData("a3c", 5)]
    [InlineData("one-step-q", 1)]
    [InlineData("one-step-q", 5)]
    [InlineData("one-step-sarsa", 1)]
    [InlineData("one-step-sarsa", 5)]
    [InlineData("n-step-q", 1)]
    [InlineData("n-step-q", 5)]
    public void Without_memory_the_observable_task_is_solved(string algorithm, int segment) =>
        Assert.Equal(1, Learn(algorithm, "mlp", segment, "full", 40_000), 1e-6);

    [Theory]
    [InlineData("a3c")]
    [InlineData("one-step-q")]
    [InlineData("one-step-sarsa")]
    [InlineData("n-step-q")]
    public void With_memory_the_partially_observable_task_is_solved(string algorithm)
    {
        Assert.True(BestWithoutMemory < 0.99);
        Assert.Equal(1, Learn(algorithm, "mlp-lstm", 5, "partial", 100_000), 1e-6);
    }

    [Theory]
    [InlineData("mlp", "full", 80_000)]
    [InlineData("mlp-lstm", "partial", 150_000)]
    public void Continuous_actions_come_near_the_optimum(string network, string observable, long agentSteps) =>
        Assert.InRange(Learn("a3c-continuous", network, 5, observable, agentSteps), 0.95, 1);

    /// <summary>What memory is worth: the same task and agent without it stays at the bound.</summary>
    [Fact]
    public void Without_memory_the_partially_observable_task_is_not_solved()
    {
        Assert.InRange(Learn("a3c", "mlp", 5, "partial", 40_000), 0, BestWithoutMemory + 0.1);
        Assert.True(BestContinuousWithoutMemory < 0.95);
    }

    private static double Learn(string algorithm, string network, int segment, string observable, long agentSteps)
    {
        bool isOneStep = algorithm is "one-step-q" or "one-step-sarsa";
        TrainingResult result = Trainer.Train(TrainingConfiguration.Resolve(new TrainingRequest
        {
            Environment = "abc",
            Algorithm = algorithm,
            Network = network,
            AgentSteps = agentSteps,
            Threads = 1,
            Seed = 1,
            Assignments = new Dictionary<string, string>
            {
                ["observable"] = observable,
                [isOneStep ? "update-interval" : "t-max"] = $"{segment}",
                ["evaluation-episodes"] = "200",
            },
        }));
        return result.Evaluation!.GreedyMeanReturn;
    }
}
