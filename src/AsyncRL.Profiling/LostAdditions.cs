using System.Diagnostics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Profiling;

/// <summary>
/// Counts the additions that are lost when threads race over the same numbers. Every thread repeatedly adds 1 to every number of θ, with
/// the loads, stores and sweeps of training. The additions that are missing from the sum were lost.
/// </summary>
/// <remarks>
/// The result is a rate for this machine, not a claim about a run: here a thread's sweeps follow each other directly, but in training a
/// segment separates two sweeps. Floats represent integers exactly up to 2²⁴, more than is ever added to one number.
/// </remarks>
public static class LostAdditions
{
    private const long LargestSum = 1 << 24;

    /// <summary>Races threads for some time.</summary>
    /// <param name="sharing">Determines how threads load and store.</param>
    /// <param name="network">The run's network, which determines the length of θ and the matrices of fused updates.</param>
    /// <param name="threads">Number of threads that add.</param>
    /// <param name="fusedRows">Rows of a segment whose update is fused; 0 for plain updates.</param>
    /// <param name="seconds">Duration in seconds; each thread sweeps at least once.</param>
    /// <returns>The number of additions and of lost additions.</returns>
    public static LostAdditionCount Measure(
        SharingMode sharing, NetworkStructure network, int threads, int fusedRows, double seconds)
    {
        long ticks = (long)(seconds * Stopwatch.Frequency);
        return Race(
            sharing, network, threads, fusedRows, (sweep, started) => sweep > 0 && Stopwatch.GetTimestamp() - started >= ticks);
    }

    /// <summary>Races threads for a number of sweeps each.</summary>
    /// <param name="sharing">Determines how threads load and store.</param>
    /// <param name="network">The run's network, which determines the length of θ and the matrices of fused updates.</param>
    /// <param name="threads">Number of threads that add.</param>
    /// <param name="fusedRows">Rows of a segment whose update is fused; 0 for plain updates.</param>
    /// <param name="sweeps">Number of sweeps of each thread.</param>
    /// <returns>The number of additions and of lost additions.</returns>
    public static LostAdditionCount Count(
        SharingMode sharing, NetworkStructure network, int threads, int fusedRows, int sweeps) =>
        Race(sharing, network, threads, fusedRows, (sweep, _) => sweep == sweeps);

    private static LostAdditionCount Race(
        SharingMode sharing, NetworkStructure network, int threads, int fusedRows, Func<int, long, bool> isOver)
    {
        ArgumentNullException.ThrowIfNull(sharing);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var shared = new SharedParameters(network.Layout, sharing);
        var statistic = new AlignedBlock<float>(shared.Length);
        using var together = new Barrier(threads);
        var racers = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            var adder = new Adder(shared, statistic, network, fusedRows);
            racers[i] = new Thread(() => Run(adder, together, LargestSum / threads, isOver)) { Name = $"adder {i}", IsBackground = true };
        }

        foreach (Thread racer in racers) racer.Start();
        foreach (Thread racer in racers) racer.Join();

        var theta = new float[shared.Length];
        shared.Snapshot(theta);
        long found = 0;
        foreach (float sum in theta) found += (long)sum;
        long added = shared.Updates * shared.Length;
        return new LostAdditionCount(sharing.Name, threads, shared.Length, shared.Updates, added, added - found);
    }

    private static void Run(Adder adder, Barrier together, long mostSweeps, Func<int, long, bool> isOver)
    {
        together.SignalAndWait();
        long started = Stopwatch.GetTimestamp();
        for (int sweep = 0; sweep < mostSweeps && !isOver(sweep, started); sweep++) adder.AddOneToAll();
    }

    /// <summary>One thread's updates, by a gradient of zeros that the rule ignores.</summary>
    private sealed class Adder
    {
        private readonly SharedParameters _shared;
        private readonly AlignedBlock<float> _statistic;
        private readonly AlignedBlock<float> _own;
        private readonly SegmentGradient<float>? _gradient;

        internal Adder(SharedParameters shared, AlignedBlock<float> statistic, NetworkStructure network, int fusedRows)
        {
            (_shared, _statistic, _own) = (shared, statistic, new AlignedBlock<float>(shared.Length));
            if (fusedRows == 0) return;
            var activations = new Activations<float>(network, fusedRows);
            _gradient = new SegmentGradient<float>(activations, keepsFactors: true);

            // Makes the sweep multiply out as many rows as in training. The rows contain zeros.
            NetworkFactory.Single(network, VectorChoice.Widest).Backward(_own.Span, activations, fusedRows, _gradient);
        }

        internal void AddOneToAll()
        {
            if (_gradient is null) _shared.Sweep(default(PlusOne), _own.Span, new StatisticSpans(_statistic.Span, default));
            else _shared.Sweep(default(PlusOne), Update(_gradient));
        }

        private ParameterUpdate Update(SegmentGradient<float> gradient) => new()
        {
            Shared = _shared,
            Gradient = gradient,
            Statistics = new StatisticSpans(_statistic.Span, default),
            LearningRate = 1,
            Number = 1,
            Scale = 1,
            Snapshot = _own.Span,
        };
    }

    private readonly struct PlusOne : IUpdateRule
    {
        public static int Statistics => 1;

        public static bool KeepsThetaWithoutGradient => false;

        public TVector NextFirst<TVector>(TVector first, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float> => first + gradient;

        public TVector NextSecond<TVector>(TVector second, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float> => second;

        public TVector Step<TVector>(TVector gradient, TVector nextFirst, TVector nextSecond)
            where TVector : unmanaged, IVector<TVector, float> => nextFirst - TVector.Broadcast(1);
    }
}

/// <summary>The additions of racing threads and their losses.</summary>
/// <param name="Sharing">Name of the sharing mode.</param>
/// <param name="Threads">Number of threads that raced.</param>
/// <param name="Length">Number of elements to which each thread added 1.</param>
/// <param name="Sweeps">Number of sweeps of all threads.</param>
/// <param name="Additions">Number of additions of all threads.</param>
/// <param name="Lost">Number of additions that are missing from the sum.</param>
public sealed record LostAdditionCount(string Sharing, int Threads, int Length, long Sweeps, long Additions, long Lost)
{
    /// <summary>The share of additions that were lost.</summary>
    public double Rate => (double)Lost / Additions;
}
