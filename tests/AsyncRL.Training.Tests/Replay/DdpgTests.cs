using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Synchronous;

namespace AsyncRL.Training.Tests.Replay;

/// <summary>The updates of DDPG, by the printed formulas in double, and what its agent steps leave in the memory.</summary>
public class DdpgTests
{
    private const int Environments = 4;
    private const float Bound = 2;
    private const double Rate = 0.002;

    private static readonly DdpgOptions Small = new()
    {
        Environments = Environments,
        StepsPerUpdate = Environments,
        ReplaySize = 120,
        ReplayStart = 20,
        MinibatchSize = 7,
        Tau = 0.1,
    };

    /// <summary>One to three members; with and without decay of weights; targets other than θ; terminal states and time limits.</summary>
    [Fact]
    public void The_gradient_is_that_of_the_drawn_transitions()
    {
        int compared = 0;
        PropertyCheck.ForAllSeeds("ddpg", 40, seed =>
        {
            var generator = new RandomGenerator(seed);
            DdpgOptions options = Small with
            {
                Discount = generator.NextDouble(),
                Tau = generator.NextDouble(),
                CriticWeightDecay = generator.NextInteger(2) * generator.NextDouble(),
                RewardScale = 0.1 + generator.NextDouble(),
                CriticRateFactor = 2 * generator.NextDouble(),
            };
            SynchronousBench bench = Bench(options, 1 + generator.NextInteger(3), seed, ScriptedTask.DrawScript(generator));
            ForEachUpdate(bench, 40, (theta, target) =>
            {
                double[] expected = ReferenceDdpg.GradientOf(options, bench, theta, target);
                double largest = Math.Max(0.2, expected.Max(Math.Abs));
                for (int i = 0; i < expected.Length; i++)
                    Assert.True(Math.Abs(expected[i] - bench.Gradient[i]) <= 5e-5 * largest, $"Component {i} of the gradient differs.");
                compared++;
            });
        });
        Assert.True(compared > 1000, $"{compared} updates were compared.");
    }

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(0.1, 3)]
    [InlineData(1, 2)]
    public void The_target_parameters_follow_each_update_by_tau(double tau, int members)
    {
        SynchronousBench bench = Bench(Small with { Tau = tau }, members, 3, new StepOutcome(1, false, false));
        Bits.AssertSame(bench.Theta, Target(bench), "the first target");
        ForEachUpdate(bench, 30, (_, before) =>
        {
            float[] theta = bench.Theta, after = Target(bench);
            if (tau == 1) Bits.AssertSame(theta, after, "a target that is the parameters");
            for (int i = 0; i < theta.Length; i++) Assert.Equal((tau * theta[i]) + ((1 - tau) * before[i]), after[i], 1e-6);
        });
        if (tau < 1) Assert.Contains(Target(bench).Zip(bench.Theta), pair => Math.Abs(pair.First - pair.Second) > 1e-5);
    }

    [Fact]
    public void The_critic_has_its_own_learning_rate()
    {
        SynchronousBench bench = Bench(Small with { CriticRateFactor = 5 }, 2, 3, new StepOutcome(1, false, false));
        (List<int> actor, List<int> critic) = Parts(bench.Structure);
        ForEachUpdate(bench, 10, (before, _) =>
        {
            float[] after = bench.Theta, gradient = bench.Gradient;
            Assert.All(actor, i => Assert.Equal(before[i] - (Rate * gradient[i]), after[i], 1e-6));
            Assert.All(critic, i => Assert.Equal(before[i] - (5 * Rate * gradient[i]), after[i], 1e-6));
            Assert.Contains(actor, i => Math.Abs(gradient[i]) > 1e-4);
        });
    }

    /// <summary>A long gradient of one part does not shorten that of the other.</summary>
    [Fact]
    public void Actor_and_critic_are_clipped_by_their_own_norms()
    {
        const double Largest = 1;
        DdpgOptions options = Small with { RewardScale = 100, CriticWeightDecay = 0 };
        SynchronousBench bench = Bench(options, 3, 3, [new StepOutcome(1, false, false)], Largest);
        (List<int> actor, List<int> critic) = Parts(bench.Structure);
        ForEachUpdate(bench, 3, (theta, target) =>
        {
            double[] expected = ReferenceDdpg.GradientOf(options, bench, theta, target);
            foreach (List<int> part in new[] { actor, critic })
            {
                double norm = Math.Sqrt(part.Sum(i => expected[i] * expected[i]));
                double scale = Math.Min(1, Largest / norm);
                if (part == critic) Assert.True(norm > 10 * Largest, $"{norm}");
                else Assert.True(norm < Largest, $"{norm}");
                Assert.All(part, i => Assert.Equal(scale * expected[i], bench.Gradient[i], 1e-5));
            }
        });
    }

    /// <summary>The memory has numbers from −1 to 1. The environment receives them times the bound, once.</summary>
    [Fact]
    public void Actions_are_scaled_to_the_bounds_once_and_rewards_by_their_scale()
    {
        var task = new ScriptedTask(new StepOutcome(3, false, false)) { Bound = Bound };
        DdpgOptions options = Small with { Environments = 1, ReplaySize = 1000, RewardScale = 0.5, NoiseDeviation = 0.6 };
        var bench = new SynchronousBench(new Ddpg { Options = options }, Structure, [task], 1, 3, Rate);
        for (int round = 0; round < 200; round++) bench.RunRound();
        ExperienceRing ring = ReferenceDdpg.MemoryOf(bench).Items[0].Ring;
        List<float[]> taken = task.Instances[0].TakenVectors;
        bool isClipped = false;
        for (int row = 0; row < 200; row++)
        {
            Assert.Equal(1.5f, ring.RewardOf(row));
            for (int i = 0; i < 2; i++)
            {
                float kept = ring.NumbersOf(row)[i];
                Assert.InRange(kept, -1, 1);
                Assert.Equal(Bound * kept, taken[row][i]);
                isClipped |= Math.Abs(kept) == 1;
            }
        }

        Assert.True(isClipped);
    }

    /// <summary>
    /// Without reversion the noise is a random walk. If it were not reset, it would be far from 0 after some episodes of forty agent steps.
    /// </summary>
    [Fact]
    public void The_noise_begins_anew_in_each_episode()
    {
        var script = new StepOutcome[40];
        script[^1] = new StepOutcome(0, false, true);
        var task = new ScriptedTask(script) { Bound = Bound };
        DdpgOptions options = Small with
        {
            Environments = 1,
            ReplaySize = 5000,
            ReplayStart = 4000,
            NoiseReversion = 0,
            NoiseDeviation = 0.01,
        };
        var bench = new SynchronousBench(new Ddpg { Options = options }, Structure, [task], 1, 3, Rate);
        var policy = new ReferenceDdpg(Structure.Layout, bench.Theta);
        for (int round = 0; round < 2000; round++) bench.RunRound();
        ScriptedEnvironment environment = task.Instances[0];
        double largest = 0, largestFirst = 0;
        for (int step = 0; step < 2000; step++)
        {
            double[] action = policy.Action(ReferenceDdpg.Doubles(environment.Seen[step].Before));
            for (int i = 0; i < 2; i++)
            {
                double noise = Math.Abs((environment.TakenVectors[step][i] / Bound) - action[i]);
                largest = Math.Max(largest, noise);
                if (step % 40 == 0) largestFirst = Math.Max(largestFirst, noise);
            }
        }

        Assert.InRange(largestFirst, 0.001, 0.06);
        Assert.True(largest > 0.1, $"{largest}");
    }

    [Fact]
    public void The_first_actions_are_uniform_if_that_is_wanted()
    {
        var task = new ScriptedTask(new StepOutcome(3, false, false)) { Bound = Bound };
        DdpgOptions options = Small with { Environments = 1, ReplayStart = 1000, ReplaySize = 2000, RandomSteps = 500, NoiseDeviation = 0 };
        var bench = new SynchronousBench(new Ddpg { Options = options }, Structure, [task], 1, 3, Rate);
        for (int round = 0; round < 600; round++) bench.RunRound();
        var policy = new ReferenceDdpg(Structure.Layout, bench.Theta);
        ScriptedEnvironment environment = task.Instances[0];
        double[] first = [.. environment.TakenVectors.Take(500).Select(action => (double)action[0])];
        Assert.Equal(0, first.Average(), 0.2);
        Assert.Equal(Bound / Math.Sqrt(3), Math.Sqrt(first.Average(x => x * x)), 0.1);
        for (int step = 500; step < 600; step++)
        {
            double expected = Bound * policy.Action(ReferenceDdpg.Doubles(environment.Seen[step].Before))[0];
            Assert.Equal(expected, environment.TakenVectors[step][0], 1e-5);
        }
    }

    /// <summary>
    /// A reward of 1 at each of ten agent steps is worth 10 in every state if the time limit only truncates, because γ = 0.9. If the end
    /// were terminal, the mean over an episode would be near 4.
    /// </summary>
    [Theory]
    [InlineData(false, 9.5, 10.5)]
    [InlineData(true, 2, 6)]
    public void A_time_limit_keeps_the_value_of_the_last_observation(bool terminates, double least, double most)
    {
        var script = new StepOutcome[10];
        Array.Fill(script, new StepOutcome(1, false, false));
        script[^1] = new StepOutcome(1, terminates, !terminates);
        DdpgOptions options = Small with
        {
            Discount = 0.9,
            MinibatchSize = 16,
            CriticWeightDecay = 0,
            CriticRateFactor = 10,
            ReplaySize = 2000,
        };
        SynchronousBench bench = Bench(options, 1, 3, script);
        for (int round = 0; round < 4000; round++) bench.RunRound();
        var networks = new ReferenceDdpg(bench.Structure.Layout, bench.Theta);
        double value = networks.Value([0.1, -0.3, 0.2, 0], [0.1, 0.2]);
        Assert.InRange(value, least, most);
    }

    [Fact]
    public void A_round_allocates_nothing()
    {
        foreach (string noise in new[] { "ou", "gaussian" })
        {
            var tasks = new ScriptedTask[Environments];
            StepOutcome[] script = [new(1, false, false), new(0, false, false), new(2, true, false), new(1, false, true)];
            for (int i = 0; i < Environments; i++) tasks[i] = new ScriptedTask(script) { Records = false, Bound = Bound };
            var bench = new SynchronousBench(new Ddpg { Options = Small with { Noise = noise } }, Structure, tasks, 1, 1, 0.01);
            for (int i = 0; i < 2000; i++) bench.Workers[0].Run();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 2000; i++) bench.Workers[0].Run();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    /// <summary>Only the order of sums depends on the number of members: the minibatches are the same.</summary>
    [Fact]
    public void More_members_change_theta_by_rounding_only()
    {
        float[] alone = ThetaOf(1), together = ThetaOf(3);
        for (int i = 0; i < alone.Length; i++) Assert.Equal(alone[i], together[i], 1e-4f);

        float[] ThetaOf(int members)
        {
            SynchronousBench bench = Bench(Small, members, 5, ScriptedTask.DrawScript(new RandomGenerator(2)));
            for (int round = 0; round < 20; round++) bench.RunRound();
            Assert.True(bench.Shared.Updates > 5);
            return bench.Theta;
        }
    }

    private static NetworkStructure Structure { get; } = new(
        new NetworkDescription(
            "pair", "tests", [new FullyConnected(6), new Rectifier(), new FullyConnected(5), new Rectifier()]),
        Shape.Vector(ScriptedTask.ObservationSize),
        DeterministicActorCritic<float>.Heads(2, 1));

    private static SynchronousBench Bench(DdpgOptions options, int members, ulong seed, params StepOutcome[] script) =>
        Bench(options, members, seed, script, 0);

    private static SynchronousBench Bench(DdpgOptions options, int members, ulong seed, StepOutcome[] script, double clipNorm)
    {
        var tasks = new ScriptedTask[options.Environments];
        for (int i = 0; i < tasks.Length; i++) tasks[i] = new ScriptedTask(script) { Bound = Bound };
        return new SynchronousBench(new Ddpg { Options = options }, Structure, tasks, members, seed, Rate, clipNorm: clipNorm);
    }

    /// <summary>Runs rounds, and calls the action after each update with the parameters and the targets before it.</summary>
    private static void ForEachUpdate(SynchronousBench bench, int rounds, Action<float[], float[]> check)
    {
        int updates = 0;
        for (int round = 0; round < rounds + 20; round++)
        {
            long before = bench.Shared.Updates;
            (float[] theta, float[] target) = (bench.Theta, Target(bench));
            bench.RunRound();
            if (bench.Shared.Updates == before) continue;
            updates++;
            check(theta, target);
        }

        Assert.True(updates >= rounds, $"{updates} updates.");
    }

    private static float[] Target(SynchronousBench bench)
    {
        var target = new float[bench.Shared.Length];
        bench.Shared.Average("target").Snapshot(target);
        return target;
    }

    private static (List<int> Actor, List<int> Critic) Parts(NetworkStructure structure)
    {
        var networks = new DeterministicActorCritic<double>(NetworkFactory.Double(structure));
        return (Indices(networks.Actor), Indices(networks.Critic));
    }

    private static List<int> Indices(NetworkPart part) =>
        [.. part.Parameters().SelectMany(range => Enumerable.Range(range.Start, range.Length))];
}
