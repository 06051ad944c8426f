using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Synchronous;

/// <summary>What a round counts, and by which agent step it chooses its constants.</summary>
public class SynchronousRoundTests
{
    private const int Steps = 5;
    private const int Environments = 3;

    private static readonly StepOutcome[] Script = [new(2, false, false), new(-1, false, false), new(3, true, false)];

    /// <summary>One member counts an update of the batch. Every member publishes the metrics of its rows.</summary>
    [Theory]
    [InlineData("a2c")]
    [InlineData("ppo")]
    public void An_update_of_several_members_counts_once(string algorithm)
    {
        ScriptedTask[] tasks = [new(Script), new(Script), new(Script)];
        NetworkStructure structure = Structures.Perceptron(ScriptedTask.ObservationSize, 7, ScriptedTask.ActionCount);
        var bench = new SynchronousBench(Make(algorithm), structure, tasks, 3, 5);
        for (int i = 0; i < 4; i++) bench.RunRound();
        long updates = 0;
        foreach (IWorker worker in bench.Workers)
        {
            updates += worker.Statistics.Read().Updates;
            Assert.Equal(bench.Shared.Updates, worker.Statistics.CountOf("gradient_norm"));
            Assert.True(worker.Statistics.CountOf("entropy") > 0);
        }

        Assert.Equal(bench.Shared.Updates, updates);
    }

    /// <summary>A2C has η of T after a round, PPO of T before it.</summary>
    [Theory]
    [InlineData("a2c", 0.75, 0.5)]
    [InlineData("ppo", 1, 0.75)]
    public void The_learning_rate_falls_with_t(string algorithm, double first, double second)
    {
        const double LearningRate = 0.01;
        SynchronousBench bench = Bench(Make(algorithm), LearningRate, rounds: 4);
        foreach (double share in new[] { first, second })
        {
            float[] before = bench.Theta;
            bench.RunRound();
            float[] after = bench.Theta, gradient = bench.Gradient;
            for (int i = 0; i < before.Length; i++) Assert.Equal(before[i] - (share * LearningRate * gradient[i]), after[i], 1e-6);
        }
    }

    [Theory]
    [InlineData("a2c", 0.75, 0.5)]
    [InlineData("ppo", 1, 0.75)]
    public void The_weight_of_the_entropy_falls_with_t(string algorithm, double first, double second)
    {
        SynchronousBench falling = Bench(Make(algorithm, 0.2, "linear"), 0, rounds: 4);
        falling.RunRound();
        AssertClose(GradientAfter(1, Make(algorithm, 0.2 * first, "constant")), falling.Gradient);
        falling.RunRound();
        AssertClose(GradientAfter(2, Make(algorithm, 0.2 * second, "constant")), falling.Gradient);
    }

    /// <summary>The clip of the second round is half of that of the first one.</summary>
    [Fact]
    public void The_clip_falls_with_t()
    {
        Assert.Equal(ThetaOf("linear", rounds: 1), ThetaOf("constant", rounds: 1));
        Assert.NotEqual(ThetaOf("linear", rounds: 2), ThetaOf("constant", rounds: 2));

        static float[] ThetaOf(string schedule, int rounds)
        {
            var options = new PpoOptions { Environments = Environments, TMax = Steps, Clip = 0.02, ClipSchedule = schedule };
            SynchronousBench bench = Bench(new Ppo { Options = options }, 0.1, rounds: 2);
            for (int i = 0; i < rounds; i++) bench.RunRound();
            return bench.Theta;
        }
    }

