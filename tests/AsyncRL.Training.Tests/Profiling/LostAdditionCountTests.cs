using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Profiling;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Profiling;

public class LostAdditionCountTests
{
    private const int Rows = 5;

    /// <summary>One hidden layer whose gradient fused updates keep as factors.</summary>
    private static readonly NetworkStructure Network = Structures.Perceptron(20, 32, 2);

    private static readonly int Length = Network.Layout.BlockLength;

    public static TheoryData<string, int> SharingModes
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string name in SharingMode.Names)
            {
                data.Add(name, 0);
                data.Add(name, Rows);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(SharingModes))]
    public void One_thread_loses_nothing(string sharing, int fusedRows)
    {
        LostAdditionCount count = LostAdditions.Count(Create(sharing), Network, threads: 1, fusedRows, sweeps: 50);
        Assert.Equal(new LostAdditionCount(sharing, 1, Length, 50, 50L * Length, 0), count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Rows)]
    public void Interlocked_threads_lose_nothing(int fusedRows)
    {
        LostAdditionCount count = LostAdditions.Count(Create("interlocked"), Network, threads: 4, fusedRows, sweeps: 200);
        Assert.Equal((800L * Length, 0), (count.Additions, count.Lost));
    }

    [Theory]
    [MemberData(nameof(SharingModes))]
    public void No_more_is_lost_than_all_threads_but_one_added(string sharing, int fusedRows)
    {
        LostAdditionCount count = LostAdditions.Measure(Create(sharing), Network, threads: 3, fusedRows, seconds: 0.02);
        Assert.True(count.Sweeps >= 3);
        Assert.Equal(count.Sweeps * Length, count.Additions);
        Assert.InRange(count.Rate, 0, 1);
    }

    /// <summary>
    /// If two threads both load a number before either stores it, one of the two additions is lost. A sweep has two pieces: from its start
    /// to the end of the block, and from the front of the block to its start. The pieces of two sweeps that begin at a and b overlap in all
    /// numbers except those between a and b.
    /// </summary>
    [Fact]
    public void Two_threads_that_load_before_either_stores_lose_what_is_counted_by_hand()
    {
        const int Sweeps = 7;
        int expected = 0;
        for (int pair = 0; pair < Sweeps; pair++)
        {
            int a = SweepStart.Of((2 * pair) + 1, Length), b = SweepStart.Of((2 * pair) + 2, Length);
            expected += Length - Math.Abs(a - b);
        }

        using var sharing = new InterleavedSharing();
        LostAdditionCount count = LostAdditions.Count(sharing, Network, threads: 2, fusedRows: 0, Sweeps);
        Assert.Equal((2 * Sweeps * Length, expected), (count.Additions, count.Lost));
        Assert.InRange(count.Rate, 0.15, 0.5);
    }

    private static SharingMode Create(string name) => SharingMode.Create(name, VectorChoice.Widest)!;

    /// <summary>Loads all numbers, waits until the other thread has, stores all, and waits again.</summary>
    private sealed class InterleavedSharing() : SharingMode(BlockKernels.For(VectorWidth.Scalar)), IDisposable
    {
        private readonly Barrier _both = new(2);

        public override string Name => "interleaved";

        public override string Summary => "for the test";

        public void Dispose() => _both.Dispose();

        internal override void Read(ReadOnlySpan<float> shared, Span<float> destination) => shared.CopyTo(destination);

        internal override void Apply<TRule>(
            TRule rule, Span<float> parameters, StatisticSpans statistics, ReadOnlySpan<float> gradient)
        {
            float[] loaded = parameters.ToArray();
            _both.SignalAndWait();
            for (int i = 0; i < loaded.Length; i++)
            {
                var delta = ScalarVector<float>.Broadcast(gradient[i]);
                ScalarVector<float> next = rule.NextFirst(ScalarVector<float>.Broadcast(0), delta);
                parameters[i] = loaded[i] - ScalarVector<float>.Sum(rule.Step(delta, next, default));
            }

            _both.SignalAndWait();
        }
    }
}
