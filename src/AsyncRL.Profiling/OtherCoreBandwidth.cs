using System.Collections.Immutable;
using System.Diagnostics;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Machine;

namespace AsyncRL.Profiling;

/// <summary>
/// Measures how fast threads move bytes that another core wrote last. Each thread is tied to a core and owns a block that fits in the
/// second-level cache of the core. In each round all threads first write their own blocks. Then each sweeps the block of another thread.
/// Only this sweep is timed.
/// </summary>
internal sealed class OtherCoreBandwidth : IDisposable
{
    /// <summary>The kinds of sweeps: read, write, copy, update.</summary>
    private const int Sweeps = 4;

    /// <summary>The largest number of distances between a thread and the owner of the block that it sweeps.</summary>
    private const int MostDistances = 8;

    private const int LeastRounds = 5;

    /// <summary>The approximate time of a round, which only determines the number of rounds.</summary>
    private const double SecondsPerRound = 100e-6;

    private readonly ImmutableArray<int> _processors;
    private readonly MemorySweep _sweep;
    private readonly int _length;
    private readonly int _distances;
    private readonly int _rounds;
    private readonly Barrier _together;
    private readonly AlignedBlock<float>[] _blocks;
    private readonly ProbeRates _rates;
    private readonly double[] _best;
    private volatile bool _isRefused;

    private OtherCoreBandwidth(VectorWidth width, ImmutableArray<int> processors, long footprint, double seconds)
    {
        (_processors, _sweep) = (processors, MemorySweep.For(width));
        _length = (int)(footprint / sizeof(float) / MemorySweep.Granularity * MemorySweep.Granularity);
        _distances = Math.Min(MostDistances, processors.Length - 1);
        _rounds = Math.Max(LeastRounds, (int)(seconds / (Sweeps * _distances) / SecondsPerRound));
        _together = new Barrier(processors.Length);
        _blocks = new AlignedBlock<float>[processors.Length];
        (_rates, _best) = (new ProbeRates(processors.Length), new double[Sweeps * _distances]);
    }

    /// <summary>Measures the bandwidths.</summary>
    /// <param name="width">The vector that moves the data.</param>
    /// <param name="processors">A processor for each thread, each of another core.</param>
    /// <param name="footprint">Bytes of each thread's block.</param>
    /// <param name="seconds">Approximate total time in seconds.</param>
    /// <returns>
    /// The bandwidths, all threads together; null if there is only one thread, or if the system refuses to tie a thread to its processor.
    /// </returns>
    internal static LevelBandwidth? Measure(VectorWidth width, ImmutableArray<int> processors, long footprint, double seconds)
    {
        if (processors.Length < 2) return null;
        using var bandwidth = new OtherCoreBandwidth(width, processors, footprint, seconds);
        ProbeThreads.Run(processors.Length, bandwidth.Work);
        return bandwidth._isRefused ? null : bandwidth.Result();
    }

    public void Dispose() => _together.Dispose();

    private LevelBandwidth Result()
    {
        var rates = new double[Sweeps];
        for (int sweep = 0; sweep < Sweeps; sweep++) rates[sweep] = MeanRate(_best.AsSpan(sweep * _distances, _distances));
        return new LevelBandwidth(MemoryLevel.OtherCore, (long)_length * sizeof(float), rates[0], rates[1], rates[2], rates[3]);
    }

    /// <summary>The harmonic mean: the rate of a thread that moves the same number of bytes at each of the rates.</summary>
    private static double MeanRate(ReadOnlySpan<double> rates)
    {
        double inverse = 0;
        foreach (double rate in rates) inverse += 1 / rate;
        return rates.Length / inverse;
    }

    private void Work(int thread)
    {
        if (!ProcessorAffinity.TryPinCurrentThread(_processors[thread])) _isRefused = true;

        // Each thread makes its own block, so that the block is in the memory next to its core.
        _blocks[thread] = new AlignedBlock<float>(_length);
        var copy = new AlignedBlock<float>(_length);
        copy.Span.Fill(1);
        _together.SignalAndWait();
        if (_isRefused) return;
        for (int piece = 0; piece < _best.Length; piece++)
        {
            (int sweep, int distance) = (piece / _distances, DistanceOf(piece % _distances));
            AlignedBlock<float> other = _blocks[(thread + distance) % _blocks.Length];
            for (int round = 0; round < _rounds; round++) RunRound(thread, piece, () => Sweep(sweep, other.Span, copy.Span));
        }
    }

    /// <summary>Distances from 1 to the number of threads minus 1, evenly spaced.</summary>
    private int DistanceOf(int index) => 1 + (index * (_processors.Length - 1) / _distances);

    /// <summary>The best round counts, because other programs can only make a round slower.</summary>
    private void RunRound(int thread, int piece, Func<double> sweep)
    {
        _sweep.Write(_blocks[thread].Span);
        _together.SignalAndWait();
        long start = Stopwatch.GetTimestamp();
        double bytes = sweep();
        _rates.Of(thread) = bytes * Stopwatch.Frequency / (Stopwatch.GetTimestamp() - start);
        _together.SignalAndWait();
        if (thread != 0) return;
        _best[piece] = Math.Max(_best[piece], _rates.Sum());
    }

    /// <summary>Sweeps a block.</summary>
    /// <returns>Number of bytes loaded and stored.</returns>
    private double Sweep(int kind, Span<float> block, Span<float> copy)
    {
        double bytes = (double)block.Length * sizeof(float);
        switch (kind)
        {
            case 0:
                _sweep.Read(block);
                return bytes;
            case 1:
                _sweep.Write(block);
                return bytes;
            case 2:
                _sweep.Copy(block, copy);
                return 2 * bytes;
            default:
                _sweep.Update(block);
                return 2 * bytes;
        }
    }
}
