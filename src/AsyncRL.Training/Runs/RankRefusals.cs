using AsyncRL.Algorithms;
using AsyncRL.Core.Options;
using AsyncRL.Training.Exchange;

namespace AsyncRL.Training.Runs;

/// <summary>Refuses runs that several ranks cannot train.</summary>
public static class RankRefusals
{
    /// <summary>Checks the ranks that are threads of one process.</summary>
    /// <param name="configuration">The run.</param>
    /// <exception cref="InputException">They do not fit the execution mode, or cannot train the run.</exception>
    internal static void CheckHere(TrainingConfiguration configuration)
    {
        (int simulated, string execution) = (configuration.Exchange.SimulatedRanks, configuration.Execution);
        if (simulated > 1 && execution != TrainingConfiguration.Simulated)
        {
            throw new InputException(
                $"The option simulated-ranks is {simulated} beside the execution mode {execution}; expected 1, or the execution mode "
                + $"{TrainingConfiguration.Simulated}. A launcher such as mpirun starts the ranks of a run on threads.");
        }

        if (configuration.RanksHere > 1) Check(configuration, configuration.RanksHere);
    }

    /// <summary>Why the ranks that are threads of one process cannot train a run, in a sentence; null if they can.</summary>
    /// <param name="configuration">The run.</param>
    internal static string? ReasonAgainst(TrainingConfiguration configuration)
    {
        try
        {
            CheckHere(configuration);
            return null;
        }
        catch (InputException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>Checks that several ranks can train a run.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="ranks">Number of ranks, at least 2.</param>
    /// <exception cref="InputException">They cannot; the message states the reason.</exception>
    public static void Check(TrainingConfiguration configuration, int ranks)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Algorithm algorithm = configuration.Algorithm;
        string word = configuration.NameOfRank;
        if (!algorithm.CanSpanRanks)
        {
            throw new InputException(
                $"The run has {ranks} {word}s, but the threads of the algorithm {algorithm.Name} work together in one process; "
                + $"expected 1 {word}, or an algorithm such as {(configuration.Groups > 1 ? "a3c or n-step-q" : "a3c, a2c or ppo")}.");
        }

        if (algorithm.IsSynchronous && configuration.Groups > 1)
        {
            throw new InputException(
                $"The run has {ranks} groups, but the threads of the synchronous algorithm {algorithm.Name} make every update together; "
                + "expected 1 group, or an algorithm such as a3c or n-step-q.");
        }

        long threads = (long)ranks * configuration.Threads;
        if (algorithm.IsSynchronous && threads > algorithm.MostThreads)
        {
            throw new InputException(
                $"The run has {ranks} ranks of {configuration.Threads} threads, but the algorithm {algorithm.Name} divides "
                + $"{algorithm.MostThreads} environments among them; expected at most {algorithm.MostThreads} threads of all ranks.");
        }

        if (!algorithm.IsSynchronous) RefuseNormalization(configuration, ranks);
        if (configuration.Exchange.Statistics == ExchangeOptions.Mean && !configuration.UpdateRule.IsShared)
        {
            throw new InputException(
                $"The option exchange-statistics is \"{ExchangeOptions.Mean}\", but the optimizer {configuration.UpdateRule.Name} has no "
                + "statistics that all threads share; expected none, or an optimizer such as shared-rmsprop.");
        }

        if (configuration.Exchange.Statistics == ExchangeOptions.Mean && configuration.UpdateRule.NeedsOneUpdateAtATime)
        {
            throw new InputException(
                $"The option exchange-statistics is \"{ExchangeOptions.Mean}\", but the statistics of the optimizer "
                + $"{configuration.UpdateRule.Name} must not change during an update; expected none, or an optimizer such as "
                + "shared-rmsprop.");
        }
    }

    private static void RefuseNormalization(TrainingConfiguration configuration, int ranks)
    {
        string? option = configuration.Wrappers.NormalizeObservations ? "normalize-observations"
            : configuration.Wrappers.NormalizeRewards ? "normalize-rewards" : null;
        if (option is null) return;
        string word = configuration.NameOfRank;
        throw new InputException(
            $"The run has {ranks} {word}s and the option {option}, but the {word}s do not exchange the statistics of the normalization; "
            + $"expected false, or 1 {word}.");
    }
}
