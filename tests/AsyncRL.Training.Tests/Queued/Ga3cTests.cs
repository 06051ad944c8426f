using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Synchronous;

namespace AsyncRL.Training.Tests.Queued;

/// <summary>The loss of GA3C, and its roles in turn on the test's thread.</summary>
public class Ga3cTests
{
    public static TheoryData<string> Logarithms => MethodCases.NamesOf("ga3c_log_epsilon");

    [Theory]
    [MemberData(nameof(Logarithms))]
    public void Both_forms_of_the_logarithm_have_their_gradients(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] logits = inputs.Numbers("logits");
        foreach (string form in new[] { "paper", "code" })
        {
            var logarithm = new StabilizedLogarithm<double>(inputs.Number("epsilon"), IsMaximum: form == "code");
            var loss = new StabilizedSoftmaxLoss<double>(1, logarithm);
            loss.Begin(inputs.Number("beta"));
            var gradient = new double[logits.Length];
            loss.AddPolicyStep(logits, inputs.Whole("action"), inputs.Number("advantage"), gradient);
            MethodCases.AssertClose(expected.Numbers($"{form}_dLdz"), gradient);
        }
    }

    [Fact]
    public void Without_epsilon_the_loss_is_that_of_actor_critic() => PropertyCheck.ForAllSeeds("ε = 0", 50, seed =>
    {
        var generator = new RandomGenerator(seed);
        double[] logits = [.. Enumerable.Range(0, 1 + generator.NextInteger(6)).Select(_ => generator.NextNormal())];
        (int action, double advantage) = (generator.NextInteger(logits.Length), generator.NextNormal());
        SoftmaxLoss<double> plain = TestLoss.Softmax(0.3, 1);
        var stabilized = new StabilizedSoftmaxLoss<double>(1, new StabilizedLogarithm<double>(0, IsMaximum: seed % 2 == 0));
        stabilized.Begin(0.3);
        var (expected, actual) = (new double[logits.Length], new double[logits.Length]);
        plain.AddPolicyStep(logits, action, advantage, expected);
        stabilized.AddPolicyStep(logits, action, advantage, actual);
        for (int i = 0; i < logits.Length; i++) Assert.Equal(expected[i], actual[i], 1e-12);
        Assert.Equal(plain.Total, stabilized.Total, 1e-12);
    });

    /// <summary>The values in the returns are those of the θ that acted. V in the advantage is that of the present θ.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_gradient_of_a_segment_is_that_of_the_sums(bool isRecurrent) => PropertyCheck.ForAllSeeds("ga3c", 40, seed =>
    {
        var generator = new RandomGenerator(seed);
        var options = new Ga3cOptions
        {
            Environments = 1,
            TMax = 1 + generator.NextInteger(7),
            TrainingMinBatch = 0,
            Discount = 0.5 + (0.5 * generator.NextDouble()),
            EntropyWeight = 0.3 * generator.NextDouble(),
            ValueGradientScale = 2 * generator.NextDouble(),
            LogEpsilon = 0.1 * generator.NextDouble(),
        };
        NetworkStructure structure = ImpalaTests.StructureOf(isRecurrent);
        (ScriptedTask[] tasks, StepOutcome[][] scripts) = ImpalaTests.DrawTasks(generator, 1, hasLimits: true);
        var bench = new SynchronousBench(new Ga3c { Options = options }, structure, tasks, 3, seed);
        (IWorker agents, IWorker predictor, IWorker trainer) = (bench.Workers[0], bench.Workers[1], bench.Workers[2]);
        Assert.Equal((Turn.Waiting, Turn.Waiting), (predictor.Run(), trainer.Run()));
        while (bench.Shared.AgentSteps == 0)
        {
            Assert.Equal(Turn.Worked, agents.Run());
            if (bench.Shared.AgentSteps > 0) break;
            Assert.Equal((Turn.Waiting, Turn.Worked, Turn.Waiting), (agents.Run(), predictor.Run(), predictor.Run()));
        }

        float[] old = bench.Theta, present = Structures.Draw(structure, generator);
        bench.Shared.Restore(present, bench.Shared.AgentSteps, 2);
        Assert.Equal((Turn.Worked, Turn.Waiting), (trainer.Run(), trainer.Run()));
        double[] expected = Reference(structure, old, present, tasks[0].Instances[0], scripts[0], options);
        ImpalaTests.AssertClose(expected, bench.Gradient, 1e-4);
        Assert.Equal(2, trainer.Statistics.Read().Staleness);
        Assert.Equal(1, predictor.Statistics.SumOf("prediction_rows") / predictor.Statistics.CountOf("prediction_rows"));
    });

    /// <summary>The predictors answer all waiting observations at once, up to the largest number.</summary>
    [Fact]
    public void Observations_are_predicted_together()
    {
        var options = new Ga3cOptions { Environments = 5, TMax = 3, PredictionBatch = 4 };
        ScriptedTask[] tasks = [.. Enumerable.Range(0, 5).Select(i => new ScriptedTask(new StepOutcome(i, false, false)))];
        var bench = new SynchronousBench(new Ga3c { Options = options }, ImpalaTests.StructureOf(false), tasks, 3, 4);
        bench.Workers[0].Run();
        Assert.Equal(Turn.Worked, bench.Workers[1].Run());
        Assert.Equal(Turn.Worked, bench.Workers[1].Run());
        Assert.Equal(Turn.Waiting, bench.Workers[1].Run());
        Assert.Equal([1, 1, 1, 1, 1], PredictionsAfter(bench, tasks));
    }

    /// <summary>With one thread, with two, and with more, every observation is answered and every segment is learned.</summary>
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 5)]
    [InlineData(3, 5)]
    [InlineData(5, 5)]
    [InlineData(2, 1)]
    public void All_roles_are_done_by_any_number_of_threads(int threads, int environments)
    {
        var options = new Ga3cOptions { Environments = environments, TMax = 4, TrainingMinBatch = 6, Trainers = 2 };
        ScriptedTask[] tasks = [.. Enumerable.Range(0, environments).Select(i =>
            new ScriptedTask(new StepOutcome(i, false, false), new StepOutcome(1, i == 2, i == 3), new StepOutcome(2, false, false)))];
        var bench = new SynchronousBench(
            new Ga3c { Options = options }, ImpalaTests.StructureOf(false), tasks, threads, 4, learningRate: 0.001, lastAgentStep: 600);
        int finished = 0;
        for (int i = 0; i < 100_000 && finished < threads; i++)
        {
            finished = 0;
            foreach (IWorker worker in bench.Workers)
            {
                if (worker.Run() == Turn.Finished) finished++;
            }
        }

        Assert.Equal(threads, finished);
        Assert.InRange(bench.Shared.AgentSteps, 600, 640);
        Assert.InRange(bench.Shared.Updates, 55, 101);
        Assert.All(bench.Theta, number => Assert.True(float.IsFinite(number)));
    }

    private static int[] PredictionsAfter(SynchronousBench bench, ScriptedTask[] tasks)
    {
        bench.Workers[0].Run();
        return Array.ConvertAll(tasks, task => task.Instances[0].Taken.Count);
    }

    private static double[] Reference(
        NetworkStructure structure,
        float[] old,
        float[] present,
        ScriptedEnvironment environment,
        StepOutcome[] script,
        Ga3cOptions options)
    {
        int steps = 1;
        while (steps < options.TMax && !script[(steps - 1) % script.Length].IsEnd) steps++;
        Activations<double> before = Forward(old, out _);
        Activations<double> now = Forward(present, out AlignedBlock<double> theta);
        double returns = script[(steps - 1) % script.Length].Terminated ? 0 : before.Output(1, steps)[0];
        var loss = new StabilizedSoftmaxLoss<double>(
            options.ValueGradientScale, new StabilizedLogarithm<double>((float)options.LogEpsilon, IsMaximum: false));
        loss.Begin(options.EntropyWeight);
        for (int i = steps - 1; i >= 0; i--)
        {
            returns = script[i % script.Length].Reward + (options.Discount * returns);
            double value = now.Output(1, i)[0];
            loss.AddPolicyStep(now.Output(0, i), environment.Taken[i], returns - value, now.OutputGradient(0, i));
            loss.AddValueStep(value, returns, now.OutputGradient(1, i));
        }

        var gradient = new double[theta.Length];
        NetworkFactory.Double(structure).Backward(theta.Span, now, steps, gradient);
        return gradient;

        Activations<double> Forward(float[] numbers, out AlignedBlock<double> block)
        {
            block = new AlignedBlock<double>(numbers.Length);
            for (int i = 0; i < numbers.Length; i++) block.Span[i] = numbers[i];
            var activations = new Activations<double>(structure, steps + 1);
            for (int row = 0; row <= steps; row++)
            {
                float[] observation = row < steps ? environment.Seen[row].Before : environment.Seen[steps - 1].After;
                for (int i = 0; i < observation.Length; i++) activations.Input(row)[i] = observation[i];
            }

            NetworkFactory.Double(structure).Forward(block.Span, activations, 0, steps + 1);
            return activations;
        }
    }
}
