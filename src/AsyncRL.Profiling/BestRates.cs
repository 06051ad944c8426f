using System.Diagnostics;

namespace AsyncRL.Profiling;

/// <summary>
/// Runs pieces of work on several threads at once, in short rounds that all threads begin together. It keeps the best round of each piece,
/// because disturbances can only make a measurement slower.
/// </summary>
internal sealed class BestRates : IDisposable
{
    private const int Passes = 3;

    private readonly Func<Func<long>[]> _makeWork;
    private readonly int _rounds;
    private readonly long _ticksPerRound;
    private readonly Barrier _together;
    private readonly ProbeRates _rates;
    private readonly double[] _best;
    private long _start;

    private BestRates(int threads, int pieces, Func<Func<long>[]> makeWork, int rounds, TimeSpan round)
    {
        (_makeWork, _rounds) = (makeWork, Math.Max(2, rounds / Passes));
        _ticksPerRound = (long)(round.TotalSeconds * Stopwatch.Frequency);
        _together = new Barrier(threads, _ => _start = Stopwatch.GetTimestamp());
        (_rates, _best) = (new ProbeRates(threads), new double[pieces]);
    }

    /// <summary>Measures the rates.</summary>
    /// <param name="threads">Number of threads that run at once.</param>
    /// <param name="pieces">Number of pieces of work.</param>
    /// <param name="makeWork">Makes a thread's own pieces; each runs for some microseconds and returns its amount of work.</param>
    /// <param name="rounds">Approximate number of rounds of each piece.</param>
    /// <param name="round">Length of a round.</param>
    /// <returns>For each piece the best round's amount of work per second, of all threads together.</returns>
    internal static double[] Measure(int threads, int pieces, Func<Func<long>[]> makeWork, int rounds, TimeSpan round)
    {
        using var rates = new BestRates(threads, pieces, makeWork, rounds, round);
        ProbeThreads.Run(threads, rates.Work);
        return rates._best;
    }

    public void Dispose() => _together.Dispose();

    private void Work(int thread)
    {
        Func<long>[] pieces = _makeWork();

        // A piece runs several rounds in a row, so that its memory is in the right cache. All pieces run several times, so that a busy
        // period of the machine does not affect all rounds of one piece.
        for (int pass = 0; pass < Passes; pass++)
        {
            for (int piece = 0; piece < pieces.Length; piece++)
            {
                for (int round = 0; round < _rounds; round++) MeasureRound(thread, piece, pieces[piece]);
            }
        }
    }

    private void MeasureRound(int thread, int piece, Func<long> work)
    {
        _together.SignalAndWait();
        _rates.Of(thread) = RunRound(work, _start);
        _together.SignalAndWait();
        if (thread == 0) _best[piece] = Math.Max(_best[piece], _rates.Sum());
    }

    /// <summary>
    /// Measures the rate by the thread's processor time, if the system reports it, because waiting for a core must not count as slowness of
    /// the core.
    /// </summary>
    private double RunRound(Func<long> work, long start)
    {
        long amount = 0, now;
        long? processor = ThreadClock.Nanoseconds();
        long begin = Stopwatch.GetTimestamp();
        do
        {
            amount += work();
            now = Stopwatch.GetTimestamp();
        }
        while (now - start < _ticksPerRound);
        double? nanoseconds = ThreadClock.Nanoseconds() - processor;
        return nanoseconds > 0 ? amount * 1e9 / nanoseconds.Value : (double)amount * Stopwatch.Frequency / (now - begin);
    }
}
