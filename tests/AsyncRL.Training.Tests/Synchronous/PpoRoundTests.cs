using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Synchronous;

/// <summary>The updates of a round of proximal policy optimization, one by one.</summary>
public class PpoRoundTests
{
    private static readonly NetworkStructure Structure =
        Structures.Perceptron(ScriptedTask.ObservationSize, 6, ScriptedTask.ActionCount);

    /// <summary>
    /// A round has 20 rows, so the last minibatch of 8 has only 4. Its gradient is the mean over these, with advantages that are normalized
    /// among these. Every ratio is 1, because θ does not change.
    /// </summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public void The_last_smaller_minibatch_has_the_mean_gradient_of_its_rows(int members, bool normalizes)
    {
        const int Steps = 10, Size = 8;
        var options = new PpoOptions
        {
            Environments = 2,
            TMax = Steps,
            MinibatchSize = Size,
            Epochs = 1,
            EntropyWeight = 0.1,
            NormalizeAdvantages = normalizes,
        };
        StepOutcome[] script = [new(2, false, false), new(-1, false, false), new(3, true, false)];
        ScriptedTask[] tasks = [new(script), new(script)];
        var bench = new SynchronousBench(new Ppo { Options = options }, Structure, tasks, members, 5);
        bench.RunRound();
        var order = new MinibatchOrder(2 * Steps, Size, new RandomGenerator(5).Split("minibatches"));
        order.Shuffle();
        double[] expected = MeanGradient(bench.Theta, tasks, script, options, order.Minibatch(2).ToArray());
        float[] actual = bench.Gradient;
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5);
    }

    /// <summary>In the second epoch V has come nearer to its target by more than the clip. The error is not learned any further.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(1e-6, true)]
    public void A_value_that_has_moved_by_more_than_the_clip_is_not_moved_further(double clip, bool stops)
    {
        var options = new PpoOptions { Environments = 1, TMax = 1, Epochs = 2, ValueClip = clip };
        SynchronousBench bench = Bench(options, 1, 0.01);
        bench.RunRound();
        Assert.Equal(stops, Array.TrueForAll(bench.Gradient, number => number == 0));
    }

    /// <summary>A small target ends the epochs of the clipped surrogate, but it is only the aim of the penalty.</summary>
    [Fact]
    public void The_penalty_ends_no_epochs_and_has_no_clip()
    {
        float[][] thetas = Array.ConvertAll(new[] { 1e-3, 1e3 }, clip =>
        {
            SynchronousBench bench = Bench(Penalized(1e-6) with { Clip = clip }, 2, 0.1);
            bench.RunRound();
            Assert.Equal(4, bench.Shared.Updates);
            return bench.Theta;
        });
        Bits.AssertSame(thetas[0], thetas[1], "theta with another clip, which the penalty does not have");
    }

    [Theory]
    [InlineData(1e-6, 1)]
    [InlineData(100, 0.25)]
    public void The_penalty_doubles_after_large_divergences_and_halves_after_small_ones(double target, float expected)
    {
        SynchronousBench bench = Bench(Penalized(target), 2, 0.1);
        bench.RunRound();
        byte[] state = StateOf(bench.Workers[0]);
        Assert.Equal(expected, BitConverter.ToSingle(state, state.Length - sizeof(float)));
    }

    /// <summary>
    /// A run ends while the first member has ended a round and the second has not. The second would have another penalty if each member
    /// restored its own.
    /// </summary>
    [Fact]
    public void Members_agree_after_a_failure_at_the_end_of_a_round()
    {
        float[][] thetas = Array.ConvertAll(new[] { false, true }, fails =>
        {
            SynchronousBench bench = Bench(Penalized(100), 2, 0.1);
            do
            {
                bench.Workers[0].Run();
                if (!fails || !bench.Workers[0].IsAtRest) bench.Workers[1].Run();
            }
            while (!bench.Workers[0].IsAtRest);
            SynchronousBench resumed = Bench(Penalized(100), 2, 0.1);
            for (int i = 0; i < 2; i++)
                resumed.Workers[i].Transfer(new StateTransfer(new BinaryReader(new MemoryStream(StateOf(bench.Workers[i])))));
            resumed.RunRound();
            return resumed.Theta;
        });
        Bits.AssertSame(thetas[0], thetas[1], "theta after a failure");
    }

    [Fact]
    public void Losses_are_reported_as_means_over_the_rows_of_all_epochs()
    {
        var options = new PpoOptions { Environments = 3, TMax = 4, MinibatchSize = 5, Epochs = 3, Clip = 1e-5 };
        SynchronousBench bench = Bench(options, 2, 0.1);
        bench.RunRound();
        double rows = 0, clipped = 0;
        foreach (IWorker worker in bench.Workers)
        {
            double own = worker.Statistics.CountOf("entropy");
            foreach (string name in new[] { "clip_fraction", "divergence", "value_loss", "policy_loss" })
                Assert.Equal(own, worker.Statistics.CountOf(name));
            (rows, clipped) = (rows + own, clipped + worker.Statistics.SumOf("clip_fraction"));
            Assert.InRange(worker.Statistics.SumOf("entropy") / own, 0.01, Math.Log(ScriptedTask.ActionCount));
        }

        // In all minibatches but the first, no ratio is 1.
        Assert.Equal((36, 31), (rows, clipped));
    }

    [Fact]
    public void The_explained_variance_of_equal_returns_is_0() =>
        Assert.Equal(0, PpoMetrics.ExplainedVariance([0.1f, 0.1f, 0.1f], [0, 1, 2]));

    [Fact]
    public void An_advantage_of_0_has_no_gradient_at_any_ratio()
    {
        Assert.Equal(0, ClippedSurrogate.Value(double.PositiveInfinity, 0, 0.2, out double weight));
        Assert.Equal(0, weight);
    }

    private static PpoOptions Penalized(double target) => new()
    {
        Environments = 2,
        TMax = 6,
        MinibatchSize = 6,
        Epochs = 2,
        Objective = "penalty",
        Penalty = 0.5,
        TargetDivergence = target,
    };

    /// <summary>Episodes end where rounds of 6 agent steps end.</summary>
    private static SynchronousBench Bench(PpoOptions options, int members, double learningRate)
    {
        var tasks = new ScriptedTask[options.Environments];
        for (int i = 0; i < tasks.Length; i++)
            tasks[i] = new ScriptedTask(new(i, false, false), new(1, false, false), new(-2, true, false));
        return new SynchronousBench(new Ppo { Options = options }, Structure, tasks, members, 3, learningRate);
    }

    private static byte[] StateOf(IWorker worker)
    {
        using var state = new MemoryStream();
        worker.Transfer(new StateTransfer(new BinaryWriter(state)));
        return state.ToArray();
    }

    /// <summary>The mean over rows in double. Row e · N + t is agent step t of environment e.</summary>
    private static double[] MeanGradient(float[] theta, ScriptedTask[] tasks, StepOutcome[] script, PpoOptions options, int[] rows)
    {
        Network<double> network = NetworkFactory.Double(Structure);
        var block = new AlignedBlock<double>(theta.Length);
        for (int i = 0; i < theta.Length; i++) block.Span[i] = theta[i];
        var batch = new Activations<double>(Structure, options.TMax + 1);
        var advantages = new double[tasks.Length * options.TMax];
        for (int e = 0; e < tasks.Length; e++)
        {
            ScriptedEnvironment environment = tasks[e].Instances[0];
            for (int t = 0; t < options.TMax; t++) Show(environment.Seen[t].Before, t);
            Show(environment.Seen[options.TMax - 1].After, options.TMax);
            network.Forward(block.Span, batch, 0, options.TMax + 1);
            double next = 0;
            for (int t = options.TMax - 1; t >= 0; t--)
            {
                StepOutcome outcome = script[t % script.Length];
                double factor = outcome.Terminated ? 0 : options.Discount;
                next = outcome.Reward + (factor * Value(t + 1)) - Value(t) + (factor * options.Lambda * next);
                advantages[(e * options.TMax) + t] = next;
            }
        }

        double[] own = Array.ConvertAll(rows, row => advantages[row]);
        double mean = own.Average(), deviation = Math.Sqrt(own.Average(a => (a - mean) * (a - mean)));
        if (!options.NormalizeAdvantages) (mean, deviation) = (0, 1);
        SoftmaxLoss<double> loss = TestLoss.Softmax(options.EntropyWeight, options.ValueGradientScale);
        for (int i = 0; i < rows.Length; i++) Show(tasks[rows[i] / options.TMax].Instances[0].Seen[rows[i] % options.TMax].Before, i);
        network.Forward(block.Span, batch, 0, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            int action = tasks[rows[i] / options.TMax].Instances[0].Taken[rows[i] % options.TMax];
            loss.AddPolicyStep(batch.Output(0, i), action, (own[i] - mean) / deviation, batch.OutputGradient(0, i));
            loss.AddValueStep(Value(i), Value(i) + own[i], batch.OutputGradient(1, i));
        }

        var gradient = new double[theta.Length];
        network.Backward(block.Span, batch, rows.Length, gradient);
        return Array.ConvertAll(gradient, number => number / rows.Length);

        double Value(int row) => batch.Output(1, row)[0];

        void Show(float[] observation, int row)
        {
            for (int i = 0; i < observation.Length; i++) batch.Input(row)[i] = observation[i];
        }
    }
}
