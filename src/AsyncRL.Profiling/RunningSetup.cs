using System.Collections.Immutable;
using System.Diagnostics;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Exchange;

namespace AsyncRL.Profiling;

/// <summary>A set-up whose engines have their threads. The threads are parked except during the set-up's turns.</summary>
internal sealed class RunningSetup : IDisposable
{
    /// <summary>The time that threads have to wake up and to fill the caches before a turn's rate is measured.</summary>
    private static readonly TimeSpan LeadIn = TimeSpan.FromMilliseconds(5);

    /// <summary>The interval at which training collects finished episodes.</summary>
    private static readonly TimeSpan CollectInterval = TimeSpan.FromMilliseconds(10);

    private readonly ProfileSetup _setup;
    private readonly RunningEngine[] _engines;
    private readonly EngineExchange? _exchange;
    private readonly ICommunicator? _ranks;
    private readonly double[] _rates;
    private int _rounds;
    private int _collections;
    private double _seconds;

    /// <summary>Sets up the engines and starts their threads, which are parked.</summary>
    /// <param name="setup">The set-up to run.</param>
    /// <param name="rounds">Number of turns that are measured.</param>
    /// <param name="processors">
    /// The processors to tie the threads to, in order, repeated from the first if there are too few; empty if the system chooses.
    /// </param>
    /// <param name="layerTimes">Receives the times of the layers' passes; null to time nothing.</param>
    /// <param name="ranks">Connects the only engine with those of other ranks; null if it is not a rank.</param>
    internal RunningSetup(
        ProfileSetup setup, int rounds, int[] processors, LayerTimes? layerTimes = null, ICommunicator? ranks = null)
    {
        (_setup, _ranks) = (setup, ranks);
        _engines = new RunningEngine[setup.Engines.Length];
        var own = new int[processors.Length > 0 ? setup.Threads : 0];
        for (int i = 0; i < own.Length; i++) own[i] = processors[i % processors.Length];
        int first = 0;
        for (int i = 0; i < _engines.Length; i++)
        {
            RankPlace? place = ranks is not null ? RankPlace.Of(ranks) : setup.Groups > 1 ? new RankPlace(i, setup.Groups) : null;
            _engines[i] = new RunningEngine(setup.Engines[i], i, own.AsSpan(Math.Min(first, own.Length)), layerTimes, place);
            first += setup.Engines[i].Threads;
        }

        _rates = new double[rounds];
        if (setup.Groups > 1)
            _exchange = EngineExchange.OfGroups(Array.ConvertAll(_engines, engine => (setup.Engines[0], engine.Engine)));
        if (ranks is not null) _exchange = new EngineExchange([(setup.Engines[0], _engines[0].Engine, ranks)]);
    }

    /// <summary>
    /// Whether the workers of all ranks end a turn after the same update, because none of them can make an update alone.
    /// </summary>
    internal bool EndsWithOthers => _ranks is not null && _exchange!.Rounds.HoldsActors;

    /// <summary>Whether the workers of all ranks have made the last update of a turn.</summary>
    private bool HasAgreed => EndsWithOthers && _exchange!.Rounds.Agreed != RankSignals.None;

    private long AgentSteps
    {
        get
        {
            long sum = 0;
            foreach (RunningEngine engine in _engines) sum += engine.AgentSteps;
            return sum;
        }
    }

    /// <summary>Whether a thread has made an update since <see cref="BeginCounting"/>.</summary>
    internal bool HasUpdates
    {
        get
        {
            foreach (RunningEngine engine in _engines)
            {
                foreach (ThreadProfile thread in engine.Result())
                {
                    if (thread.Updates > 0) return true;
                }
            }

            return false;
        }
    }

    /// <summary>Discards all measurements so far.</summary>
    internal void BeginCounting()
    {
        (_rounds, _collections, _seconds) = (0, 0, 0);
        _exchange?.BeginCounting();
        foreach (RunningEngine engine in _engines) engine.BeginCounting();
    }

