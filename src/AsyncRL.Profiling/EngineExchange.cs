using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Execution;
using AsyncRL.Training.Runs;

namespace AsyncRL.Profiling;

/// <summary>What the exchange of one group or rank has cost in the turns of its set-up, after the warm-up.</summary>
/// <param name="Group">The number of the group or rank.</param>
/// <param name="Seconds">Seconds of the turns.</param>
/// <param name="Rounds">Rounds ended.</param>
/// <param name="TakeSeconds">Time in which the group took what its θ moved.</param>
/// <param name="RoundSeconds">Time in which a round ran, from its begin to its end.</param>
/// <param name="AddSeconds">Time in which the group combined the movements and corrected its θ, within the rounds.</param>
/// <param name="Bytes">Bytes that the group handed in.</param>
/// <param name="LateUpdates">Updates of the group while a round ran.</param>
public sealed record ExchangeProfile(
    int Group, double Seconds, long Rounds, double TakeSeconds, double RoundSeconds, double AddSeconds, double Bytes, double LateUpdates)
{
    /// <summary>The share of the time in which the exchange itself needed a processor.</summary>
    public double WorkShare => (TakeSeconds + AddSeconds) / Seconds;

    /// <summary>The age of what a round brings, in updates of the group; NaN without a round.</summary>
    public double LateUpdatesPerRound => LateUpdates / Rounds;
}

/// <summary>
/// The exchange of what the groups of a set-up have learned, or a rank and the others, as in training. The threads of the exchange run
/// during the set-up's turns only.
/// </summary>
internal sealed class EngineExchange : IDisposable
{
    private readonly ManualResetEventSlim _turn = new();
    private readonly List<(int Number, IRankRounds Rounds)> _members = [];
    private readonly List<Thread> _threads = [];
    private double[][] _before = [];
    private long _ended;
    private bool _stops;
    private ExceptionDispatchInfo? _fault;

    /// <summary>Prepares the exchange. All groups, or all ranks, begin with the same θ.</summary>
    /// <param name="members">
    /// The groups of this process, or its one rank: configuration, engine, and what connects it with the others.
    /// </param>
    internal EngineExchange(IReadOnlyList<(TrainingConfiguration Configuration, Engine Engine, ICommunicator Communicator)> members)
    {
        foreach ((TrainingConfiguration configuration, Engine engine, ICommunicator communicator) in members)
        {
            IRankRounds rounds = RankRounds.Create(configuration, communicator, engine, null);
            var theta = new float[engine.Shared.Length];
            engine.Shared.Snapshot(theta);
            rounds.Join(theta, 0);
            _members.Add((communicator.Rank, rounds));
            IReadOnlyList<IWorker> workers = rounds.WorkersOf(engine.Workers);

            // The workers of a synchronous algorithm exchange by themselves.
            if (workers.Count == engine.Workers.Count) continue;
            IWorker worker = workers[^1];
            _threads.Add(new Thread(() => Work(worker, rounds)) { Name = $"exchange of {communicator.Rank}", IsBackground = true });
        }

        foreach (Thread thread in _threads) thread.Start();
        BeginCounting();
    }

    /// <summary>Prepares the exchange between groups of one process.</summary>
    /// <param name="groups">The configuration and the engine of each group.</param>
    internal static EngineExchange OfGroups(IReadOnlyList<(TrainingConfiguration Configuration, Engine Engine)> groups)
    {
        ICommunicator[] communicators = InProcessCommunicator.Create(groups.Count);
        var members = new List<(TrainingConfiguration, Engine, ICommunicator)>();
        for (int i = 0; i < groups.Count; i++) members.Add((groups[i].Configuration, groups[i].Engine, communicators[i]));
        return new EngineExchange(members);
    }

    /// <summary>The rounds of the only member of this process.</summary>
    internal IRankRounds Rounds => _members[0].Rounds;

    /// <summary>Discards what has been counted so far.</summary>
    internal void BeginCounting() => _before = [.. _members.ConvertAll(member => member.Rounds.Counts.Read())];

    /// <summary>What the exchange has cost each member since <see cref="BeginCounting"/>.</summary>
    /// <param name="seconds">Seconds of the turns since then.</param>
    internal ImmutableArray<ExchangeProfile> Result(double seconds)
    {
        var members = ImmutableArray.CreateBuilder<ExchangeProfile>();
        for (int i = 0; i < _members.Count; i++)
        {
            var interval = new ExchangeInterval(_members[i].Rounds.Counts.Read(), _before[i], seconds);
            members.Add(new ExchangeProfile(
                _members[i].Number, seconds, (long)interval.Rounds, interval.TakeSeconds, interval.RoundSeconds, interval.AddSeconds,
                interval.Bytes, interval.LateUpdates));
        }

        return members.ToImmutable();
    }

    /// <summary>Lets the threads run.</summary>
    internal void Begin()
    {
        foreach ((_, IRankRounds rounds) in _members)
        {
            if (_ended > 0) rounds.SkipPause(Stopwatch.GetTimestamp() - _ended);
            Continue(rounds);
        }

        _turn.Set();
    }

    /// <summary>Lets the threads wait. A round that has begun ends in the next turn; the time between does not count as its own.</summary>
    internal void End()
    {
        _turn.Reset();
        _ended = Stopwatch.GetTimestamp();
    }

    /// <summary>Throws what has ended a thread of the exchange.</summary>
    internal void ThrowIfFailed() => Volatile.Read(ref _fault)?.Throw();

    /// <summary>Agrees with the other ranks to end, so that no message of this rank is left under way. All ranks call it.</summary>
    /// <param name="pool">The threads of the rank's engine; they end.</param>
    internal void EndWithOthers(WorkerPool pool)
    {
        StopThreads();
        ThrowIfFailed();
        Rounds.Want(RankSignals.Stop);
        if (Rounds.HoldsActors)
        {
            // The workers themselves tell the other ranks, with their next sums.
            Continue(Rounds);
            pool.Release();
            while (!IRankRounds.IsEnding(Rounds.Agreed) && !pool.WaitForEnd(TimeSpan.FromMilliseconds(1))) Continue(Rounds);
        }

        pool.Stop();
        pool.Release();
        pool.StopAndWait();
        Rounds.Finish(pool.Fault?.Exception, Rounds.Continue);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        foreach ((_, IRankRounds rounds) in _members) rounds.Abandon();
        StopThreads();
        _turn.Dispose();
    }

    private void StopThreads()
    {
        Volatile.Write(ref _stops, true);
        _turn.Set();
        foreach (Thread thread in _threads) thread.Join();
    }

    /// <summary>A profile neither evaluates nor saves.</summary>
    private static void Continue(IRankRounds rounds)
    {
        if (rounds.Agreed is var agreed && agreed != RankSignals.None && !IRankRounds.IsEnding(agreed)) rounds.Continue();
    }

    private void Work(IWorker worker, IRankRounds rounds)
    {
        try
        {
            do
            {
                _turn.Wait();
                Continue(rounds);
            }
            while (!Volatile.Read(ref _stops) && worker.Run() != Turn.Finished);
        }
        catch (Exception problem)
        {
            Volatile.Write(ref _fault, ExceptionDispatchInfo.Capture(problem));
        }
    }
}
