using System.Collections.Immutable;
using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Profiling;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Profiling;

public class SegmentWorkTests
{
    private static readonly UpdateWork RmsProp = new(9, 1, true);

    /// <summary>Multiply-adds of the paper's network at 84×84×4 and 6 actions, computed by hand for each layer and for the heads.</summary>
    private const long Conv1 = 400 * 16 * 256, Conv2 = 81 * 32 * 256, Hidden = 2592 * 256, Heads = 256 * 7;

    public static TheoryData<string> Optimizers => [.. Optimizer.Names];

    [Fact]
    public void A_forward_row_of_the_paper_s_network_is_5_93_million_operations()
    {
        SegmentWork work = Count(Paper(), SegmentOf(0) with { Passes = new ForwardPasses(1, 0) });
        Assert.Equal(2 * (Conv1 + Conv2 + Hidden + Heads), work.LayerFlops);
        Assert.Equal(5.93e6, work.LayerFlops, 0.01e6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_backward_row_of_it_is_8_59_million(bool fused)
    {
        SegmentWork work = Count(Paper(), SegmentOf(1) with { Passes = default, FusedUpdate = fused });
        Assert.Equal(2 * (Conv1 + (2 * (Conv2 + Hidden + Heads))), work.LayerFlops);
        Assert.Equal(8.59e6, work.LayerFlops, 0.01e6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_segment_of_five_of_A3C_is_78_6_million(bool fused) =>
        Assert.Equal(78.6e6, Count(Paper(), SegmentOf(5) with { FusedUpdate = fused }).LayerFlops, 0.05e6);

    /// <summary>θ has 677,943 numbers, and 677,952 with padding: 2.71 MB a stream.</summary>
    [Fact]
    public void A_plain_update_sweeps_the_gradient_four_times_and_copies_the_parameters()
    {
        double stream = Stream(Paper());
        SegmentWork work = Count(Paper(), SegmentOf(5));
        Assert.Equal(2.71e6, stream, 0.01e6);
        Assert.Equal((1, 2, 0), Streams(work, Phase.Snapshot, stream));
        Assert.Equal((2, 0, 4), Streams(work, Phase.Apply, stream));

        // The gradient of the outer products, the weights of all layers above the first for the data gradient, and five rows of
        // activations.
        PhaseWork backward = Of(work, Phase.Backward);
        Assert.InRange(backward.BytesRead / stream, 1.2, 1.6);
        Assert.InRange(backward.BytesWritten / stream, 0.1, 0.4);
        Assert.Equal(2, backward.BytesUpdated / stream);
    }

    /// <summary>Except for the narrow heads and the biases, whose gradient is stored.</summary>
    [Fact]
    public void A_fused_update_is_five_streams_and_no_snapshot()
    {
        NetworkStructure network = Structures.Perceptron(1000, 208, 3);
        SegmentWork work = Count(network, SegmentOf(5) with { FusedUpdate = true });
        (double read, double written, double updated) = Streams(work, Phase.Apply, Stream(network));
        Assert.Equal((0, 1, 4), (Math.Round(read, 1), written, updated));
        (read, written, updated) = Streams(work, Phase.Snapshot, Stream(network));
        Assert.Equal((0, 0, 0), (read, Math.Round(written, 1), updated));
    }

    /// <summary>
    /// The lengths of heads with 6 and 1 outputs are not multiples of a cache line. Therefore their gradients are stored.
    /// </summary>
    [Fact]
    public void A_fused_update_moves_the_outer_products_from_backward_to_apply()
    {
        SegmentWork plain = Count(Paper(), SegmentOf(5)), fused = Count(Paper(), SegmentOf(5) with { FusedUpdate = true });
        const double Products = 2.0 * 5 * Hidden, StoredNorm = 2.0 * Hidden, FactoredNorm = 2.0 * 15 * (2592 + 256);
        Assert.Equal(Products, Of(plain, Phase.Backward).Flops - Of(fused, Phase.Backward).Flops);
        Assert.Equal(Products + FactoredNorm - StoredNorm, Of(fused, Phase.Apply).Flops - Of(plain, Phase.Apply).Flops, 1e-3);
        Assert.Equal(plain.LayerFlops, fused.LayerFlops);
        Assert.True(fused.Bytes < 0.8 * plain.Bytes);
    }

    /// <summary>The gradient is written once and read once, and θ is read again for the snapshot.</summary>
    [Fact]
    public void Products_that_have_to_be_stored_are_three_streams_more()
    {
        SegmentShape fused = SegmentOf(5) with { FusedUpdate = true };
        SegmentWork inRegisters = Count(Paper(), fused), stored = Count(Paper(), fused with { StoresProducts = true });
        Assert.Equal(3 * 4.0 * Hidden, stored.Bytes - inRegisters.Bytes);
        Assert.Equal(inRegisters.Flops, stored.Flops);
    }

    [Theory]
    [InlineData("hogwild", "shared-rmsprop", 0)]
    [InlineData("volatile", "shared-rmsprop", 3)]
    [InlineData("hogwild", "adam", 2)]
    public void A_run_is_counted_as_it_is_configured(string sharing, string optimizer, int streamsMore)
    {
        var request = new TrainingRequest
        {
            Environment = "null",
            Sharing = sharing,
            Threads = 1,
            Assignments = new Dictionary<string, string> { ["optimizer"] = optimizer },
        };
        var configuration = TrainingConfiguration.Resolve(request);
        SegmentWork fused = Count(Paper(), SegmentOf(5) with { FusedUpdate = true });
        double more = SegmentWork.Count(configuration, 5, []).Bytes - fused.Bytes;
        Assert.Equal(streamsMore, Math.Round(more / Stream(Paper()), 1), 0.11);
    }

    [Theory]
    [InlineData(64, 6, true)]
    [InlineData(64, 33, false)]
    [InlineData(24, 6, false)]
    public void Gradients_of_layers_narrow_or_long_in_time_are_stored(int units, int rows, bool pays) =>
        Assert.Equal(pays, new Dense(Shape.Vector(100), units).FactorsPay(rows));

    /// <summary>
    /// Half of the hidden layer's inputs are not 0 in a row, and 0.7 of them are not 0 in some row of the segment. Heads are too narrow to
    /// skip inputs.
    /// </summary>
    [Fact]
    public void Zeros_that_are_left_out_are_neither_read_nor_multiplied()
    {
        NetworkStructure network = Paper();
        ImmutableArray<InputDensity> densities = [.. network.Nodes.Select(node => new InputDensity(0.5, 0.7))];
        SegmentShape fused = SegmentOf(5) with { FusedUpdate = true };
        SegmentWork all = Count(network, fused), some = Count(network, fused with { Densities = densities });
        Assert.Equal(0.5 * 2 * 6 * Hidden, Of(all, Phase.Act).Flops - Of(some, Phase.Act).Flops, 1);
        Assert.Equal(0.5 * 4 * 6 * Hidden, Of(all, Phase.Act).BytesRead - Of(some, Phase.Act).BytesRead, 1);
        Assert.Equal(0.3 * 2 * 5 * Hidden, Of(all, Phase.Backward).Flops - Of(some, Phase.Backward).Flops, 1);
        Assert.Equal(0.3 * 4 * Hidden, Of(all, Phase.Backward).BytesRead - Of(some, Phase.Backward).BytesRead, 1);

        // If an input was 0 in all rows, θ does not change: it is read for the copy and not written.
        Assert.Equal(0.3 * 2 * 5 * Hidden, Of(all, Phase.Apply).Flops - Of(some, Phase.Apply).Flops, 1);
        Assert.Equal(0.3 * 4 * Hidden, all.Bytes - some.Bytes - (0.5 * 4 * 6 * Hidden) - (0.3 * 4 * Hidden), 1);
        Assert.Equal(0.3 * 8 * Hidden, Of(all, Phase.Apply).BytesUpdated - Of(some, Phase.Apply).BytesUpdated, 1);
        Assert.Equal(0.3 * 8 * Hidden, Of(all, Phase.Apply).BytesShared - Of(some, Phase.Apply).BytesShared, 1);
    }

    [Fact]
    public void An_update_that_never_stands_still_sweeps_over_everything()
    {
        NetworkStructure network = Paper();
        ImmutableArray<InputDensity> densities = [.. network.Nodes.Select(node => new InputDensity(0.5, 0.7))];
        SegmentShape fused = SegmentOf(5) with { FusedUpdate = true, Update = new UpdateWork(5, 1, false) };
        Assert.Equal(Of(Count(network, fused), Phase.Apply), Of(Count(network, fused with { Densities = densities }), Phase.Apply));
    }

    /// <summary>θ, and the statistics if they are shared, are updated in place. θ′ and the gradient belong to one thread.</summary>
    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, false, 2)]
    [InlineData(false, true, 1)]
    [InlineData(true, true, 2)]
    public void Shared_bytes_are_those_of_parameters_and_shared_statistics(bool sharesStatistics, bool fused, int blocks)
    {
        SegmentShape shape = SegmentOf(5) with { FusedUpdate = fused, Update = RmsProp with { SharesStatistics = sharesStatistics } };
        SegmentWork work = Count(Paper(), shape);
        Assert.Equal(2 * blocks * Stream(Paper()), Of(work, Phase.Apply).BytesShared);
        Assert.All([Phase.Snapshot, Phase.Act, Phase.Backward], phase => Assert.Equal(0, Of(work, phase).BytesShared));
    }

    /// <summary>Of T rows, T − 1 pass a gradient to the previous row.</summary>
    [Fact]
    public void Memory_hands_gradients_back_through_all_rows_but_the_first()
    {
        NetworkStructure network = Structures.ActorCritic(Shape.Vector(10), 2, new LongShortTermMemory(20));
        double flops = Count(network, SegmentOf(5) with { Passes = default }).LayerFlops;
        const double Inputs = 10 * 80, States = 20 * 80, HeadProducts = 20 * 3;
        Assert.Equal(2 * ((5 * (Inputs + States)) + (4 * States) + (5 * 2 * HeadProducts)), flops);
    }

    [Fact]
    public void Weights_are_found_where_they_fit_while_acting_and_where_a_whole_segment_fits_otherwise()
    {
        NetworkStructure network = Paper();
        SegmentWork work = Count(network, SegmentOf(5));
        Assert.InRange(Of(work, Phase.Act).WorkingSet, Stream(network), 2 * Stream(network));
        Assert.True(Of(work, Phase.Apply).WorkingSet > 4 * Stream(network));
        SegmentWork values = Count(network, SegmentOf(5) with { Passes = new ForwardPasses(5, 1) });
        Assert.True(Of(values, Phase.Act).WorkingSet > 2 * Stream(network));
    }

    [Theory]
    [InlineData("a3c", "", false, 6, 0)]
    [InlineData("n-step-q", "", false, 5, 1)]
    [InlineData("n-step-q", "", true, 5, 6)]
    [InlineData("n-step-q", "double=true", false, 6, 1)]
    [InlineData("one-step-q", "", false, 5, 5)]
    [InlineData("one-step-q", "double=true", true, 6, 6)]
    [InlineData("one-step-sarsa", "", false, 6, 5)]
    [InlineData("one-step-sarsa", "", true, 6, 6)]
    public void Forward_passes_are_counted_per_algorithm(string name, string assignment, bool isRecurrent, double online, double target)
    {
        Algorithm algorithm = Parts<Algorithm>.Find(name)!;
        var assignments = new Dictionary<string, string>();
        if (assignment.Split('=') is [var option, var value]) assignments.Add(option, value);
        var configured = (Algorithm)algorithm.With(OptionSet.With(algorithm.AllOptions, assignments, new HashSet<string>()));
        Assert.Equal(new ForwardPasses(online, target), configured.CountPasses(isRecurrent, 5));
    }

    /// <summary>An agent predicts V after each segment, and the trainer does not. A learner of IMPALA computes that row again.</summary>
    [Theory]
    [InlineData("ga3c", 11)]
    [InlineData("impala", 12)]
    [InlineData("ape-x", 18)]
    public void Forward_passes_of_actors_and_learners_are_counted_together(string name, double online)
    {
        Algorithm algorithm = Parts<Algorithm>.Find(name)!;
        var options = new Dictionary<string, string> { ["t-max"] = "5" };
        algorithm = (Algorithm)algorithm.With(OptionSet.With(algorithm.AllOptions, options, new HashSet<string>()));
        Assert.Equal(online, algorithm.CountPasses(false, 5).Online);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Every_optimizer_s_work_is_known(string name)
    {
        UpdateWork work = UpdateWork.Of(Optimizer.Create(new OptimizerOptions { Optimizer = name }));
        bool isCentered = name is "rprop" || name.StartsWith("centered-", StringComparison.Ordinal);
        Assert.Equal(isCentered || name.Contains("adam", StringComparison.Ordinal) ? 2 : 1, work.StatisticBlocks);
        Assert.InRange(work.FlopsPerNumber, 4, 20);
        Assert.Equal(isCentered || name.StartsWith("shared-", StringComparison.Ordinal), work.SharesStatistics);
    }

    private static NetworkStructure Paper() => new(
        NetworkCatalogue.Find("mnih2013")!,
        new Shape(84, 84, 4),
        new A3C().Heads(ActionSpecification.Discrete(6)));

    private static SegmentShape SegmentOf(int agentSteps) =>
        new() { AgentSteps = agentSteps, Passes = new ForwardPasses(agentSteps + 1, 0), Update = RmsProp };

    private static SegmentWork Count(NetworkStructure network, SegmentShape shape) => SegmentWork.Count(network, shape);

    private static PhaseWork Of(SegmentWork work, Phase phase) => work.Phases.Single(p => p.Phase == phase);

    private static double Stream(NetworkStructure network) => 4.0 * network.Layout.BlockLength;

    private static (double Read, double Written, double Updated) Streams(SegmentWork work, Phase phase, double stream) =>
        (Of(work, phase).BytesRead / stream, Of(work, phase).BytesWritten / stream, Of(work, phase).BytesUpdated / stream);
}
