using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Psi;

namespace AsyncRL.Training.Tests.ActorCriticReplay;

/// <summary>Whole turns of PGQL: segments are A3C's, and steps of Q-learning agree with sums in double.</summary>
public class PgqlLearnerTests
{
    private const int Turns = 40;

    [Theory]
    [InlineData("paper")]
    [InlineData("exact")]
    public void Gradients_are_those_of_the_definition(string form)
    {
        int replays = 0;
        PropertyCheck.ForAllSeeds($"PGQL, {form}", 40, seed =>
        {
            var generator = new RandomGenerator(seed);
            PgqlOptions options = Draw(generator) with { ReplayGradient = form };
            var task = new ScriptedTask(ScriptedTask.DrawScript(generator));
            LearnerBench bench = Bench(task, options, seed, generator.NextInteger(2) == 0);
            replays += AssertTurns(bench, task, options);
        });
        Assert.True(replays > 200, $"Only {replays} steps of Q-learning were done.");
    }

    /// <summary>Before its memory is large enough, PGQL is A3C bit for bit.</summary>
    [Fact]
    public void Without_replay_it_is_a3c() => PropertyCheck.ForAllSeeds("PGQL without replay", 30, seed =>
    {
        var generator = new RandomGenerator(seed);
        PgqlOptions options = Draw(generator) with { Lambda = generator.NextDouble(), ReplayStart = 100_000, ReplaySize = 100_000 };
        var expected = new A3COptions
        {
            TMax = options.TMax,
            Discount = options.Discount,
            Lambda = options.Lambda,
            EntropyWeight = options.EntropyWeight,
            ValueGradientScale = options.ValueGradientScale,
        };
        StepOutcome[] script = ScriptedTask.DrawScript(generator);
        LearnerBench actual = Bench(new ScriptedTask(script), options, seed, false);
        var a3c = new LearnerBench(new ScriptedTask(script), new A3C(), expected, actual.Structure, seed);
        for (int segment = 0; segment < 10; segment++)
        {
            Assert.Equal(a3c.RunSegment(), actual.RunSegment());
            Bits.AssertSame(a3c.Gradient, actual.Gradient, "the gradient");
            Bits.AssertSame(a3c.Theta, actual.Theta, "theta");
        }
    });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_step_of_q_learning_follows_every_few_segments(int interval)
    {
        var options = new PgqlOptions { ReplayInterval = interval, ReplayStart = 5, ReplaySize = 100, MinibatchSize = 4 };
        LearnerBench bench = Bench(new ScriptedTask(new StepOutcome(1, false, false)), options, 3, false);
        var turns = new List<bool>();
        for (int turn = 0; turn < 4 * (interval + 1); turn++)
        {
            bench.RunSegment();
            turns.Add(bench.Algorithm.HasActed);
        }

        // The first segment of five agent steps has four whose end is known.
        int first = turns.IndexOf(false);
        Assert.Equal(Math.Max(2, interval), first);
        for (int turn = first; turn < turns.Count; turn++) Assert.Equal((turn - first) % (interval + 1) != 0, turns[turn]);
        Assert.Equal(5 * turns.Count(acted => acted), bench.Shared.AgentSteps);
    }

    private static LearnerBench Bench(ScriptedTask task, PgqlOptions options, ulong seed, bool fusesUpdate) => new(
        task,
        new Pgql(),
        options,
        Structures.Perceptron(ScriptedTask.ObservationSize, 7, ScriptedTask.ActionCount),
        seed,
        fusesUpdate: fusesUpdate);

    private static PgqlOptions Draw(RandomGenerator generator) => new()
    {
        TMax = 1 + generator.NextInteger(8),
        Discount = generator.NextDouble(),
        EntropyWeight = generator.NextDouble(),
        ValueGradientScale = 2 * generator.NextDouble(),
        Temperature = generator.NextDouble(),
        ReplayInterval = 1 + generator.NextInteger(3),
        ReplayLearningRate = generator.NextDouble(),
        MinibatchSize = 1 + generator.NextInteger(6),
        ReplayStart = 1 + generator.NextInteger(20),
        ReplaySize = 20 + generator.NextInteger(40),
    };

