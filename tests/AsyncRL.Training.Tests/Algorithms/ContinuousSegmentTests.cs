using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Lanes;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Randomness;
using AsyncRL.Training.Actors;
using AsyncRL.Training.Algorithms;
using AsyncRL.Training.Optimizers;
using AsyncRL.Training.Sharing;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>Continuous A3C on a scripted task: where segments end, what follows them, and the gradient that is applied.</summary>
public class ContinuousSegmentTests
{
    private const int EpisodeLength = 7;

    [Fact]
    public void A_segment_is_an_episode_unless_t_max_is_given()
    {
        Assert.Equal(EpisodeLength, new Bench(terminated: true, new ContinuousActorCriticOptions()).RunSegment());
        var cut = new Bench(terminated: true, new ContinuousActorCriticOptions { TMax = 5 });
        Assert.Equal([5, 2, 5, 2], Array.ConvertAll(new int[4], _ => cut.RunSegment()));
    }

    [Fact]
    public void Episodes_of_unknown_length_ask_for_t_max()
    {
        AlgorithmDescription description = AlgorithmDescription.Find("a3c-continuous")!;
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
            + "expected one of a3c-continuous.",
            sentence);
    }

    /// <summary>
    /// After a terminal state R is 0; after a time limit it is V of the last observation, or, asked for, the paper's literal 0.
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
        var options = new ContinuousActorCriticOptions
        {
            TruncatedValue = truncatedValue,
            Lambda = lambda,
            EntropyWeight = 0.1,
            Discount = 0.9,
            VarianceFloor = 0.05,
            ActionScaling = scaling,
        };
        var bench = new Bench(terminated, options);
        for (int episode = 0; episode < 3; episode++)
        {
            bench.Task.Steps.Clear();
            bench.RunSegment();
            double[] expected = bench.ExpectedGradient(terminated || truncatedValue == "zero", lambda);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], bench.Gradient[i], 2e-4 * Math.Max(1, Math.Abs(expected[i])));
        }
    }

    /// <summary>σ is about 0.9 where the bounds are ±0.1: what the environment is handed lies mostly beyond them.</summary>
    [Fact]
    public void Unscaled_actions_reach_the_environment_as_they_were_drawn()
    {
        var bench = new Bench(terminated: true, new ContinuousActorCriticOptions { ActionScaling = "none" });
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

            public int FramesPerAgentStep => 1;

            public void Reset(Environments.Observation observation) => throw new NotSupportedException();

            public Environments.StepOutcome Step(Environments.AgentAction action, Environments.Observation observation) =>
                throw new NotSupportedException();

            public void SaveState(BinaryWriter writer) => throw new NotSupportedException();

            public void RestoreState(BinaryReader reader) => throw new NotSupportedException();
        }
    }

    /// <summary>One actor-learner whose θ stands still; the gradient applied last is what its optimiser keeps.</summary>
    private sealed class Bench
    {
        private readonly NetworkStructure _structure = new(
            new NetworkDescription("test", "a test", [new FullyConnected(6), new Rectifier()]),
            Shape.Vector(3),
            GaussianHeads.All(DriftTask.Dimensions));

        private readonly SharedParameters _shared;
        private readonly Optimizer _optimizer;
        private readonly ContinuousActorCriticOptions _options;
        private readonly ContinuousActorCritic _algorithm;

        internal Bench(bool terminated, ContinuousActorCriticOptions options)
        {
            _options = options;
            Task = new DriftTask(EpisodeLength, terminated);
            var theta = new float[_structure.Layout.BlockLength];
            var generator = new RandomGenerator(5);
            foreach (ParameterSlice slice in _structure.Layout.Slices)
                Numbers.Normal(generator, slice.Length, 0.5).CopyTo(slice.Of(theta.AsSpan()));
            _shared = Structures.Share(_structure, theta);
            _optimizer = Optimizer.Create(new OptimizerOptions { Optimizer = "momentum-sgd", Decay = 0 }, _shared.Length);
            var context = new AlgorithmContext
            {
                Network = NetworkFactory.Single(_structure, LaneChoice.Widest),
                Shared = _shared,
                Actor = new Actor(Task, new NoOptions(), new RandomGenerator(1)),
                Optimizer = _optimizer,
                Clipper = new GradientClipper(BlockKernels.For(LaneChoice.Widest), 0),
                LearningRate = new Schedule(0, falls: false, 1000),
                LastAgentStep = 1000,
                FramesPerAgentStep = 1,
                LongestEpisode = EpisodeLength,
                Statistics = new ActorStatistics(),
            };
            _algorithm = new ContinuousActorCritic(context, options);
        }

        internal DriftTask Task { get; }

        internal float[] Gradient => _optimizer.OwnStatistic.ToArray();

        internal int RunSegment()
        {
            int steps = _algorithm.ComputeSegment();
            _algorithm.Apply();
            return steps;
        }

        /// <summary>The loss of the episode as section 9 writes it, differentiated in double.</summary>
        internal double[] ExpectedGradient(bool endsInZero, double lambda)
        {
            Network<double> network = NetworkFactory.Double(_structure);
            var activations = new Activations<double>(_structure, EpisodeLength + 1);
            var theta = new float[_shared.Length];
            _shared.Snapshot(theta);
            double[] parameters = Array.ConvertAll(theta, x => (double)x);
            for (int row = 0; row <= EpisodeLength; row++)
            {
                float[] seen = row < EpisodeLength ? Task.Steps[row].Observation : Task.Last;
                for (int i = 0; i < seen.Length; i++) activations.Input(row)[i] = seen[i];
            }

            network.Forward(parameters, activations, 0, EpisodeLength + 1);
            var heads = new GaussianHeads(_structure);
            double next = endsInZero ? 0 : activations.Output(heads.Value, EpisodeLength)[0], advantage = 0;
            for (int i = EpisodeLength - 1; i >= 0; i--)
            {
                double value = activations.Output(heads.Value, i)[0];
                advantage = Task.Steps[i].Reward + (_options.Discount * next) - value + (_options.Discount * lambda * advantage);
                next = value;
                WriteGradient(activations, heads, i, advantage);
            }

            var gradient = new double[parameters.Length];
            network.Backward(parameters, activations, EpisodeLength, gradient);
            return gradient;
        }

        private void WriteGradient(Activations<double> activations, GaussianHeads heads, int row, double advantage)
        {
            double s = activations.Output(heads.Spread, row)[0];
            double variance = Math.Log(1 + Math.Exp(s)) + _options.VarianceFloor, squares = 0;
            for (int d = 0; d < DriftTask.Dimensions; d++)
            {
                double drawn = Task.Steps[row].Action[d] / (_options.ActionScaling == "bounds" ? DriftTask.Bound : 1);
                double distance = drawn - activations.Output(heads.Mean, row)[d];
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