    /// <summary>A member with one environment and one with two, whose episodes end at the third agent step.</summary>
    [Theory]
    [InlineData("a2c", Steps * Environments)]
    [InlineData("ppo", 3 * Environments)]
    public void Agent_steps_and_episodes_are_those_of_all_environments(string algorithm, long agentStep)
    {
        SynchronousBench bench = Bench(Make(algorithm), 0.01, rounds: 4);
        bench.RunRound();
        (long agentSteps, int episodes) = (0, 0);
        foreach (IWorker worker in bench.Workers)
        {
            agentSteps += worker.Statistics.Read().AgentSteps;
            Assert.True(worker.Statistics.CountOf("entropy") > 0);
            while (worker.Episodes!.TryTake(out EpisodeRecord episode))
            {
                Assert.Equal((agentStep, 3, 4.0), (episode.AgentStep, episode.Length, episode.Return));
                episodes++;
            }
        }

        Assert.Equal((Steps * Environments, Steps * Environments, Environments), (agentSteps, bench.Shared.AgentSteps, episodes));
    }

    [Fact]
    public void Rewards_are_scaled_and_then_clipped()
    {
        float[] clipped = GradientOf(new A2COptions { Environments = 1, RewardScale = 0.5, RewardClip = 1 }, new(4, false, false));
        float[] one = GradientOf(new A2COptions { Environments = 1 }, new(1, false, false));
        float[] half = GradientOf(new A2COptions { Environments = 1, RewardScale = 0.5, RewardClip = 1 }, new(1, false, false));
        Bits.AssertSame(one, clipped, "the gradient of the same reward");
        Bits.AssertDiffer(one, half, "the gradients of other rewards");
    }

    [Fact]
    public void A_time_limit_may_count_as_a_terminal_state()
    {
        var options = new A2COptions { Environments = 1, TruncatedValue = "zero" };
        Bits.AssertSame(
            GradientOf(options, new(1, true, false)), GradientOf(options, new(1, false, true)), "the gradient at a time limit");
    }

    [Fact]
    public void A_meeting_takes_place_when_all_members_have_arrived()
    {
        var rendezvous = new Rendezvous(3);
        Assert.True(rendezvous.HasMet(0));
        for (int meeting = 1; meeting <= 2; meeting++)
        {
            for (int member = 0; member < 3; member++)
            {
                Assert.False(rendezvous.HasMet(meeting));
                rendezvous.Arrive();
            }

            Assert.True(rendezvous.HasMet(meeting));
        }
    }

    private static float[] GradientOf(A2COptions options, StepOutcome outcome)
    {
        NetworkStructure structure = Structures.Perceptron(ScriptedTask.ObservationSize, 7, ScriptedTask.ActionCount);
        var bench = new SynchronousBench(new A2C { Options = options }, structure, [new ScriptedTask(outcome)], 1, 3);
        bench.RunRound();
        return bench.Gradient;
    }

    private static float[] GradientAfter(int rounds, Algorithm algorithm)
    {
        SynchronousBench bench = Bench(algorithm, 0, rounds: 4);
        for (int i = 0; i < rounds; i++) bench.RunRound();
        return bench.Gradient;
    }

    private static Algorithm Make(string algorithm, double entropyWeight = 0.01, string schedule = "constant") => algorithm == "a2c"
        ? new A2C
        {
            Options = new A2COptions
            {
                Environments = Environments,
                TMax = Steps,
                EntropyWeight = entropyWeight,
                EntropyWeightSchedule = schedule,
            },
        }
        : new Ppo
        {
            Options = new PpoOptions
            {
                Environments = Environments,
                TMax = Steps,
                Epochs = 1,
                EntropyWeight = entropyWeight,
                EntropyWeightSchedule = schedule,
            },
        };

    private static SynchronousBench Bench(Algorithm algorithm, double learningRate, int rounds)
    {
        NetworkStructure structure = Structures.Perceptron(ScriptedTask.ObservationSize, 7, ScriptedTask.ActionCount);
        ScriptedTask[] tasks = Array.ConvertAll(new int[Environments], _ => new ScriptedTask(Script));
        return new SynchronousBench(
            algorithm, structure, tasks, 2, 4, learningRate, lastAgentStep: rounds * Steps * Environments, rateFalls: true);
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5);
    }
}
