using AsyncRL.Numerics.Lanes;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Profiling;
using AsyncRL.Training.Sharing;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Profiling;

public class LostAdditionCountTests
{
    private static readonly ParameterLayout Layout = Structures.Perceptron(20, 30, 2).Layout;

    public static TheoryData<string> Disciplines => [.. SharingDiscipline.Names];

    [Theory]
    [MemberData(nameof(Disciplines))]
    public void One_thread_loses_nothing(string discipline)
    {
        LostAdditionCount count = LostAdditions.Count(Create(discipline), Layout, threads: 1, sweeps: 50);
        Assert.Equal(new LostAdditionCount(discipline, 1, Layout.BlockLength, 50, 50L * Layout.BlockLength, 0), count);
    }

    [Fact]
    public void Interlocked_threads_lose_nothing()
    {
        LostAdditionCount count = LostAdditions.Count(Create("interlocked"), Layout, threads: 4, sweeps: 200);
        Assert.Equal((800L * Layout.BlockLength, 0), (count.Additions, count.Lost));
    }

    [Theory]
    [MemberData(nameof(Disciplines))]
    public void No_more_is_lost_than_all_threads_but_one_added(string discipline)
    {
        LostAdditionCount count = LostAdditions.Measure(Create(discipline), Layout, threads: 3, seconds: 0.02);
        Assert.True(count.Sweeps >= 3);
        Assert.Equal(count.Sweeps * Layout.BlockLength, count.Additions);
        Assert.InRange(count.Rate, 0, 1);
    }

    /// <summary>
    /// Two threads that both load before either stores lose one of the two additions to a number, if they are at it at the same time. A
    /// sweep is two pieces, from its start to the end and from the front to its start; of two sweeps that begin at a and b the pieces
    /// overlap in all numbers but those between a and b.
    /// </summary>
    [Fact]
    public void Two_threads_that_load_before_either_stores_lose_what_is_counted_by_hand()
    {
        const int Sweeps = 7;
        int length = Layout.BlockLength, expected = 0;
        for (int pair = 0; pair < Sweeps; pair++)
        {
            int a = SharedParameters.StartOfSweep((2 * pair) + 1, length), b = SharedParameters.StartOfSweep((2 * pair) + 2, length);
            expected += length - Math.Abs(a - b);
        }

        using var discipline = new InterleavedDiscipline();
        LostAdditionCount count = LostAdditions.Count(discipline, Layout, threads: 2, Sweeps);
        Assert.Equal((2 * Sweeps * length, expected), (count.Additions, count.Lost));
        Assert.InRange(count.Rate, 0.15, 0.5);
    }

    private static SharingDiscipline Create(string name) => SharingDiscipline.Create(name, LaneChoice.Widest)!;

    /// <summary>Loads all numbers, waits until the other thread has, stores all, and waits again.</summary>
    private sealed class InterleavedDiscipline : SharingDiscipline, IDisposable
    {
        private readonly Barrier _both = new(2);

        public override string Name => "interleaved";

        public override string Summary => "for the test";

        public void Dispose() => _both.Dispose();

        internal override void Read(ReadOnlySpan<float> shared, Span<float> destination) => shared.CopyTo(destination);

        internal override void Apply<TRule>(TRule rule, Span<float> parameters, Span<float> statistic, ReadOnlySpan<float> gradient)
        {
            float[] loaded = parameters.ToArray();
            _both.SignalAndWait();
            for (int i = 0; i < loaded.Length; i++)
            {
                var delta = ScalarLane<float>.Broadcast(gradient[i]);
                ScalarLane<float> next = rule.NextStatistic(ScalarLane<float>.Broadcast(0), delta);
                parameters[i] = loaded[i] - ScalarLane<float>.Sum(rule.Step(next, delta));
            }

            _both.SignalAndWait();
        }

        internal override void ApplyMoments<TRule>(
            TRule rule, Span<float> parameters, Span<float> mean, Span<float> square, ReadOnlySpan<float> gradient) =>
            throw new NotSupportedException();
    }
}
