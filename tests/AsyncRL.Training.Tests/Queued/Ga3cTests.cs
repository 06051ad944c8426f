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

    /// <summary>
    /// On one thread, with the segments of all environments in an update, no segment is old. A network with memory continues from segment
    /// to segment, and begins at 0 where an episode begins.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_age_it_is_a2c_with_a_sum(bool isRecurrent) => PropertyCheck.ForAllSeeds("on-policy ga3c", 20, seed =>
    {
        var generator = new RandomGenerator(seed);
        int environments = 1 + generator.NextInteger(4), steps = 1 + generator.NextInteger(5);
        var options = new Ga3cOptions
        {
            Environments = environments,
            TMax = steps,
            TrainingMinBatch = environments * steps,
            PredictionBatch = 1 + generator.NextInteger(environments),
            Discount = 0.5 + (0.5 * generator.NextDouble()),
            Lambda = generator.NextInteger(2) == 0 ? 1 : generator.NextDouble(),
            CriticTarget = "lambda-return",
            RewardClip = 0.5 * generator.NextInteger(3),
            EntropyWeight = 0.3 * generator.NextDouble(),
            ValueGradientScale = 2 * generator.NextDouble(),
            LogEpsilon = 0,
        };
        var a2c = new A2COptions
        {
            Environments = environments,
            TMax = steps,
            Discount = options.Discount,
            Lambda = options.Lambda,
            RewardClip = options.RewardClip,
            EntropyWeight = options.EntropyWeight,
            ValueGradientScale = options.ValueGradientScale,
            LossScale = "sum",
        };

        // An episode ends where a segment of A2C ends, because a segment of GA3C always ends with its episode. All episodes end alike.
        // Otherwise an environment after a terminal state would begin its next segment before the update.
        int kind = generator.NextInteger(3);
        var scripts = new StepOutcome[environments][];
        for (int i = 0; i < environments; i++)
        {
            scripts[i] = new StepOutcome[2 * steps];
            foreach (ref StepOutcome outcome in scripts[i].AsSpan()) outcome = new StepOutcome((float)generator.NextNormal(), false, false);
            scripts[i][^1] = new StepOutcome(scripts[i][^1].Reward, kind == 0, kind == 1);
        }

        ScriptedTask[] same = Array.ConvertAll(scripts, script => new ScriptedTask(script));
        var other = new SynchronousBench(new A2C { Options = a2c }, ImpalaTests.StructureOf(isRecurrent), same, 1, seed, 0.01);
        ScriptedTask[] tasks = Array.ConvertAll(scripts, script => new ScriptedTask(script));
        var bench = new SynchronousBench(new Ga3c { Options = options }, ImpalaTests.StructureOf(isRecurrent), tasks, 1, seed, 0.01);
        for (int round = 0; round < 5; round++)
        {
            other.RunRound();
            for (long updates = bench.Shared.Updates; bench.Shared.Updates == updates;) bench.Workers[0].Run();
            ImpalaTests.AssertClose(Array.ConvertAll(other.Gradient, number => (double)number), bench.Gradient, 1e-3);
        }

        Assert.Equal(0, bench.Workers[0].Statistics.Read().Staleness);
        Assert.Equal(other.Workers[0].Episodes!.Room, bench.Workers[0].Episodes!.Room);
    });

    /// <summary>A segment is as old as its first action.</summary>
    [Fact]
    public void The_lag_of_a_segment_is_that_of_its_first_action()
    {
        var options = new Ga3cOptions { Environments = 1, TMax = 3, TrainingMinBatch = 1 };
        var task = new ScriptedTask(new StepOutcome(1, false, false));
        var bench = new SynchronousBench(new Ga3c { Options = options }, ImpalaTests.StructureOf(false), [task], 3, 4);
        while (bench.Shared.AgentSteps == 0)
        {
            bench.Workers[0].Run();
            bench.Workers[1].Run();
            bench.Shared.CountUpdate();
        }

        long updates = bench.Shared.Updates;
        Assert.Equal(Turn.Worked, bench.Workers[2].Run());
        Assert.Equal(updates, bench.Workers[2].Statistics.Read().Staleness);
    }

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

    /// <summary>Agents that are faster than the trainers wait, so that the lag stays small.</summary>
    [Fact]
    public void While_the_queue_is_full_no_agent_begins_a_segment()
    {
        var options = new Ga3cOptions { Environments = 3, TMax = 2, TrainingMinBatch = 4, Queue = 2 };
        ScriptedTask[] tasks = [.. Enumerable.Range(0, 3).Select(i => new ScriptedTask(new StepOutcome(i, false, false)))];
        var bench = new SynchronousBench(new Ga3c { Options = options }, ImpalaTests.StructureOf(false), tasks, 3, 4);
        Act(50);
        Assert.Equal(3 * 2, bench.Shared.AgentSteps);
        Assert.Equal(Turn.Worked, bench.Workers[2].Run());
        Act(50);
        Assert.Equal(1, bench.Shared.Updates);
        Assert.Equal(6 * 2, bench.Shared.AgentSteps);

        void Act(int turns)
        {
            for (int i = 0; i < turns; i++)
            {
                bench.Workers[0].Run();
                bench.Workers[1].Run();
            }
        }
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
