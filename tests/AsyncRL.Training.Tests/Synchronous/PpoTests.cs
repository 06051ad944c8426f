using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Synchronous;

public class PpoTests
{
    /// <summary>
    /// Before the first update every ratio is 1. Therefore one epoch of one minibatch has the gradient of A2C, wherever episodes end, with
    /// and without memory, and with any number of members.
    /// </summary>
    [Fact]
    public void The_first_gradient_is_that_of_a2c() => PropertyCheck.ForAllSeeds("first gradient", 40, seed =>
    {
        var generator = new RandomGenerator(seed);
        int environments = 1 + generator.NextInteger(4), members = 1 + generator.NextInteger(environments);
        int steps = 1 + generator.NextInteger(9);
        bool isRecurrent = generator.NextInteger(2) == 0;
        (double lambda, double entropyWeight, double c) = (generator.NextDouble(), generator.NextDouble(), generator.NextDouble());
        var a2c = new A2COptions
        {
            Environments = environments,
            TMax = steps,
            Lambda = lambda,
            EntropyWeight = entropyWeight,
            ValueGradientScale = c,
        };
        var ppo = new PpoOptions
        {
            Environments = environments,
            TMax = steps,
            Lambda = lambda,
            EntropyWeight = entropyWeight,
            ValueGradientScale = c,
            Epochs = 1,
            MinibatchSize = environments * steps,
            NormalizeAdvantages = false,
        };
        float[] expected = GradientOf(new A2C { Options = a2c }, environments, members, isRecurrent, seed);
        float[] actual = GradientOf(new Ppo { Options = ppo }, environments, members, isRecurrent, seed);
        AssertClose(expected, actual);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void More_members_change_the_result_by_rounding_only(bool isRecurrent)
    {
        AssertClose(ThetaOf(1), ThetaOf(3));

        float[] ThetaOf(int members)
        {
            var options = new PpoOptions { Environments = 6, TMax = 8, MinibatchSize = 16, Epochs = 3 };
            SynchronousBench bench = Bench(new Ppo { Options = options }, 6, members, isRecurrent, 4, learningRate: 0.01);
            bench.RunRound();
            return bench.Theta;
        }
    }

    [Fact]
    public void A_round_updates_once_for_each_minibatch_of_each_epoch()
    {
        var options = new PpoOptions { Environments = 2, TMax = 10, MinibatchSize = 8, Epochs = 3 };
        SynchronousBench bench = Bench(new Ppo { Options = options }, 2, 2, false, 4, learningRate: 0.01);
        bench.RunRound();
        Assert.Equal((3 * 3, 20), (bench.Shared.Updates, bench.Shared.AgentSteps));
    }

    /// <summary>A large learning rate moves the policy far in the first epoch.</summary>
    [Fact]
    public void Epochs_end_when_the_policy_has_moved_too_far()
    {
        var options = new PpoOptions { Environments = 2, TMax = 10, MinibatchSize = 20, Epochs = 10, TargetDivergence = 0.001 };
        SynchronousBench far = Bench(new Ppo { Options = options }, 2, 2, false, 4, learningRate: 5);
        far.RunRound();
        Assert.Equal(2, far.Shared.Updates);
        SynchronousBench near = Bench(new Ppo { Options = options }, 2, 2, false, 4, learningRate: 1e-6);
        near.RunRound();
        Assert.Equal(10, near.Shared.Updates);
    }

    [Fact]
    public void A_round_allocates_nothing()
    {
        foreach (bool isRecurrent in new[] { false, true })
        {
            var options = new PpoOptions { Environments = 3, TMax = 8, MinibatchSize = 7, Epochs = 2 };
            SynchronousBench[] benches =
            [
                Bench(new Ppo { Options = options }, 3, 1, isRecurrent, 4),
                Bench(new A2C { Options = new A2COptions { Environments = 3 } }, 3, 1, isRecurrent, 4),
            ];
            foreach (SynchronousBench bench in benches)
            {
                for (int i = 0; i < 20; i++) RunRound(bench);
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 100; i++) RunRound(bench);
                Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            }
        }

        static void RunRound(SynchronousBench bench)
        {
            do bench.Workers[0].Run();
            while (!bench.Workers[0].IsAtRest);
        }
    }

    [Fact]
    public void A_round_of_two_ranks_allocates_nothing()
    {
        var ppo = new Ppo { Options = new PpoOptions { Environments = 3, TMax = 8, MinibatchSize = 7, Epochs = 2 } };
        var a2c = new A2C { Options = new A2COptions { Environments = 3 } };
        foreach (Algorithm algorithm in new Algorithm[] { ppo, a2c })
        {
            var pair = new PairedLinks();
            SynchronousBench[] ranks = Array.ConvertAll(pair.Links, link => Bench(algorithm, 3, 1, false, 4, link: link));
            for (int i = 0; i < 20; i++) RunRound();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++) RunRound();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

            void RunRound()
            {
                foreach (SynchronousBench rank in ranks) rank.Workers[0].Run();
                while (!ranks[0].Workers[0].IsAtRest || !ranks[1].Workers[0].IsAtRest)
                {
                    foreach (SynchronousBench rank in ranks)
                    {
                        if (!rank.Workers[0].IsAtRest) rank.Workers[0].Run();
                    }
                }
            }
        }
    }

    [Fact]
    public void An_epoch_visits_every_item_once_and_members_agree() => PropertyCheck.ForAllSeeds("order", 50, seed =>
    {
        var generator = new RandomGenerator(seed);
        int items = 1 + generator.NextInteger(50), size = 1 + generator.NextInteger(60);
        MinibatchOrder one = new(items, size, new RandomGenerator(seed)), other = new(items, size, new RandomGenerator(seed));
        for (int epoch = 0; epoch < 3; epoch++)
        {
            one.Shuffle();
            other.Shuffle();
            var seen = new int[items];
            for (int i = 0; i < one.Count; i++)
            {
                Assert.Equal(one.Minibatch(i).ToArray(), other.Minibatch(i).ToArray());
                foreach (int item in one.Minibatch(i)) seen[item]++;
            }

            Assert.All(seen, count => Assert.Equal(1, count));
        }
    });

    private static float[] GradientOf(Algorithm algorithm, int environments, int members, bool isRecurrent, ulong seed)
    {
        SynchronousBench bench = Bench(algorithm, environments, members, isRecurrent, seed);
        bench.RunRound();
        float[] first = bench.Gradient;
        bench.RunRound();
        float[] second = bench.Gradient;
        return [.. first, .. second];
    }

    private static SynchronousBench Bench(
        Algorithm algorithm, int environments, int members, bool isRecurrent, ulong seed, double learningRate = 0, IMemberLink? link = null)
    {
        var generator = new RandomGenerator(seed + 1);
        var tasks = new ScriptedTask[environments];
        for (int i = 0; i < environments; i++)
            tasks[i] = new ScriptedTask(ScriptedTask.DrawScript(generator, 3, 11, 6)) { Records = false };

        NetworkStructure structure = Structures.ActorCritic(
            Shape.Vector(ScriptedTask.ObservationSize), ScriptedTask.ActionCount,
            isRecurrent ? [new FullyConnected(5), new Rectifier(), new LongShortTermMemory(3)] : [new FullyConnected(16), new Rectifier()]);
        return new SynchronousBench(algorithm, structure, tasks, members, seed, learningRate, link: link);
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        double largest = 1e-3;
        foreach (float number in expected) largest = Math.Max(largest, Math.Abs(number));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 3e-5 * largest, $"number {i} is {actual[i]}; expected {expected[i]}");
    }
}