    /// <summary>
    /// Runs the threads, measures their rate from the time when they are awake until they are requested to park, and parks them. The rate
    /// of a synchronous algorithm is measured from their release until they are parked, which are whole rounds: in a round all threads act
    /// and then learn, and it may be longer than the turn.
    /// </summary>
    /// <returns>Seconds over which the rate was measured.</returns>
    internal double RunSlice(double seconds)
    {
        int collections = GC.CollectionCount(0);
        (long released, long before) = (Stopwatch.GetTimestamp(), AgentSteps);
        _exchange?.Begin();
        foreach (RunningEngine engine in _engines) engine.Pool.Release();
        Thread.Sleep(LeadIn);
        (long start, long agentSteps) = (Stopwatch.GetTimestamp(), AgentSteps);
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds && !HasEnded && !HasAgreed) Collect(CollectInterval);
        if (EndsWithOthers)
        {
            if (_ranks!.Rank == 0) _exchange!.Rounds.Want(RankSignals.Report);
            while (!HasAgreed && !HasEnded) Collect(TimeSpan.FromMilliseconds(1));
        }

        double lasted = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double rate = (AgentSteps - agentSteps) / lasted;
        foreach (RunningEngine engine in _engines) engine.Pool.Park();
        if (_setup.Engines[0].Algorithm.IsSynchronous && !EndsWithOthers)
            rate = (AgentSteps - before) / Stopwatch.GetElapsedTime(released).TotalSeconds;
        _exchange?.End();
        _seconds += Stopwatch.GetElapsedTime(released).TotalSeconds;
        _exchange?.ThrowIfFailed();
        foreach (RunningEngine engine in _engines) engine.ThrowIfFailed();
        _rates[_rounds++ % _rates.Length] = rate;
        _collections += GC.CollectionCount(0) - collections;
        return lasted;
    }

    /// <summary>The results since <see cref="BeginCounting"/>.</summary>
    internal SetupProfile Result()
    {
        var threads = ImmutableArray.CreateBuilder<ThreadProfile>();
        foreach (RunningEngine engine in _engines) threads.AddRange(engine.Result());
        return new SetupProfile(_setup, [.. _rates], threads.ToImmutable(), _collections)
        {
            Exchanges = _exchange?.Result(_seconds) ?? [],
        };
    }

    /// <summary>Records the phases of the threads in one more turn.</summary>
    internal List<TraceTrack> Trace(int capacity, double seconds)
    {
        var tracks = new List<TraceTrack>();
        for (int i = 0; i < _engines.Length; i++)
        {
            string prefix = _engines.Length > 1 ? $"engine {i}, " : "";
            foreach ((string thread, TraceBuffer buffer) in _engines[i].BeginTrace(capacity))
                tracks.Add(new TraceTrack(_setup.Name, prefix + thread, buffer));
        }

        RunSlice(seconds);
        foreach (RunningEngine engine in _engines) engine.EndTrace();
        return tracks;
    }

    /// <summary>Whether the other ranks have ended the exchange. All ranks agree on it.</summary>
    internal bool IsLeft => _ranks is not null && IRankRounds.IsEnding(_exchange!.Rounds.Agreed);

    /// <summary>Agrees with the other ranks to end. All ranks call it.</summary>
    internal void EndWithOtherRanks() => _exchange!.EndWithOthers(_engines[0].Pool);

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        _exchange?.Dispose();
        foreach (RunningEngine engine in _engines) engine.Dispose();
    }

    /// <summary>Whether a turn ends before its time, because a thread has failed or the other ranks have ended the exchange.</summary>
    private bool HasEnded
    {
        get
        {
            foreach (RunningEngine engine in _engines)
            {
                if (engine.Pool.WaitForEnd(TimeSpan.Zero)) return true;
            }

            return IsLeft;
        }
    }

    private void Collect(TimeSpan interval)
    {
        Thread.Sleep(interval);
        foreach (RunningEngine engine in _engines) engine.CollectEpisodes();
    }
}
