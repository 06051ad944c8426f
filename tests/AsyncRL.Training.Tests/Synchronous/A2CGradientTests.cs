using System.Collections.Immutable;
using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Synchronous;

/// <summary>
/// The gradient of a round, compared with sums in double over the segments into which the ends of episodes cut the time steps of each
/// environment.
/// </summary>
public class A2CGradientTests
{
    [Fact]
    public void The_gradient_is_the_sum_over_all_environments_wherever_episodes_end() => PropertyCheck.ForAllSeeds("a2c", 60, seed =>
    {
        var generator = new RandomGenerator(seed);
        int environments = 1 + generator.NextInteger(5), members = 1 + generator.NextInteger(environments);
        A2COptions options = DrawOptions(generator, environments);
        AssertRounds(options, members, generator, seed, generator.NextInteger(2) == 0
            ? [new FullyConnected(5), new Rectifier(), new LongShortTermMemory(3)]
            : [new FullyConnected(7), new Rectifier()]);
    });

    /// <summary>The rows of so wide a network do not pass together: two environments at a time, and one at the end.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Groups_of_environments_add_to_one_gradient(int members)
    {
        const int Wide = 40_000;
        var options = new A2COptions { Environments = 5, TMax = 2 };
        var generator = new RandomGenerator(9);
        ImmutableArray<LayerDescription> trunk =
            [new FullyConnected(Wide), new Rectifier(), new FullyConnected(5), new LongShortTermMemory(3)];
        NetworkStructure structure = Structures.ActorCritic(Shape.Vector(ScriptedTask.ObservationSize), ScriptedTask.ActionCount, trunk);
        Assert.InRange(PassSize.Rows(structure, 15, ofPixels: false), 6, 8);
        AssertRounds(options, members, generator, 9, trunk);
    }

