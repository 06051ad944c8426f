using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Actors;

/// <summary>
/// The saved state of an actor-learner is complete: an actor-learner of another seed that restores it continues like the first.
/// </summary>
public class ActorLearnerStateTests
{
    public static TheoryData<string, string, string> Learners
    {
        get
        {
            var learners = new TheoryData<string, string, string>();
            foreach (string algorithm in Parts<Algorithm>.All.Where(a => a.IsAsynchronous).Select(a => a.Name))
            {
                foreach (string network in new[] { "mlp", "mlp-lstm" })
                {
                    if (network == "mlp-lstm" && algorithm is ("acer" or "pgql")) continue;
                    foreach (string optimizer in new[] { "rmsprop", "adam" }) learners.Add(algorithm, network, optimizer);
                }
            }

            return learners;
        }
    }

    public static TheoryData<string, string, string> Choices => new()
    {
        { "a3c", "mlp", "td" },
        { "a3c", "mlp-lstm", "advantage" },
        { "a3c", "mlp", "v-trace" },
        { "a3c", "mlp-lstm", "v-trace" },
        { "a3c-continuous", "mlp", "return-baseline" },
        { "a3c-continuous", "mlp", "v-trace" },
        { "a3c-continuous", "mlp-lstm", "v-trace" },
    };

    [Theory]
    [MemberData(nameof(Learners))]
    public void An_actor_learner_restored_to_another_goes_on_as_it_does(string algorithm, string network, string optimizer) =>
        AssertRestores(Configure(algorithm, network, optimizer));

    /// <summary>V-trace holds the segment itself between the halves of a turn.</summary>
    [Theory]
    [MemberData(nameof(Choices))]
    public void So_does_one_with_another_weight_of_the_policy(string algorithm, string network, string psi) =>
        AssertRestores(Configure(algorithm, network, "rmsprop", ("psi", psi)));

    private static void AssertRestores(TrainingConfiguration configuration)
    {
        for (ulong seed = 10; seed < 16; seed++)
        {
            var saved = new Bench(configuration, seed: 1);
            saved.RunSegments(15);

            // One segment is computed and not applied, as in the simulated execution.
            saved.Learner.Compute();
            var restored = new Bench(configuration, seed);
            restored.Restore(saved);
            Bits.AssertSame(Finish(saved), Finish(restored), $"theta of a learner that was made with seed {seed}");
        }

        static float[] Finish(Bench bench)
        {
            bench.Learner.Apply();
            bench.RunSegments(15);
            return bench.Theta;
        }
    }

    /// <summary>Final values of ε that differ much, so that the learner's value can be recognized.</summary>
    private static TrainingConfiguration Configure(
        string algorithm, string network, string optimizer, params ReadOnlySpan<(string Name, string Value)> others)
    {
        Algorithm description = Parts<Algorithm>.Find(algorithm)!;
        List<(string, string)> options = [("optimizer", optimizer), .. others];
        IReadOnlyDictionary<string, string> known = OptionSet.ToAssignments(description.AllOptions);
        if (known.ContainsKey("replay-start")) options.AddRange([("replay-start", "10"), ("replay-size", "60"), ("t-max", "5")]);
        if (known.ContainsKey("pixel-control")) options.AddRange([("pixel-control", "0"), ("feature-control", "0.1")]);
        if (known.ContainsKey("target-interval"))
        {
            options.AddRange([("target-interval", "100"), ("exploration-frames", "40"), ("exploration-period", "30")]);
            options.AddRange([("final-exploration", "0/1"), ("final-exploration-probabilities", "0.5/0.5")]);
        }

        bool chooses = description.Actions == ActionKind.Discrete;
        if (!chooses) options.AddRange([("noise-correlation", "0.5"), ("t-max", "6")]);
        TrainingRequest request = Requests.Small(1000, [.. options]) with { Algorithm = algorithm, Network = network };
        return request.For(chooses ? new WalkTask() : EnvironmentCatalogue.Find("pendulum")!);
    }

    private sealed class Bench
    {
        private readonly SharedParameters _shared;
        private readonly OptimizerStatistics _optimizer;

        internal Bench(TrainingConfiguration configuration, ulong seed)
        {
            NetworkStructure structure = configuration.Network;
            _shared = new SharedParameters(structure.Layout, SharingModes.Create("hogwild", VectorWidth.Scalar));
            var theta = new float[_shared.Length];
            foreach (ParameterSlice slice in structure.Layout.Slices)
                Numbers.Normal(new RandomGenerator(3), slice.Length, 0.3).CopyTo(slice.Of(theta.AsSpan()));
            _shared.Restore(theta, 0, 0);
            _optimizer = TestUpdates.Statistics(configuration.Optimizer with { ClipNorm = 40 }, _shared);
            var context = new AlgorithmContext
            {
                Network = NetworkFactory.Single(structure, VectorWidth.Scalar),
                Shared = _shared,
                Actor = new Actor(configuration.Environment, configuration.EnvironmentOptions, new RandomGenerator(seed)),
                Optimizer = _optimizer,
                LearningRates = new Annealing(0.01, falls: true, 1000),
                LastAgentStep = 1000,
                FramesPerAgentStep = configuration.FramesPerAgentStep,
                LongestEpisode = configuration.LongestEpisode,
                Statistics = new ActorStatistics(),
            };
            Learner = new ActorLearner(0, context, ((IActorLearnerAlgorithm)configuration.Algorithm).CreateLearner(context), 1000);
        }

        internal ActorLearner Learner { get; }

        internal float[] Theta
        {
            get
            {
                var theta = new float[_shared.Length];
                _shared.Snapshot(theta);
                return theta;
            }
        }

        internal void RunSegments(int segments)
        {
            for (int i = 0; i < segments; i++)
            {
                Learner.Compute();
                Learner.Apply();
            }
        }

        internal void Restore(Bench other)
        {
            var target = new float[_shared.Length];
            other._shared.ReadTarget(target);
            _shared.Restore(other.Theta, other._shared.AgentSteps, other._shared.Updates);
            _shared.RestoreTarget(target);
            foreach ((Section saved, Section restored) in other._shared.Sections.Zip(_shared.Sections))
            {
                using var bytes = new MemoryStream();
                saved.Save(new BinaryWriter(bytes));
                bytes.Position = 0;
                restored.Restore(new BinaryReader(bytes));
            }

            using var statistics = new MemoryStream();
            other._optimizer.Transfer(new StateTransfer(new BinaryWriter(statistics)));
            statistics.Position = 0;
            _optimizer.Transfer(new StateTransfer(new BinaryReader(statistics)));
            using var state = new MemoryStream();
            other.Learner.Transfer(new StateTransfer(new BinaryWriter(state)));
            state.Position = 0;
            Learner.Transfer(new StateTransfer(new BinaryReader(state)));
            Assert.Equal(state.Length, state.Position);
        }
    }
}