    private static int AssertTurns(LearnerBench bench, ScriptedTask task, PgqlOptions options)
    {
        var learner = (PgqlLearner)bench.Algorithm;
        var segments = new ReferencePsi(bench.Structure, new A3COptions
        {
            Psi = "return-baseline",
            Discount = options.Discount,
            EntropyWeight = options.EntropyWeight,
            ValueGradientScale = options.ValueGradientScale,
        });
        int replays = 0;
        for (int turn = 0; turn < Turns; turn++)
        {
            float[] theta = bench.Theta;
            int first = bench.Environment.Steps, steps = bench.Algorithm.Compute();
            (double rate, double size) = (LearnerBench.DefaultLearningRate, 1e-3);
            double[] expected;
            if (learner.HasActed)
            {
                StepOutcome[] outcomes = [.. Enumerable.Range(first, steps).Select(i => task.Outcomes[i % task.Outcomes.Count])];
                expected = segments.Gradient(theta, theta, bench.Environment, first, outcomes);
            }
            else
            {
                // The error d may be a small difference of values near 1, with the absolute error of these values.
                (replays, rate, size) = (replays + 1, rate * options.ReplayLearningRate, 0.04);
                expected = ReplayGradient(bench.Structure, theta, learner, options);
            }

            bench.Algorithm.Apply();
            PsiLearnerTests.AssertClose(expected, bench.Gradient, size);
            float[] moved = bench.Theta;
            for (int i = 0; i < moved.Length; i++) Assert.Equal(theta[i] - (rate * bench.Gradient[i]), moved[i], 1e-6);
        }

        return replays;
    }

    /// <summary>The mean over the minibatch of −d ∂(log π + V), or of the derivative of ½ d².</summary>
    private static double[] ReplayGradient(NetworkStructure structure, float[] theta, PgqlLearner learner, PgqlOptions options)
    {
        Network<double> network = NetworkFactory.Double(structure);
        var (parameters, gradient) = (Array.ConvertAll(theta, number => (double)number), new double[theta.Length]);
        foreach (Transition transition in learner.Transitions)
        {
            double target = transition.Return;
            if (transition.Next >= 0) target += transition.Factor * ActionValues(Run(transition.Next), options).Max();
            Activations<double> row = Run(transition.Row);
            double[] p = TextbookLoss.Softmax(row.Output(0, 0));
            double error = (target - ActionValues(row, options)[transition.Action]) / options.MinibatchSize;
            double entropy = TextbookLoss.Entropy(p);
            for (int j = 0; j < p.Length; j++)
            {
                double slope = (j == transition.Action ? 1 : 0) - p[j];
                if (options.IsExact) slope = options.Temperature * (slope - (p[j] * (Math.Log(p[j]) + entropy)));
                row.OutputGradient(0, 0)[j] = -error * slope;
            }

            row.OutputGradient(1, 0)[0] = -error;
            network.Backward(parameters, row, 1, gradient);
        }

        return gradient;

        Activations<double> Run(long row)
        {
            float[] input = learner.Memory.Ring.Values(row).ToArray();
            var rows = new Activations<double>(structure, 1);
            for (int i = 0; i < input.Length; i++) rows.Input(0)[i] = input[i];
            network.Forward(parameters, rows, 0, 1);
            return rows;
        }
    }

    private static double[] ActionValues(Activations<double> row, PgqlOptions options)
    {
        double[] p = TextbookLoss.Softmax(row.Output(0, 0));
        double entropy = TextbookLoss.Entropy(p), value = row.Output(1, 0)[0];
        return Array.ConvertAll(p, probability => (options.Temperature * (Math.Log(probability) + entropy)) + value);
    }
}
