using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>Continuous A3C on a scripted task: the ends of segments, the bootstrap values, and the applied gradient.</summary>
public class ContinuousSegmentTests
{
    private const int EpisodeLength = 7;

    [Fact]
    public void A_segment_is_an_episode_unless_t_max_is_given()
    {
        Assert.Equal(EpisodeLength, new Bench(terminated: true, new A3CContinuousOptions()).RunSegment());
        using var cut = new Bench(terminated: true, new A3CContinuousOptions { TMax = 5 });
        Assert.Equal([5, 2, 5, 2], Array.ConvertAll(new int[4], _ => cut.RunSegment()));
    }

    [Fact]
    public void Episodes_of_unknown_length_ask_for_t_max()
    {
        Algorithm description = Parts<Algorithm>.Find("a3c-continuous")!;
        var request = new Training.Runs.TrainingRequest { Environment = "scripted", Algorithm = "a3c-continuous" };
        string sentence = Sentence.Of(() => Training.Runs.TrainingConfiguration.Resolve(request, new EndlessTask()));
        Assert.Equal(
            "The option t-max is \"auto\", a segment for each episode, but the environment's episodes have no longest length; "
            + "expected a number of agent steps.",
            sentence);
        Assert.Equal(Environments.ActionKind.Continuous, description.Actions);
    }

    [Fact]
    public void Choices_and_vectors_are_not_mixed_up()
    {
        var request = new Training.Runs.TrainingRequest { Environment = "drift", Algorithm = "a3c" };
        string sentence = Sentence.Of(() => Training.Runs.TrainingConfiguration.Resolve(request, new DriftTask(5, terminated: true)));
        Assert.Equal(
            "The algorithm a3c chooses one of a number of choices, but an action of the environment is 2 real numbers from -0.1 to 0.1; "
            + "expected one of a2c, a3c-continuous, ddpg, impala, paac, ppo.",
            sentence);
    }

    [Theory]
    [InlineData("a3c-continuous", "a vector of real numbers")]
    [InlineData("n-step-q", "one of a number of choices")]
    public void Several_choices_at_once_are_refused_by_algorithms_of_other_actions(string algorithm, string takes)
    {
        var request = new Training.Runs.TrainingRequest { Environment = "several", Algorithm = algorithm };
        string sentence = Sentence.Of(() => Training.Runs.TrainingConfiguration.Resolve(request, new SeveralChoicesTask()));
        Assert.Equal(
            $"The algorithm {algorithm} chooses {takes}, but an action of the environment is choices of 3 and 2; "
            + "expected one of a2c, a3c, ga3c, impala, paac, ppo.",
            sentence);
    }

