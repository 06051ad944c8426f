using System.Collections.Immutable;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Synchronous;

namespace AsyncRL.Training.Tests.Queued;

/// <summary>Updates of IMPALA whose actors and learner take turns on the test's thread.</summary>
public class ImpalaTests
{
    /// <summary>θ changes after the actors have acted, so that no ratio is 1.</summary>
    [Fact]
    public void The_gradient_of_old_trajectories_is_that_of_the_sums() => PropertyCheck.ForAllSeeds("impala", 60, seed =>
    {
        var generator = new RandomGenerator(seed);
        bool isRecurrent = generator.NextInteger(2) == 0;
        ImpalaOptions options = DrawOptions(generator);
        NetworkStructure structure = StructureOf(isRecurrent);
        (ScriptedTask[] tasks, StepOutcome[][] scripts) = DrawTasks(generator, options.Environments, hasLimits: !isRecurrent);
        var bench = new SynchronousBench(new Impala { Options = options }, structure, tasks, 2, seed);
        float[] old = bench.Theta, present = Structures.Draw(structure, generator);
        Assert.Equal(Turn.Worked, bench.Workers[0].Run());
        bench.Shared.Restore(present, options.Environments * options.TMax, 3);
        Assert.Equal(Turn.Worked, bench.Workers[1].Run());
        var constants = new ImpalaConstants(
            options.TMax,
            options.Discount,
            options.Lambda,
            options.RhoBar,
            options.CBar,
            options.EntropyWeight,
            options.ValueGradientScale);
        var expected = new double[old.Length];
        for (int i = 0; i < tasks.Length; i++)
        {
            double[] own = ReferenceTrajectory.Gradient(structure, old, present, tasks[i].Instances[0], scripts[i], constants);
            for (int j = 0; j < own.Length; j++) expected[j] += own[j];
        }

        AssertClose(expected, bench.Gradient, 1e-4);
        Assert.Equal(3, bench.Workers[1].Statistics.Read().Staleness);
        Assert.Equal(3.0 * tasks.Length, bench.Workers[1].Statistics.SumOf("policy_lag"));
    });

