using AsyncRL.Numerics.Lanes;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Learning;

/// <summary>A3C solves small tasks whose optimum is known. Learning rates are large because ε = 0.1 dwarfs small gradients.</summary>
public class LearningTests
{
    public static TheoryData<int> ThreadCounts => [1, 2, 4];

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void It_finds_the_paying_action_of_each_state_of_a_contextual_bandit(int threads)
    {
        TrainingRequest request = Requests.Small(15_000, ("learning-rate", "0.02"), ("evaluation-episodes", "400"));
        request = request with { Threads = threads };
        Evaluation evaluation = Trainer.Train(request.For(new ContextualBandit())).Evaluation!;
        Assert.True(evaluation.MeanReturn >= 0.95, $"The mean return is {evaluation.MeanReturn}; the optimum is 1.");
        Assert.Equal(1, evaluation.GreedyMeanReturn);
    }

    [Theory]
    [InlineData("shared-rmsprop")]
    [InlineData("rmsprop")]
    [InlineData("momentum-sgd")]
    public void Every_optimizer_learns(string optimizer)
    {
        string learningRate = optimizer == "momentum-sgd" ? "0.1" : "0.02";
        TrainingRequest request = Requests.Small(
            15_000, ("optimizer", optimizer), ("learning-rate", learningRate), ("evaluation-episodes", "400"));
        Evaluation evaluation = Trainer.Train(request.For(new ContextualBandit())).Evaluation!;
        Assert.True(evaluation.MeanReturn >= 0.95, $"The mean return is {evaluation.MeanReturn}; the optimum is 1.");
    }

    /// <summary>The reward comes six agent steps after the first choice, in another segment, so values must carry it back.</summary>
    [Fact]
    public void It_walks_down_a_corridor_and_its_values_are_the_discounted_reward()
    {
        const double Discount = 0.9;
        TrainingRequest request = Requests.Small(
            60_000,
            ("discount", "0.9"),
            ("t-max", "3"),
            ("learning-rate", "0.03"),
            ("entropy-weight", "0.001"),
            ("evaluation-episodes", "1"));
        TrainingConfiguration configuration = request.For(new Corridor());
        TrainingResult result = Trainer.Train(configuration);
        Assert.Equal(1, result.Evaluation!.GreedyMeanReturn);

        Network<float> network = NetworkFactory.Single(configuration.Network, LaneChoice.Widest);
        var activations = new Activations<float>(configuration.Network, 1);
        for (int cell = 0; cell < Corridor.Cells; cell++)
        {
            Corridor.Show(cell, activations.Input(0));
            network.Forward(result.Theta, activations, 0, 1);
            Assert.True(activations.Output(0, 0)[1] > activations.Output(0, 0)[0], $"Cell {cell} does not prefer to go right.");
            Assert.Equal(Math.Pow(Discount, Corridor.Cells - 1 - cell), activations.Output(1, 0)[0], 0.1);
        }
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void It_plays_a_small_catch_almost_perfectly(int threads)
    {
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(Catch(50_000, threads));
        Evaluation evaluation = Trainer.Train(configuration).Evaluation!;
        Assert.True(evaluation.MeanReturn >= 0.95, $"The mean return is {evaluation.MeanReturn}; the optimum is 1.");
    }

    /// <summary>What was learned comes from the updates: without them the paddle catches no more than chance does.</summary>
    [Fact]
    public void Without_a_learning_rate_it_plays_as_before()
    {
        TrainingRequest request = Catch(5_000, 1);
        var assignments = new Dictionary<string, string>(request.Assignments) { ["learning-rate"] = "0" };
        Evaluation evaluation = Trainer.Train(TrainingConfiguration.Resolve(request with { Assignments = assignments })).Evaluation!;
        Assert.True(evaluation.MeanReturn < 0.7, $"The mean return is {evaluation.MeanReturn}.");
    }

    private static TrainingRequest Catch(long agentSteps, int threads) => new()
    {
        Environment = "catch",
        Network = "mlp",
        Threads = threads,
        AgentSteps = agentSteps,
        Seed = 3,
        Assignments = new Dictionary<string, string>
        {
            ["rows"] = "6",
            ["columns"] = "6",
            ["t-max"] = "10",
            ["learning-rate"] = "0.01",
            ["evaluation-episodes"] = "400",
        },
    };
}