    /// <summary>The last observation before a time limit has a value. It does not belong to the next episode.</summary>
    [Fact]
    public void A_time_limit_continues_the_return_by_the_value_of_the_last_observation()
    {
        float[][] gradients = Array.ConvertAll(new[] { true, false }, terminated =>
        {
            NetworkStructure structure = Structures.Perceptron(ScriptedTask.ObservationSize, 7, ScriptedTask.ActionCount);
            var task = new ScriptedTask(new(1, false, false), new(1, terminated, !terminated), new(1, false, false));
            var bench = new SynchronousBench(new A2C { Options = new A2COptions { Environments = 1 } }, structure, [task], 1, 3);
            bench.RunRound();
            return bench.Gradient;
        });
        Bits.AssertDiffer(gradients[0], gradients[1], "the gradients at a terminal state and at a time limit");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void More_members_change_the_gradient_by_rounding_only(int members)
    {
        float[] alone = GradientOf(1), together = GradientOf(members);
        double largest = 0;
        foreach (float number in alone) largest = Math.Max(largest, Math.Abs(number));
        for (int i = 0; i < alone.Length; i++) Assert.InRange(together[i], alone[i] - (1e-5 * largest), alone[i] + (1e-5 * largest));
        Bits.AssertSame(together, GradientOf(members), "the gradient of a repetition");

        static float[] GradientOf(int members)
        {
            const int Environments = 8;
            NetworkStructure structure = Structures.Perceptron(ScriptedTask.ObservationSize, 32, ScriptedTask.ActionCount);
            var tasks = new ScriptedTask[Environments];
            for (int i = 0; i < Environments; i++) tasks[i] = new ScriptedTask(new(i, false, false), new(1, i % 2 == 0, i % 2 == 1));
            var bench = new SynchronousBench(
                new A2C { Options = new A2COptions { Environments = Environments } }, structure, tasks, members, 5);
            bench.RunRound();
            return bench.Gradient;
        }
    }

    /// <summary>θ has six cache lines, so that some of eight members have nothing to update.</summary>
    [Fact]
    public void A_member_without_a_slice_updates_nothing()
    {
        float[] alone = ThetaOf(1), together = ThetaOf(8);
        for (int i = 0; i < alone.Length; i++) Assert.Equal(alone[i], together[i], 1e-5f);

        static float[] ThetaOf(int members)
        {
            const int Environments = 8;
            NetworkStructure structure = Structures.Perceptron(ScriptedTask.ObservationSize, 1, ScriptedTask.ActionCount);
            var tasks = new ScriptedTask[Environments];
            for (int i = 0; i < Environments; i++) tasks[i] = new ScriptedTask(new StepOutcome(i, false, false));
            var algorithm = new A2C { Options = new A2COptions { Environments = Environments } };
            var bench = new SynchronousBench(algorithm, structure, tasks, members, 5, learningRate: 0.01);
            bench.RunRound();
            return bench.Theta;
        }
    }

    [Fact]
    public void A_long_gradient_is_shortened_as_a_whole()
    {
        NetworkStructure structure = Structures.Perceptron(ScriptedTask.ObservationSize, 32, ScriptedTask.ActionCount);
        float[][] gradients = Array.ConvertAll(new[] { 0.0, 0.01 }, clipNorm =>
        {
            ScriptedTask[] tasks = [new(new StepOutcome(5, false, false)), new(new StepOutcome(-5, true, false))];
            var algorithm = new A2C { Options = new A2COptions { Environments = 2 } };
            var bench = new SynchronousBench(algorithm, structure, tasks, 2, 5, clipNorm: clipNorm);
            bench.RunRound();
            return bench.Gradient;
        });
        double norm = Math.Sqrt(Array.ConvertAll(gradients[0], number => (double)number * number).Sum());
        Assert.True(norm > 0.02);
        for (int i = 0; i < gradients[0].Length; i++) Assert.Equal(gradients[0][i] * 0.01 / norm, gradients[1][i], 1e-7);
    }

    /// <summary>Compares the gradients of three rounds with sums in double.</summary>
    private static void AssertRounds(
        A2COptions options, int members, RandomGenerator generator, ulong seed, ImmutableArray<LayerDescription> trunk)
    {
        int environments = options.Environments;
        NetworkStructure structure = Structures.ActorCritic(Shape.Vector(ScriptedTask.ObservationSize), ScriptedTask.ActionCount, trunk);
        var scripts = new StepOutcome[environments][];
        for (int i = 0; i < environments; i++) scripts[i] = ScriptedTask.DrawScript(generator, 5, 24);
        ScriptedTask[] tasks = Array.ConvertAll(scripts, script => new ScriptedTask(script));
        var bench = new SynchronousBench(new A2C { Options = options }, structure, tasks, members, seed);
        var references = new ReferenceActorCritic[environments];
        for (int i = 0; i < environments; i++) references[i] = new ReferenceActorCritic(structure, bench.Theta, OfSegments(options));
        double factor = options.LossScale switch
        {
            "mean" => 1.0 / (environments * options.TMax),
            "five-means" => 5.0 / (environments * options.TMax),
            _ => 1,
        };
        for (int round = 0; round < 3; round++)
        {
            bench.RunRound();
            var expected = new double[bench.Shared.Length];
            for (int i = 0; i < environments; i++)
                AddSegments(references[i], tasks[i].Instances[0], scripts[i], round * options.TMax, options.TMax, expected);
            float[] actual = bench.Gradient;
            for (int i = 0; i < expected.Length; i++)
            {
                double wanted = expected[i] * factor;
                Assert.True(
                    Math.Abs(wanted - actual[i]) <= 2e-5 * (1 + Math.Abs(wanted)),
                    $"round {round}, gradient {i} is {actual[i]}; expected {wanted}");
            }
        }
    }

    private static A2COptions DrawOptions(RandomGenerator generator, int environments) => new()
    {
        Environments = environments,
        TMax = 1 + generator.NextInteger(7),
        Discount = 0.5 + (0.5 * generator.NextDouble()),
        Lambda = generator.NextInteger(2) == 0 ? 1 : generator.NextDouble(),
        CriticTarget = generator.NextInteger(2) == 0 ? "n-step" : "lambda-return",
        EntropyWeight = 0.3 * generator.NextDouble(),
        ValueGradientScale = 2 * generator.NextDouble(),
        LossScale = generator.NextInteger(3) switch { 0 => "mean", 1 => "sum", _ => "five-means" },
    };

    private static A3COptions OfSegments(A2COptions options) => new()
    {
        TMax = options.TMax,
        Discount = options.Discount,
        Lambda = options.Lambda,
        CriticTarget = options.CriticTarget,
        EntropyWeight = options.EntropyWeight,
        ValueGradientScale = options.ValueGradientScale,
    };

    private static void AddSegments(
        ReferenceActorCritic reference, ScriptedEnvironment environment, StepOutcome[] script, int first, int steps, double[] sum)
    {
        int end = first + steps;
        while (first < end)
        {
            int length = 1;
            while (first + length < end && !script[(first + length - 1) % script.Length].IsEnd) length++;
            double[] gradient = reference.Gradient(
                environment, first, length, script, (activations, count) => activations.CarryState(count));
            for (int i = 0; i < sum.Length; i++) sum[i] += gradient[i];
            first += length;
        }
    }
}
