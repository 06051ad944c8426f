using System.Collections.Immutable;
using System.Diagnostics;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;

namespace AsyncRL.Profiling;

/// <summary>What the exchange of one group has cost in the turns of its set-up, after the warm-up.</summary>
/// <param name="Group">The number of the group.</param>
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
/// The threads that exchange what the groups of a set-up have learned, as in training. They run during the set-up's turns only.
/// </summary>
internal sealed class GroupExchange : IDisposable
{
    private readonly ManualResetEventSlim _turn = new();
    private readonly List<IRankRounds> _rounds = [];
    private readonly List<Thread> _threads = [];
    private double[][] _before = [];
    private long _ended;

    /// <summary>Prepares the exchange. All groups begin with the same θ.</summary>
    /// <param name="groups">The configuration and the engine of each group.</param>
    internal GroupExchange(IReadOnlyList<(TrainingConfiguration Configuration, Engine Engine)> groups)
    {
        InProcessCommunicator[] communicators = InProcessCommunicator.Create(groups.Count);
        for (int i = 0; i < groups.Count; i++)
        {
            (TrainingConfiguration configuration, Engine engine) = groups[i];
            IRankRounds rounds = RankRounds.Create(configuration, communicators[i], engine, null);
            var theta = new float[engine.Shared.Length];
            engine.Shared.Snapshot(theta);
            rounds.Join(theta, 0);
            IWorker worker = rounds.WorkersOf(engine.Workers)[^1];
            _rounds.Add(rounds);
            _threads.Add(new Thread(() => Work(worker, rounds)) { Name = $"exchange of group {i}", IsBackground = true });
        }

        foreach (Thread thread in _threads) thread.Start();
        BeginCounting();
    }

    /// <summary>Discards what has been counted so far.</summary>
    internal void BeginCounting() => _before = [.. _rounds.ConvertAll(rounds => rounds.Counts.Read())];

    /// <summary>What the exchange has cost each group since <see cref="BeginCounting"/>.</summary>
    /// <param name="seconds">Seconds of the turns since then.</param>
    internal ImmutableArray<ExchangeProfile> Result(double seconds)
    {
        var groups = ImmutableArray.CreateBuilder<ExchangeProfile>();
        for (int group = 0; group < _rounds.Count; group++)
        {
            var interval = new ExchangeInterval(_rounds[group].Counts.Read(), _before[group], seconds);
            groups.Add(new ExchangeProfile(
                group, seconds, (long)interval.Rounds, interval.TakeSeconds, interval.RoundSeconds, interval.AddSeconds, interval.Bytes,
                interval.LateUpdates));
        }

        return groups.ToImmutable();
    }

    /// <summary>Lets the threads run.</summary>
    internal void Begin()
    {
        if (_ended > 0)
        {
            foreach (IRankRounds rounds in _rounds) rounds.SkipPause(Stopwatch.GetTimestamp() - _ended);
        }

        _turn.Set();
    }

    /// <summary>Lets the threads wait. A round that has begun ends in the next turn; the time between does not count as its own.</summary>
    internal void End()
    {
        _turn.Reset();
        _ended = Stopwatch.GetTimestamp();
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        foreach (IRankRounds rounds in _rounds) rounds.Abandon();
        _turn.Set();
        foreach (Thread thread in _threads) thread.Join();
        _turn.Dispose();
    }

    private void Work(IWorker worker, IRankRounds rounds)
    {
        do
        {
            _turn.Wait();

            // A profile neither evaluates nor saves.
            if (rounds.Agreed != RankSignals.None) rounds.Continue();
        }
        while (worker.Run() != Turn.Finished);
    }
}
