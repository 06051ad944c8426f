using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Workers;

namespace AsyncRL.Training.Exchange;

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
    public void SaveState(BinaryWriter writer) => execution.SaveState(writer);

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader) => execution.RestoreState(reader);
}
