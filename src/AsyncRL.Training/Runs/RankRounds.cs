using AsyncRL.Training.Exchange;
using AsyncRL.Training.Execution;

namespace AsyncRL.Training.Runs;

/// <summary>Makes the rounds of a rank.</summary>
internal static class RankRounds
{
    /// <summary>
    /// Makes the rounds: those of a synchronous algorithm exchange every gradient; those of another one exchange what θ moved, from time to
    /// time.
    /// </summary>
    /// <param name="configuration">The run.</param>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="engine">The engine of this rank.</param>
    /// <param name="simulation">Its simulated execution; null with threads.</param>
    internal static IRankRounds Create(
        TrainingConfiguration configuration, ICommunicator communicator, Engine engine, SimulatedExecution? simulation)
    {
        if (engine.Link is { } link)
        {
            link.Connect(communicator, configuration.Exchange);
            return link;
        }

        var exchange = new ParameterExchange(communicator, engine.Shared, engine.SharedStatistics, configuration.Exchange, engine.Returns);
        Func<bool> hasEnded = simulation is null
            ? () => engine.Shared.AgentSteps >= configuration.AgentSteps
            : () => !simulation.HasWork;
        return new ExchangeRounds(
            exchange, engine.Shared, engine.Evaluations.IsDue, hasEnded, () => engine.EarlyEnd.IsReached, configuration.AgentSteps,
            PeriodOf(configuration), isTimed: simulation is null);
    }

    /// <summary>Agent steps of a rank between two rounds.</summary>
    internal static int PeriodOf(TrainingConfiguration configuration)
    {
        const int Segments = 64;
        return configuration.Exchange.AgentSteps
            ?? (int)Math.Min(100_000_000, (long)Segments * configuration.Algorithm.LongestSegment(configuration.LongestEpisode));
    }
}
