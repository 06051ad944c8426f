using System.Collections.Immutable;
using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>Which sections a run has: each part of it one, by its name.</summary>
public sealed class RunSectionsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("a3c", "rmsprop", "theta")]
    [InlineData("a3c", "shared-rmsprop", "theta", "optimizer", "optimizer mean square")]
    [InlineData("a3c", "shared-adam", "theta", "optimizer", "optimizer mean", "optimizer mean square")]
    [InlineData("n-step-q", "shared-rmsprop", "theta", "target parameters target", "optimizer", "optimizer mean square")]
    public void Every_part_has_a_name(string algorithm, string optimizer, params string[] shared)
    {
        TrainingRequest request = Requests.Small(500, ("optimizer", optimizer)) with { Algorithm = algorithm };
        using var engine = new Engine(request.Simulated(2).For(new WalkTask()));
        string[] names = [.. engine.Sections(engine.CreateSimulation()).Select(section => section.Name)];
        string[] rest = ["actor-learner 0", "actor-learner 1", "normalization", "recent-returns", "evaluations", "simulated execution"];
        Assert.Equal([.. shared, .. rest], names);
    }

    [Fact]
    public void Statistics_that_their_optimizer_does_not_name_have_numbers()
    {
        var optimizer = Optimizer.Create(new OptimizerOptions { Optimizer = "momentum-sgd" });
        Assert.Equal(("momentum", "statistic 3"), (optimizer.StatisticName(0), new UnnamedStatistics(3).StatisticName(2)));
        var statistics = new OptimizerStatistics(new UnnamedStatistics(3), 16);
        Assert.Equal(
            ["optimizer", "optimizer statistic 1", "optimizer statistic 2", "optimizer statistic 3"],
            statistics.Sections.Select(section => section.Name));
    }

    [Theory]
    [InlineData(-0.5f, "number 7 of the optimizer's mean square is -0.5; expected a finite number of at least 0")]
    [InlineData(float.NaN, "number 7 of the optimizer's mean square is NaN; expected a finite number of at least 0")]
    public void A_mean_square_that_is_none_is_refused_by_its_name(float square, string sentence)
    {
        OptimizerStatistics statistics = new(Optimizer.Create(new OptimizerOptions { Optimizer = "shared-adam" }), 16);
        Section section = Assert.Single(statistics.Sections, section => section.Name == "optimizer mean square");
        statistics.Block(1)[7] = square;
        using var state = new MemoryStream();
        section.Save(new BinaryWriter(state));
        state.Position = 0;
        var refused = Assert.Throws<InvalidDataException>(() => section.Restore(new BinaryReader(state)));
        Assert.Equal(sentence, refused.Message);
    }

    /// <summary>A new kind of shared state needs a name, and nothing that writes or reads checkpoints knows it.</summary>
    [Fact]
    public void What_an_algorithm_shares_besides_is_saved_and_restored()
    {
        TrainingConfiguration Configure(Remembering algorithm) =>
            TrainingConfiguration.Resolve(Requests.Small(500), new WalkTask(), new GivenParts(algorithm));

        Remembering first = new(new Remembered()), second = new(new Remembered());
        first.Memory.Value = 4711;
        RunDirectory directory = RunDirectory.Create(_directory.At("run"), Configure(first));
        Trainer.Train(Configure(first), directory);
        Trainer.Resume(Configure(second), RunDirectory.Open(directory.FullPath));
        Assert.Equal(4711, second.Memory.Value);
    }

    /// <summary>A3C with a memory that its workers share; the catalogue finds only what has a constructor without parameters.</summary>
    private sealed class Remembering(Remembered memory) : Algorithm<A3COptions>
    {
        private readonly A3C _inner = new();

        internal Remembered Memory => memory;

        public override string Name => "remembering-a3c";

        public override string Summary => "A3C with a shared memory";

        public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) => _inner.Heads(actions);

        public override int LongestSegment(int? longestEpisode) => _inner.LongestSegment(longestEpisode);

        public override IReadOnlyList<IWorker> CreateWorkers(Session session)
        {
            session.Sections.Add(new Section(
                "replay memory", writer => writer.Write(memory.Value), reader => memory.Value = reader.ReadInt64()));
            return _inner.CreateWorkers(session);
        }

        public override Agent CreateAgent(Network<float> network, ActionSpecification actions) =>
            _inner.CreateAgent(network, actions);
    }

    private sealed class Remembered
    {
        internal long Value { get; set; }
    }

    /// <summary>An optimizer that does not name its statistics; the catalogue does not find it.</summary>
    private sealed class UnnamedStatistics(int statistics) : Optimizer<OptimizerOptions>
    {
        public override string Name => "unnamed";

        public override string Summary => "an optimizer for a test";

        public override int Statistics => statistics;

        public override bool IsShared => true;

        public override bool KeepsThetaWithoutGradient => true;

        public override int FlopsPerNumber => 0;

        public override void Apply(in ParameterUpdate update) => throw new NotSupportedException();
    }
}
