using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Exchange;

/// <summary>The thread that exchanges what the actor-learners of a rank have learned, while they continue.</summary>
/// <param name="exchange">The arithmetic of a round.</param>
/// <param name="rounds">When rounds begin and end.</param>
/// <param name="statistics">Counts nothing.</param>
internal sealed class ExchangeWorker(ParameterExchange exchange, ExchangeRounds rounds, ActorStatistics statistics) : IWorker
{
    /// <inheritdoc/>
    public string Name => "exchange";

    /// <inheritdoc/>
    public ActorStatistics Statistics => statistics;

    /// <summary>Whether no round runs.</summary>
    public bool IsAtRest => !exchange.IsUnderWay;

    /// <inheritdoc/>
    public Turn Run()
    {
        if (rounds.Advance() is { } turn) return turn;
        rounds.Wait();
        return Turn.Worked;
    }

    /// <inheritdoc/>
    public void Abandon()
    {
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
    }
}

/// <summary>
/// An actor-learner, an actor or a learner, that begins a turn only if it may. Near T_max it waits for the other ranks.
/// </summary>
/// <param name="worker">The worker.</param>
/// <param name="mayBegin">Whether a turn may begin.</param>
internal sealed class PacedWorker(IWorker worker, Func<bool> mayBegin) : IWorker
{
    private bool _hasFinished;

    /// <summary>Whether the worker has done all its work. Read by any thread.</summary>
    internal bool HasFinished => Volatile.Read(ref _hasFinished);

    /// <inheritdoc/>
    public string Name => worker.Name;

    /// <inheritdoc/>
    public ActorStatistics Statistics => worker.Statistics;

    /// <inheritdoc/>
    public EpisodeQueue? Episodes => worker.Episodes;

    /// <inheritdoc/>
    public bool IsAtRest => worker.IsAtRest;

    /// <inheritdoc/>
    public Turn Run()
    {
        if (!mayBegin()) return Turn.Waiting;
        Turn turn = worker.Run();
        if (turn == Turn.Finished) Volatile.Write(ref _hasFinished, true);
        return turn;
    }

    /// <inheritdoc/>
    public ImmutableArray<InputDensity> MeasureDensities() => worker.MeasureDensities();

    /// <inheritdoc/>
    public void Abandon() => worker.Abandon();

    /// <inheritdoc/>
    public void Transfer(StateTransfer state) => worker.Transfer(state);
}

/// <summary>
/// The simulated execution of a rank, with rounds between its ticks. It waits for every round, so that the run repeats bit for bit.
/// </summary>
/// <param name="execution">The actor-learners of the rank.</param>
/// <param name="exchange">The arithmetic of a round.</param>
/// <param name="rounds">When rounds begin and end.</param>
internal sealed class SimulatedRank(IWorker execution, ParameterExchange exchange, ExchangeRounds rounds) : IWorker
{
    /// <inheritdoc/>
    public string Name => execution.Name;

    /// <inheritdoc/>
    public ActorStatistics Statistics => execution.Statistics;

    /// <inheritdoc/>
    public EpisodeQueue? Episodes => execution.Episodes;

    /// <summary>Whether no round runs.</summary>
    public bool IsAtRest => !exchange.IsUnderWay;

    /// <inheritdoc/>
    public Turn Run()
    {
        if (rounds.Advance() is { } turn) return turn;

        // The rank has not finished before all ranks have.
        return execution.Run() == Turn.Waiting ? Turn.Waiting : Turn.Worked;
    }

    /// <inheritdoc/>
    public void Abandon() => execution.Abandon();

    /// <inheritdoc/>
    public void Transfer(StateTransfer state) => execution.Transfer(state);
}
