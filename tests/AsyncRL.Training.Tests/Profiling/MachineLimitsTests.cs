using System.Collections.Immutable;
using System.Linq;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Profiling;
using AsyncRL.Training.Machine;

namespace AsyncRL.Training.Tests.Profiling;

public class MachineLimitsTests
{
    /// <summary>Small enough that a test allocates little. The measured level is then not the third level.</summary>
    private static readonly CacheSizes Small = new(8 << 10, 64 << 10, 256 << 10);

    public static TheoryData<VectorWidth> Lanes => [.. Enum.GetValues<VectorWidth>()];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_limit_is_a_positive_rate(int threads)
    {
        var limits = MachineLimits.Measure(VectorChoice.Widest, threads, Small, seconds: 0.05);
        Assert.Equal(Math.Min(threads, Environment.ProcessorCount), limits.Threads);
        Assert.True(limits.Flops > 0);
        Assert.Equal([MemoryLevel.L1, MemoryLevel.L2, MemoryLevel.L3, MemoryLevel.Memory], limits.Levels.Select(l => l.Level));
        Assert.All(
            limits.Levels, level => Assert.True(level.Read > 0 && level.Write > 0 && level.Copy > 0 && level.Update > 0, $"{level}"));
    }

    [Fact]
    public void No_more_threads_are_measured_than_there_are_processors() =>
        Assert.Equal(Environment.ProcessorCount, MachineLimits.Measure(VectorWidth.Scalar, 1000, Small, seconds: 0.01).Threads);

    /// <summary>Where threads cannot be tied to two cores, there is no such level.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void Several_threads_have_the_caches_of_other_cores_as_a_level(int threads, int levels)
    {
        CoreLatencies? latencies = CoreLatencies.Measure(0.01);
        var limits = MachineLimits.Measure(VectorChoice.Widest, threads, Small, seconds: 0.05, latencies);
        Assert.Equal(latencies is null ? 0 : levels, limits.Levels.Length - 4);
        if (limits.Levels.Length == 4) return;
        LevelBandwidth other = limits.Levels[4];
        Assert.Equal((MemoryLevel.OtherCore, Small.L2 / 2), (other.Level, other.Footprint));
        Assert.All([other.Read, other.Write, other.Copy, other.Update], rate => Assert.True(rate > 0 && double.IsFinite(rate)));
    }

    /// <summary>The first two of three cores share a cache. A fourth thread shares the first core.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    public void Threads_of_one_domain_are_counted_by_the_cores_that_they_need(int threads, int expected)
    {
        var latencies = new CoreLatencies([0, 1, 2], new double[,] { { 0, 30, 200 }, { 30, 0, 200 }, { 200, 200, 0 } });
        Assert.Equal(expected, MachineLimits.CountInOneDomain(latencies, threads));
        Assert.Equal(threads, MachineLimits.CountInOneDomain(null, threads));
    }

    [Fact]
    public void A_processor_that_does_not_exist_has_no_bandwidth()
    {
        if (!OperatingSystem.IsLinux()) return;
        int[] allowed = ProcessorAffinity.Allowed();
        Assert.Null(OtherCoreBandwidth.Measure(VectorWidth.Scalar, [allowed[0], allowed[^1] + 4000], 4096, 0.01));
    }

    [Fact]
    public void A_level_that_was_measured_once_is_kept()
    {
        MachineLimits with = KnownLimits.WithOtherCore(2), without = KnownLimits.Make(2);
        Assert.Equal(with.Levels, with.BestWith(without).Levels.ToArray());
        Assert.Equal(4, without.BestWith(with).Levels.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void Footprints_lie_in_the_level_that_they_measure(int threads)
    {
        var caches = new CacheSizes(48 << 10, 1 << 20, 256L << 20);
        ImmutableArray<long> footprints = MachineLimits.Footprints(caches, threads);
        Assert.InRange(footprints[0], 1, caches.L1);
        Assert.InRange(footprints[1], caches.L1 + 1, caches.L2);
        Assert.InRange(footprints[2], caches.L2 + 1, caches.L3 / threads);
        Assert.True(footprints[3] * threads > caches.L3);
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Sweeps_reach_every_number_of_their_blocks_and_no_other(VectorWidth width)
    {
        const int Length = 3 * MemorySweep.Granularity;
        var sweep = MemorySweep.For(width);
        var (source, destination) = (new float[Length + 1], new float[Length + 1]);
        sweep.Write(source.AsSpan(..Length));
        Assert.Equal([.. Enumerable.Repeat(1f, Length), 0], source);
        for (int i = 0; i < Length; i++) source[i] = i;
        sweep.Copy(source.AsSpan(..Length), destination);
        Assert.Equal(source, destination);
        Assert.Equal(Length * (Length - 1) / 2, sweep.Read(source.AsSpan(..Length)));
        sweep.Update(source.AsSpan(..Length));
        for (int i = 0; i < Length; i++) Assert.Equal(i + 1, source[i]);
        Assert.Equal(0, source[Length]);
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Neither_the_peak_s_loop_nor_a_sweep_allocates(VectorWidth width)
    {
        var (sweep, peak, block) = (MemorySweep.For(width), MultiplyAddPeak.For(width), new float[2 * MemorySweep.Granularity]);
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run()
        {
            peak.Run();
            sweep.Write(block);
            sweep.Copy(block.AsSpan(..MemorySweep.Granularity), block.AsSpan(MemorySweep.Granularity..));
            sweep.Read(block);
            sweep.Update(block);
        }
    }

    /// <summary>A chain is x ← 0.999 x + 0.001 from 0.001: after n turns 1 − 0.999ⁿ⁺¹; all twelve chains' elements are summed.</summary>
    [Theory]
    [MemberData(nameof(Lanes))]
    public void The_peak_s_loop_does_all_the_multiply_adds_that_it_is_said_to_do(VectorWidth width)
    {
        int numbers = width switch { VectorWidth.Scalar => 1, VectorWidth.Vector128 => 4, VectorWidth.Vector256 => 8, _ => 16 };
        double turns = (double)MultiplyAddPeak.MultiplyAdds / (12 * numbers);
        Assert.Equal(12 * numbers * (1 - Math.Pow(0.999, turns + 1)), MultiplyAddPeak.For(width).Run(), 0.01 * numbers);
    }

    [Fact]
    public void Bytes_read_and_written_alike_move_at_the_bandwidth_of_a_copy_and_the_others_at_their_own()
    {
        MachineLimits limits = KnownLimits.Make(threads: 2);
        Assert.Equal(2 * ((2 * 300.0 / 40) + (100.0 / 10)), limits.SecondsToMove(MemoryLevel.L1, 400, 300, 0), 1e-9);
        Assert.Equal(2 * ((2 * 300.0 / 40) + (100.0 / 20)), limits.SecondsToMove(MemoryLevel.L1, 300, 400, 0), 1e-9);
        Assert.Equal(2 * (100.0 / 1), limits.SecondsToMove(MemoryLevel.L3, 100, 0, 0), 1e-9);
        Assert.Equal(2 * (100.0 / 80), limits.SecondsToMove(MemoryLevel.L1, 0, 0, 100), 1e-9);
    }
}