    /// <summary>On one thread with a trajectory of each environment in an update, no trajectory is old, and every ratio is 1.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_age_it_is_a2c_with_a_sum(bool isRecurrent) => PropertyCheck.ForAllSeeds("on-policy impala", 20, seed =>
    {
        var generator = new RandomGenerator(seed);
        ImpalaOptions options = DrawOptions(generator) with { RhoBar = 1, CBar = 1 };
        var a2c = new A2COptions
        {
            Environments = options.Environments,
            TMax = options.TMax,
            Discount = options.Discount,
            Lambda = 1,
            EntropyWeight = options.EntropyWeight,
            ValueGradientScale = options.ValueGradientScale,
            LossScale = "sum",
        };
        (ScriptedTask[] tasks, StepOutcome[][] scripts) = DrawTasks(generator, options.Environments, hasLimits: true);
        ScriptedTask[] same = Array.ConvertAll(scripts, script => new ScriptedTask(script));
        var other = new SynchronousBench(new A2C { Options = a2c }, StructureOf(isRecurrent), same, 1, seed, 0.01);
        var bench = new SynchronousBench(
            new Impala { Options = options with { Lambda = 1 } }, StructureOf(isRecurrent), tasks, 1, seed, 0.01);
        for (int round = 0; round < 3; round++)
        {
            other.RunRound();
            for (long updates = bench.Shared.Updates; bench.Shared.Updates == updates;) bench.Workers[0].Run();
            AssertClose(Array.ConvertAll(other.Gradient, number => (double)number), bench.Gradient, 1e-3);
        }

        Assert.Equal(0, bench.Workers[0].Statistics.SumOf("clip_fraction"));
        Assert.Equal(0, bench.Workers[0].Statistics.Read().Staleness);
    });

    /// <summary>The rows of so wide a network do not pass together: two trajectories at a time, and one at the end.</summary>
    [Fact]
    public void The_passes_of_an_update_add_to_one_gradient()
    {
        const int Wide = 40_000;
        NetworkStructure structure = Structures.ActorCritic(
            Shape.Vector(ScriptedTask.ObservationSize),
            ScriptedTask.ActionCount,
            [new FullyConnected(Wide), new Rectifier(), new FullyConnected(5)]);
        Assert.InRange(PassSize.Rows(structure, 15, ofPixels: false), 6, 8);
        var outcome = new StepOutcome(1, false, false);
        var impala = new ImpalaOptions { Environments = 5, BatchSize = 5, TMax = 2, EntropyWeight = 0.01 };
        var a2c = new A2COptions { Environments = 5, TMax = 2, EntropyWeight = 0.01, LossScale = "sum" };
        ScriptedTask[] tasks = new ScriptedTask[5], same = new ScriptedTask[5];
        for (int i = 0; i < 5; i++) (tasks[i], same[i]) = (new ScriptedTask(outcome), new ScriptedTask(outcome));
        var bench = new SynchronousBench(new Impala { Options = impala }, structure, tasks, 1, 9);
        var other = new SynchronousBench(new A2C { Options = a2c }, structure, same, 1, 9);
        other.RunRound();
        while (bench.Shared.Updates == 0) bench.Workers[0].Run();
        AssertClose(Array.ConvertAll(other.Gradient, number => (double)number), bench.Gradient, 1e-4);
    }

    [Fact]
    public void Without_the_correction_every_ratio_counts_as_1()
    {
        float[][] gradients = Array.ConvertAll(new[] { "v-trace", "none" }, correction =>
        {
            var options = new ImpalaOptions { Environments = 2, BatchSize = 2, TMax = 4, Correction = correction };
            ScriptedTask[] tasks = [new(new StepOutcome(1, false, false)), new(new StepOutcome(-1, true, false))];
            var bench = new SynchronousBench(new Impala { Options = options }, StructureOf(false), tasks, 2, 5);
            bench.Workers[0].Run();
            bench.Shared.Restore(Structures.Draw(StructureOf(false), new RandomGenerator(8)), 8, 0);
            bench.Workers[1].Run();
            return bench.Gradient;
        });
        Bits.AssertDiffer(gradients[0], gradients[1], "the gradients with and without the correction");
    }

    /// <summary>An actor waits if too few slots are free, and a learner if too few trajectories wait.</summary>
    [Fact]
    public void Full_and_empty_queues_make_threads_wait()
    {
        var options = new ImpalaOptions { Environments = 3, BatchSize = 2, TMax = 2, Queue = 4 };
        ScriptedTask[] tasks =
            [new(new StepOutcome(1, false, false)), new(new StepOutcome(2, false, false)), new(new StepOutcome(3, true, false))];
        var bench = new SynchronousBench(new Impala { Options = options }, StructureOf(false), tasks, 3, 5, lastAgentStep: 60);
        (IWorker first, IWorker second, IWorker learner) = (bench.Workers[0], bench.Workers[1], bench.Workers[2]);
        Assert.Equal(Turn.Waiting, learner.Run());
        var turns = new List<Turn>();
        for (int i = 0; i < 8; i++) turns.Add(second.Run());
        Assert.Equal([Turn.Worked, Turn.Worked, Turn.Worked, Turn.Waiting], turns[..4]);
        Assert.Equal(12, bench.Shared.AgentSteps);
        Assert.Equal(Turn.Worked, learner.Run());
        Assert.Equal(1, bench.Shared.Updates);
        Assert.Equal(Turn.Worked, second.Run());
        for (int i = 0; i < 100; i++)
        {
            first.Run();
            second.Run();
            learner.Run();
        }

        Assert.Equal((Turn.Finished, Turn.Finished, Turn.Finished), (first.Run(), second.Run(), learner.Run()));
        Assert.InRange(bench.Shared.AgentSteps, 60, 63);
        Assert.InRange(bench.Shared.Updates, 14, 15);
    }

    internal static void AssertClose(double[] expected, float[] actual, double tolerance)
    {
        double largest = 0;
        foreach (double number in expected) largest = Math.Max(largest, Math.Abs(number));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance * (1 + largest), $"gradient {i} is {actual[i]}; expected {expected[i]}");
        }
    }

    internal static (ScriptedTask[] Tasks, StepOutcome[][] Scripts) DrawTasks(RandomGenerator generator, int environments, bool hasLimits)
    {
        var scripts = new StepOutcome[environments][];
        for (int i = 0; i < environments; i++)
        {
            scripts[i] = ScriptedTask.DrawScript(generator, 5, 24);
            if (hasLimits) continue;
            foreach (ref StepOutcome outcome in scripts[i].AsSpan()) outcome = new StepOutcome(outcome.Reward, outcome.IsEnd, false);
        }

        return (Array.ConvertAll(scripts, script => new ScriptedTask(script)), scripts);
    }

    internal static NetworkStructure StructureOf(bool isRecurrent)
    {
        ImmutableArray<LayerDescription> trunk = isRecurrent
            ? [new FullyConnected(5), new Rectifier(), new LongShortTermMemory(3)]
            : [new FullyConnected(7), new Rectifier()];
        return Structures.ActorCritic(Shape.Vector(ScriptedTask.ObservationSize), ScriptedTask.ActionCount, trunk);
    }

    private static ImpalaOptions DrawOptions(RandomGenerator generator)
    {
        int environments = 1 + generator.NextInteger(4);
        return new()
        {
            Environments = environments,
            BatchSize = environments,
            TMax = 1 + generator.NextInteger(7),
            Discount = 0.5 + (0.5 * generator.NextDouble()),
            Lambda = generator.NextInteger(2) == 0 ? 1 : generator.NextDouble(),
            RhoBar = 0.3 + (2 * generator.NextDouble()),
            CBar = 0.3 + generator.NextDouble(),
            EntropyWeight = 0.3 * generator.NextDouble(),
            ValueGradientScale = 2 * generator.NextDouble(),
        };
    }
}
