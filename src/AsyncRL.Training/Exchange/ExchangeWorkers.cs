using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Workers;

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
    public void SaveState(BinaryWriter writer)
    {
    }

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader)
    {
    }
}
