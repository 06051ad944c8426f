using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

/// <summary>Compares the fused update with the same operations one after another: multiply out, scale, apply, snapshot.</summary>
public class FusedUpdateTests
{
    private const int Rows = 6;
    private const double LearningRate = 0.01;

    /// <summary>Matrices of one vector and of many vectors, with all kinds of remainders, and stored regions between them.</summary>
    private static readonly NetworkStructure Structure = Structures.ActorCritic(
        new Shape(4, 3, 2),
        4,
        new Convolution(3, 2, 1),
        new Rectifier(),
        new FullyConnected(16),
        new Rectifier(),
        new FullyConnected(208),
        new Rectifier(),
        new LongShortTermMemory(12));

    public static TheoryData<string, VectorWidth, string> Cases
    {
        get
        {
            var data = new TheoryData<string, VectorWidth, string>();
            foreach (string optimizer in new[] { "momentum-sgd", "shared-adam", "adam" })
            {
                foreach (VectorWidth width in Enum.GetValues<VectorWidth>()) data.Add("hogwild", width, optimizer);
                data.Add("volatile", VectorWidth.Vector128, optimizer);
                data.Add("interlocked", VectorWidth.Vector128, optimizer);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rules_without_an_estimate_leave_the_same_bits_as_the_plain_path(string sharing, VectorWidth width, string optimizer)
    {
        var (plain, fused) = (new Side(sharing, width, optimizer), new Side(sharing, width, optimizer));
        for (int update = 0; update < 5; update++)
        {
            // Every other gradient is clipped.
            float scale = update % 2 == 0 ? 1 : 0.3f;
            plain.ApplyPlain(seed: (ulong)update, scale);
            fused.ApplyFused(seed: (ulong)update, scale);
            Bits.AssertSame(plain.Theta, fused.Theta, "theta");
            Bits.AssertSame(plain.Statistics, fused.Statistics, "statistics");
            Bits.AssertSame(fused.Theta, fused.Snapshot, "snapshot");
        }

        Assert.Equal(5, fused.Updates);
    }

    [Theory]
    [InlineData("shared-rmsprop", "hogwild")]
    [InlineData("rmsprop", "hogwild")]
    [InlineData("shared-rmsprop", "volatile")]
    [InlineData("rmsprop", "interlocked")]
    public void Rmsprop_leaves_the_same_g_bit_for_bit_and_theta_within_the_bound_of_the_estimate(string optimizer, string sharing)
    {
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            var (plain, fused) = (new Side(sharing, width, optimizer), new Side(sharing, width, optimizer));
            for (int update = 0; update < 5; update++)
            {
                plain.ApplyPlain(seed: (ulong)update, 1);
                fused.ApplyFused(seed: (ulong)update, 1);
                Bits.AssertSame(plain.Statistics, fused.Statistics, "g");
                Bits.AssertSame(fused.Theta, fused.Snapshot, "snapshot");

                // No step is longer than η/√(1 − α), each has an error of at most 2⁻²¹ and two roundings, and θ below 4 is rounded by 2⁻²³.
                double bound = (update + 1) * ((LearningRate * 10 * (Math.ScaleB(1, -21) + Math.ScaleB(1, -23))) + Math.ScaleB(1, -22));
                for (int i = 0; i < plain.Theta.Length; i++) Assert.Equal(plain.Theta[i], fused.Theta[i], bound);
            }
        }
    }

    /// <summary>A sweep can begin at any position. Its two parts must neither miss nor repeat a row.</summary>
    [Fact]
    public void Wherever_a_sweep_begins_every_number_is_updated_once()
    {
        var side = new Side("hogwild", VectorWidth.Vector256, "momentum-sgd");
        var expected = new Side("hogwild", VectorWidth.Vector256, "momentum-sgd");
        for (int update = 0; update < 100; update++)
        {
            expected.ApplyPlain(seed: 3, 1);
            side.ApplyFused(seed: 3, 1);
        }

        Bits.AssertSame(expected.Theta, side.Theta, "theta");
    }

    /// <summary>One client with its gradient of a random segment.</summary>
    private sealed class Side
    {
        private readonly Network<float> _network;
        private readonly SharedParameters _shared;
        private readonly OptimizerStatistics _exact;
        private readonly OptimizerStatistics _fast;
        private bool _isFast;
        private readonly float[] _parameters;
        private readonly float[] _snapshot;

        internal Side(string sharing, VectorWidth width, string optimizer)
        {
            _network = NetworkFactory.Single(Structure, width);
            _parameters = Structures.Draw(Structure, new RandomGenerator(1));
            _shared = new SharedParameters(Structure.Layout, SharingModes.Create(sharing, width));
            _shared.Restore(_parameters, 0, 0);
            var options = new OptimizerOptions { Optimizer = optimizer, ClipNorm = 0 };
            _exact = TestUpdates.Statistics(options, _shared);
            _fast = TestUpdates.Statistics(options, _shared, approximatesRoots: true);
            _snapshot = new float[_shared.Length];
        }

        internal long Updates => _shared.Updates;

        internal float[] Snapshot => _snapshot;

        internal float[] Statistics
        {
            get
            {
                OptimizerStatistics used = _isFast ? _fast : _exact;
                var all = new List<float>();
                for (int i = 0; i < used.Optimizer.Statistics; i++) all.AddRange(used.Block(i));
                return [.. all];
            }
        }

        internal float[] Theta
        {
            get
            {
                var theta = new float[_shared.Length];
                _shared.Snapshot(theta);
                return theta;
            }
        }

        internal void ApplyPlain(ulong seed, float scale)
        {
            float[] gradient = new float[_shared.Length];
            _network.Backward(_parameters, Segment(seed), Rows - 1, gradient);
            if (scale != 1) BlockKernels.Scale(gradient, scale);
            _exact.Optimizer.Apply(Update(TestUpdates.Gradient(Structure, gradient), _exact, 1, default));
        }

        internal void ApplyFused(ulong seed, float scale)
        {
            Activations<float> activations = Segment(seed);
            var gradient = new SegmentGradient<float>(activations, keepsFactors: true);
            Assert.Contains(gradient.Regions, region => region.Products is not null);
            _network.Backward(_parameters, activations, Rows - 1, gradient);
            _snapshot.AsSpan().Fill(float.NaN);
            _isFast = true;
            _fast.Optimizer.Apply(Update(gradient, _fast, scale, _snapshot));
        }

        private ParameterUpdate Update(
            SegmentGradient<float> gradient, OptimizerStatistics statistics, float scale, Span<float> snapshot) => new()
            {
                Shared = _shared,
                Gradient = gradient,
                Statistics = statistics.Spans,
                LearningRate = LearningRate,
                Number = statistics.CountUpdate(),
                Scale = scale,
                Snapshot = snapshot,
            };

        private Activations<float> Segment(ulong seed)
        {
            var generator = new RandomGenerator(seed);
            var activations = new Activations<float>(Structure, Rows);
            for (int row = 0; row < Rows; row++)
            {
                Numbers.Normal(generator, Structure.Input.Size, 1).CopyTo(activations.Input(row));
                for (int head = 0; head < Structure.Heads.Length; head++)
                    Numbers.Normal(generator, Structure.Heads[head].Outputs, 1).CopyTo(activations.OutputGradient(head, row));
            }

            _network.Forward(_parameters, activations, 0, Rows);
            return activations;
        }
    }
}
