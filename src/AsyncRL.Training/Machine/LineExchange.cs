using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncRL.Training.Machine;

/// <summary>
/// Hands one cache line back and forth between two threads, each tied to a core, for every pair of cores. The line contains a counter: the
/// first thread makes it odd, the second makes it even. Each waits for the other by volatile reads of the counter.
/// </summary>
/// <remarks>
/// A round is so short that most rounds run between two interruptions. Therefore the median of the rounds is that of undisturbed rounds,
/// even if other programs use the same cores.
/// </remarks>
internal sealed class LineExchange
{
    /// <summary>Round trips of a round: long compared with a reading of the clock, short compared with the system's time slices.</summary>
    internal const int RoundTrips = 20;

    /// <summary>The distance from the counter to both ends of its array: 256 bytes. No other changing data is in its line.</summary>
    private const int Margin = 32;

    /// <summary>A time span has ticks of 100 ns, which would be 2.5 ns of a latency.</summary>
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    private readonly IReadOnlyList<int> _processors;
    private readonly int _rounds;
    private readonly CancellationToken _stop;
    private readonly long[] _line = new long[(2 * Margin) + 1];
    private readonly double[,] _nanoseconds;
    private volatile bool _isAbandoned;

    private LineExchange(IReadOnlyList<int> processors, int rounds, CancellationToken stop)
    {
        (_processors, _rounds, _stop) = (processors, rounds, stop);
        _nanoseconds = new double[processors.Count, processors.Count];
    }

    /// <summary>Measures all pairs, one after the other.</summary>
    /// <param name="processors">Numbers of the processors, one for each core.</param>
    /// <param name="rounds">Number of rounds for each pair.</param>
    /// <param name="stop">Cancelled to give up.</param>
    /// <returns>
    /// The nanoseconds of one way, a symmetric matrix with zeros in its diagonal; null if the measurement was stopped, or if the system
    /// refused to tie a thread to a processor.
    /// </returns>
    internal static double[,]? Measure(IReadOnlyList<int> processors, int rounds, CancellationToken stop)
    {
        var exchange = new LineExchange(processors, rounds, stop);
        Thread first = Start("first of the exchange", exchange.First), second = Start("second of the exchange", exchange.Second);
        first.Join();
        second.Join();
        return exchange._isAbandoned ? null : exchange._nanoseconds;
    }

    private static Thread Start(string name, Action work)
    {
        var thread = new Thread(() => work()) { Name = name, IsBackground = true };
        thread.Start();
        return thread;
    }

    /// <summary>The thread that begins each round trip and measures it.</summary>
    private void First()
    {
        var times = new double[_rounds];
        long counter = 0;
        VisitPairs(pair => pair.First, (a, b) =>
        {
            // The first round is not measured: in it the second thread moves to its core.
            for (int round = -1; round < _rounds; round++)
            {
                long start = Stopwatch.GetTimestamp();
                counter = TakeTurns(counter, 0);
                WaitFor(counter);
                if (round >= 0) times[round] = (Stopwatch.GetTimestamp() - start) * NanosecondsPerTick / (2 * RoundTrips);
            }

            Array.Sort(times);
            _nanoseconds[a, b] = _nanoseconds[b, a] = times[_rounds / 2];
        });
    }

    private void Second()
    {
        long counter = 0;
        VisitPairs(pair => pair.Second, (_, _) =>
        {
            for (int round = -1; round < _rounds; round++) counter = TakeTurns(counter, 1);
        });
    }

    /// <summary>Goes through all pairs on the core that a choice selects. Both threads visit the pairs in the same order.</summary>
    private void VisitPairs(Func<(int First, int Second), int> choose, Action<int, int> exchange)
    {
        int pinned = -1;
        for (int a = 0; a < _processors.Count; a++)
        {
            for (int b = a + 1; b < _processors.Count; b++)
            {
                if (_stop.IsCancellationRequested) _isAbandoned = true;
                int wanted = choose((a, b));
                if (wanted != pinned && !ProcessorAffinity.TryPinCurrentThread(_processors[wanted])) _isAbandoned = true;
                pinned = wanted;
                if (_isAbandoned) return;
                exchange(a, b);
            }
        }
    }

    /// <summary>Adds 1 to the counter whenever it is this thread's turn, for the round trips of a round.</summary>
    /// <param name="counter">The counter's value before the round.</param>
    /// <param name="turn">0 for the first thread, 1 for the second.</param>
    /// <returns>The counter's value after the round.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long TakeTurns(long counter, int turn)
    {
        long end = counter + (2 * RoundTrips);
        for (long mine = counter + turn; mine < end; mine += 2)
        {
            if (!WaitFor(mine)) return end;
            Volatile.Write(ref _line[Margin], mine + 1);
        }

        return end;
    }

    /// <summary>Waits until the counter has a value.</summary>
    /// <returns>False if the measurement was abandoned.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool WaitFor(long value)
    {
        ref long line = ref _line[Margin];

        // The other thread may have given up. The flag is in a line that does not change, and a read of it costs about a nanosecond.
        while (Volatile.Read(ref line) != value)
        {
            if (_isAbandoned) return false;
        }

        return true;
    }
}
