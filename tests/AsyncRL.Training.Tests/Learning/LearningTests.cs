using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Learning;

/// <summary>
/// A3C solves small tasks with a known optimum, by the rule that each test names. Learning rates are large because ε = 0.1 is large
/// compared with small gradients.
/// </summary>
public class LearningTests
{
    public static TheoryData<int> ThreadCounts => [1, 2, 4];

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void It_finds_the_paying_action_of_each_state_of_a_contextual_bandit(int threads)
    {
        TrainingRequest request = Requests.Small(15_000, ("learning-rate", "0.02"), ("evaluation-episodes", "400"));
        SeedRule.MostOfNine.Assert(
            seed =>
            {
                Evaluation evaluation = LearnBandit(request with { Threads = threads, Seed = seed });
                return evaluation.GreedyMeanReturn == 1 ? evaluation.MeanReturn : 0;
            },
            0.95);
    }

    [Theory]
    [InlineData("shared-rmsprop")]
    [InlineData("rmsprop")]
    [InlineData("momentum-sgd")]
    public void Every_optimizer_learns(string optimizer)
    {
        string learningRate = optimizer == "momentum-sgd" ? "0.05" : "0.02";
        TrainingRequest request = Requests.Small(
            15_000, ("optimizer", optimizer), ("learning-rate", learningRate), ("evaluation-episodes", "400"));
        SeedRule.MostOfNine.Assert(seed => LearnBandit(request with { Seed = seed }).MeanReturn, 0.95);
    }

    /// <summary>
    /// The reward comes six agent steps after the first action, in another segment, so that values must propagate it back.
    /// </summary>
    [Fact]
    public void It_walks_down_a_corridor_and_its_values_are_the_discounted_reward()
    {
        TrainingRequest request = Requests.Small(
            60_000,
            ("discount", "0.9"),
            ("t-max", "3"),
            ("learning-rate", "0.03"),
            ("entropy-weight", "0.001"),
            ("evaluation-episodes", "1"));
        SeedRule.MostOfNine.Assert(
            seed => -LargestValueError((request with { Seed = seed }).For(new Corridor()), discount: 0.9), bar: -0.1);
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void It_plays_a_small_catch_almost_perfectly(int threads)
    {
        TrainingRequest request = Catch(50_000, threads);
        SeedRule.TwoOfEight.Assert(seed => Play(request with { Seed = seed }), 0.95);
    }

    /// <summary>Each group has its own θ; their mean plays.</summary>
    [Fact]
    public void Groups_play_a_small_catch_almost_perfectly()
    {
        TrainingRequest request = Catch(100_000, 2);
        var assignments = new Dictionary<string, string>(request.Assignments) { ["groups"] = "2" };
        SeedRule.TwoOfEight.Assert(seed => Play(request with { Assignments = assignments, Seed = seed }), 0.95);
    }

    /// <summary>The improvement comes from the updates: without them the paddle catches no more balls than random play.</summary>
    [Fact]
    public void Without_a_learning_rate_it_plays_as_before()
    {
        TrainingRequest request = Catch(5_000, 1);
        var assignments = new Dictionary<string, string>(request.Assignments) { ["learning-rate"] = "0" };
        for (ulong seed = 1; seed <= 5; seed++)
            Assert.InRange(Play(request with { Assignments = assignments, Seed = seed }), -1, 0.7);
    }

    private static Evaluation LearnBandit(TrainingRequest request) => Trainer.Train(request.For(new ContextualBandit())).Evaluation!;

    private static double Play(TrainingRequest request) => Trainer.Train(TrainingConfiguration.Resolve(request)).Evaluation!.MeanReturn;

    /// <summary>
    /// The distance of the value of a cell from the discounted reward; infinite if the agent does not walk to the reward.
    /// </summary>
    private static double LargestValueError(TrainingConfiguration configuration, double discount)
    {
        TrainingResult result = Trainer.Train(configuration);
        if (result.Evaluation!.GreedyMeanReturn != 1) return double.PositiveInfinity;
        Network<float> network = NetworkFactory.Single(configuration.Network, VectorChoice.Widest);
        var activations = new Activations<float>(configuration.Network, 1);
        double largest = 0;
        for (int cell = 0; cell < Corridor.Cells; cell++)
        {
            Corridor.Show(cell, activations.Input(0));
            network.Forward(result.Theta, activations, 0, 1);
            if (activations.Output(0, 0)[1] <= activations.Output(0, 0)[0]) return double.PositiveInfinity;
            double value = Math.Pow(discount, Corridor.Cells - 1 - cell);
            largest = Math.Max(largest, Math.Abs(value - activations.Output(1, 0)[0]));
        }

        return largest;
    }

    private static TrainingRequest Catch(long agentSteps, int threads) => new()
    {
        Environment = "catch",
        Network = "mlp",
        Threads = threads,
        AgentSteps = agentSteps,
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