    /// <summary>
    /// After a terminal state R is 0. After a time limit it is V of the last observation, or 0 with the paper's literal form.
    /// </summary>
    [Theory]
    [InlineData(true, "bootstrap", 1.0, "none")]
    [InlineData(false, "bootstrap", 1.0, "none")]
    [InlineData(false, "zero", 1.0, "none")]
    [InlineData(false, "bootstrap", 0.7, "none")]
    [InlineData(true, "bootstrap", 1.0, "bounds")]
    [InlineData(false, "bootstrap", 0.7, "bounds")]
    public void The_gradient_is_that_of_the_loss_over_the_episode(bool terminated, string truncatedValue, double lambda, string scaling)
    {
        var options = new A3CContinuousOptions
        {
            TruncatedValue = truncatedValue,
            Lambda = lambda,
            EntropyWeight = 0.1,
            Discount = 0.9,
            VarianceFloor = 0.05,
            ActionScaling = scaling,
        };
        using var bench = new Bench(terminated, options);
        for (int episode = 0; episode < 3; episode++)
        {
            bench.Task.Steps.Clear();
            bench.RunSegment();
            double[] expected = bench.ExpectedGradient(terminated || truncatedValue == "zero", lambda);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], bench.Gradient[i], 2e-4 * Math.Max(1, Math.Abs(expected[i])));
        }
    }

    /// <summary>η is that at T after the segment itself.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public void A_linear_entropy_weight_falls_to_zero_at_the_last_agent_step(double passed)
    {
        const double Weight = 0.25;
        using var falling = new Bench(
            terminated: true, new A3CContinuousOptions { EntropyWeight = Weight, EntropyWeightSchedule = "linear" });
        falling.Shared.AddAgentSteps((int)(passed * Bench.LastAgentStep) - EpisodeLength);
        falling.RunSegment();
        using var constant = new Bench(terminated: true, new A3CContinuousOptions { EntropyWeight = Weight * (1 - passed) });
        constant.RunSegment();
        Bits.AssertSame(constant.Gradient, falling.Gradient, "the gradient");
        using var full = new Bench(terminated: true, new A3CContinuousOptions { EntropyWeight = Weight });
        full.RunSegment();
        Bits.AssertDiffer(full.Gradient, falling.Gradient, "the gradients with all of the weight and with a part");
    }

    /// <summary>
    /// Rewards are between −1 and 1. If they were clipped before they are scaled, none would be clipped, and all would be ten times as
    /// large.
    /// </summary>
    [Theory]
    [InlineData(10, 1)]
    [InlineData(0.5, 0.25)]
    [InlineData(3, 0)]
    public void Rewards_are_scaled_and_then_clipped(double scale, double clip)
    {
        var options = new A3CContinuousOptions { RewardScale = scale, RewardClip = clip, EntropyWeight = 0 };
        using var bench = new Bench(terminated: true, options);
        bench.RunSegment();
        double[] expected = bench.ExpectedGradient(endsInZero: true, lambda: 1);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], bench.Gradient[i], 2e-4 * Math.Max(1, Math.Abs(expected[i])));
        double raw = 0;
        foreach ((_, _, float reward) in bench.Task.Steps) raw += reward;
        Assert.Equal(raw, bench.EpisodeReturn, 1e-12);
    }

    /// <summary>
    /// The noise of an episode's first action is independent of that of the previous episode. Within an episode consecutive noise has the
    /// given correlation, and its variance is 1 at every agent step. The tolerances are seven standard errors of 800 numbers.
    /// </summary>
    [Theory]
    [InlineData(0.99)]
    [InlineData(0.5)]
    public void Correlated_noise_is_drawn_anew_at_an_episodes_start_and_has_unit_variance(double correlation)
    {
        const int Episodes = 400;
        using var bench = new Bench(terminated: true, new A3CContinuousOptions { NoiseCorrelation = correlation });
        var noise = new List<double[]>();
        for (int episode = 0; episode < Episodes; episode++)
        {
            bench.Task.Steps.Clear();
            bench.RunSegment();
            noise.AddRange(bench.Noise());
        }

        double fromStep = 0, acrossEpisodes = 0;
        var squares = new double[EpisodeLength];
        for (int i = 1; i < noise.Count; i++)
        {
            double product = (noise[i - 1][0] * noise[i][0]) + (noise[i - 1][1] * noise[i][1]);
            squares[i % EpisodeLength] += (noise[i][0] * noise[i][0]) + (noise[i][1] * noise[i][1]);
            if (i % EpisodeLength == 0) acrossEpisodes += product;
            else fromStep += product;
        }

        int numbers = DriftTask.Dimensions * Episodes;
        Assert.InRange(acrossEpisodes / numbers, -0.25, 0.25);
        Assert.InRange(fromStep / (numbers * (EpisodeLength - 1)), correlation - 0.25, correlation + 0.25);
        Assert.All(squares, square => Assert.InRange(square / numbers, 0.65, 1.35));
    }

    /// <summary>σ is about 0.9 and the bounds are ±0.1, so that most actions exceed the bounds.</summary>
    [Fact]
    public void Unscaled_actions_reach_the_environment_as_they_were_drawn()
    {
        using var bench = new Bench(terminated: true, new A3CContinuousOptions { ActionScaling = "none" });
        for (int episode = 0; episode < 20; episode++) bench.RunSegment();
        int beyond = 0;
        foreach ((_, float[] action, _) in bench.Task.Steps)
        {
            foreach (float number in action) beyond += Math.Abs(number) > 0.1f ? 1 : 0;
        }

        Assert.InRange(beyond, bench.Task.Steps.Count, 2 * bench.Task.Steps.Count);
    }

    private sealed class EndlessTask : Environments.EnvironmentDescription<NoOptions>
    {
        public override string Name => "endless";

        public override string Summary => "A task for tests.";

        protected override Environments.IEnvironment Create(NoOptions options, RandomGenerator generator) => new Endless();

        private sealed class Endless : Environments.IEnvironment
        {
            public Environments.ObservationSpecification Observation => Environments.ObservationSpecification.Vector(3);

            public Environments.ActionSpecification Actions => Environments.ActionSpecification.Continuous(1, -1, 1);

            public void Reset(Environments.Observation observation) => throw new NotSupportedException();

            public Environments.StepOutcome Step(Environments.AgentAction action, Environments.Observation observation) =>
                throw new NotSupportedException();
        }
    }

    /// <summary>One actor-learner with a constant θ. Its optimizer keeps the gradient applied last.</summary>
    private sealed class Bench : IDisposable
    {
        internal const long LastAgentStep = 1000;

        private readonly NetworkStructure _structure = new(
            new NetworkDescription("test", "a test", [new FullyConnected(6), new Rectifier()]),
            Shape.Vector(3),
            GaussianHeads.All(DriftTask.Dimensions));

        private readonly OptimizerStatistics _optimizer;
        private readonly A3CContinuousOptions _options;
        private readonly ILearner _algorithm;
        private readonly Actor _actor;

        internal Bench(bool terminated, A3CContinuousOptions options)
        {
            _options = options;
            Task = new DriftTask(EpisodeLength, terminated);
            var theta = new float[_structure.Layout.BlockLength];
            var generator = new RandomGenerator(5);
            foreach (ParameterSlice slice in _structure.Layout.Slices)
                Numbers.Normal(generator, slice.Length, 0.5).CopyTo(slice.Of(theta.AsSpan()));
            Shared = Structures.Share(_structure, theta);
            _optimizer = TestUpdates.GradientKeeper(Shared);
            _actor = new Actor(Task, new NoOptions(), new RandomGenerator(1));
            var context = new AlgorithmContext
            {
                Network = NetworkFactory.Single(_structure, VectorChoice.Widest),
                Shared = Shared,
                Actor = _actor,
                Optimizer = _optimizer,
                LearningRates = new Annealing(0, falls: false, LastAgentStep),
                LastAgentStep = LastAgentStep,
                FramesPerAgentStep = 1,
                LongestEpisode = EpisodeLength,
                Statistics = new ActorStatistics(),
            };
            _algorithm = new A3CContinuous { Options = options }.CreateLearner(context);
        }

        internal DriftTask Task { get; }

        internal SharedParameters Shared { get; }

        internal double EpisodeReturn => _actor.EpisodeReturn;

        internal float[] Gradient => _optimizer.Block(0).ToArray();

        public void Dispose() => _actor.Dispose();

        internal int RunSegment()
        {
            int steps = _algorithm.Compute();
            _algorithm.Apply();
            return steps;
        }

        /// <summary>ξ = (a − μ) / σ of each agent step of the episode.</summary>
        internal double[][] Noise()
        {
            (_, _, Activations<double> activations) = ForwardInDouble();
            var heads = new GaussianHeads(_structure);
            var noise = new double[EpisodeLength][];
            for (int row = 0; row < EpisodeLength; row++)
            {
                double deviation = Math.Sqrt(heads.Variance(activations, row, _options.VarianceFloor));
                noise[row] = new double[DriftTask.Dimensions];
                for (int d = 0; d < DriftTask.Dimensions; d++)
                    noise[row][d] = (Drawn(row, d) - activations.Output(heads.Mean, row)[d]) / deviation;
            }

            return noise;
        }

        /// <summary>The loss of the episode as section 9 writes it, differentiated in double.</summary>
        internal double[] ExpectedGradient(bool endsInZero, double lambda)
        {
            (Network<double> network, double[] parameters, Activations<double> activations) = ForwardInDouble();
            var heads = new GaussianHeads(_structure);
            double next = endsInZero ? 0 : activations.Output(heads.Value, EpisodeLength)[0], advantage = 0;
            for (int i = EpisodeLength - 1; i >= 0; i--)
            {
                double value = activations.Output(heads.Value, i)[0];
                advantage = Rewarded(i) + (_options.Discount * next) - value + (_options.Discount * lambda * advantage);
                next = value;
                WriteGradient(activations, heads, i, advantage);
            }

            var gradient = new double[parameters.Length];
            network.Backward(parameters, activations, EpisodeLength, gradient);
            return gradient;
        }

        private (Network<double> Network, double[] Parameters, Activations<double> Activations) ForwardInDouble()
        {
            Network<double> network = NetworkFactory.Double(_structure);
            var activations = new Activations<double>(_structure, EpisodeLength + 1);
            var theta = new float[Shared.Length];
            Shared.Snapshot(theta);
            double[] parameters = Array.ConvertAll(theta, x => (double)x);
            for (int row = 0; row <= EpisodeLength; row++)
            {
                float[] seen = row < EpisodeLength ? Task.Steps[row].Observation : Task.Last;
                for (int i = 0; i < seen.Length; i++) activations.Input(row)[i] = seen[i];
            }

            network.Forward(parameters, activations, 0, EpisodeLength + 1);
            return (network, parameters, activations);
        }

        /// <summary>The reward in training: scaled, and then clipped.</summary>
        private double Rewarded(int step)
        {
            double limit = _options.RewardClip > 0 ? _options.RewardClip : double.PositiveInfinity;
            return Math.Clamp(_options.RewardScale * Task.Steps[step].Reward, -limit, limit);
        }

        /// <summary>A drawn number of an action, before it was scaled to the task's bounds.</summary>
        private double Drawn(int step, int dimension) =>
            Task.Steps[step].Action[dimension] / (_options.ActionScaling == "bounds" ? DriftTask.Bound : 1);

        private void WriteGradient(Activations<double> activations, GaussianHeads heads, int row, double advantage)
        {
            double s = activations.Output(heads.Spread, row)[0];
            double variance = Math.Log(1 + Math.Exp(s)) + _options.VarianceFloor, squares = 0;
            for (int d = 0; d < DriftTask.Dimensions; d++)
            {
                double distance = Drawn(row, d) - activations.Output(heads.Mean, row)[d];
                activations.OutputGradient(heads.Mean, row)[d] = -advantage * distance / variance;
                squares += distance * distance;
            }

            double byVariance = (-advantage * ((squares / (2 * variance * variance)) - (DriftTask.Dimensions / (2 * variance))))
                - (_options.EntropyWeight * DriftTask.Dimensions / (2 * variance));
            activations.OutputGradient(heads.Spread, row)[0] = byVariance / (1 + Math.Exp(-s));
            activations.OutputGradient(heads.Value, row)[0] = -_options.ValueGradientScale * advantage;
        }
    }
}
