using System.Linq;
using AsyncRL.Cli.Ranks;
using AsyncRL.Core.Options;
using AsyncRL.Environments.Checking;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Commands;

/// <summary>What a command of several processes does: the ranks agree on the run, and none waits for one that has ended.</summary>
internal static class RankedCommand
{
    private const int MillisecondsBeforeAbort = 500;

    /// <summary>Resolves the run on every rank, and refuses ranks that differ.</summary>
    /// <param name="ranks">Connects the ranks.</param>
    /// <param name="resolve">Resolves the command line.</param>
    /// <returns>The run, the same on all ranks.</returns>
    /// <exception cref="InputException">A rank refuses it; all ranks throw the same sentences.</exception>
    internal static TrainingConfiguration Agree(ICommunicator ranks, Func<TrainingConfiguration> resolve)
    {
        TrainingConfiguration configuration = RankAgreement.Prepare(ranks, () =>
        {
            TrainingConfiguration resolved = resolve();
            RefuseOptionsOfOneProcess(resolved, ranks.Ranks);
            RankRefusals.Check(resolved, ranks.Ranks);
            return resolved;
        });
        RankSettings.Check(ranks, configuration);
        return configuration;
    }

    /// <summary>Brings what the launcher did to the processors of each rank to rank 0.</summary>
    /// <param name="connection">Connects the ranks.</param>
    /// <param name="threads">Number of threads of a rank, with that of the exchange.</param>
    /// <returns>A line for each rank that has too few processors; empty if none has.</returns>
    internal static string ShareNotes(RankConnection connection, int threads) => RankAgreement.Share(
        connection.Communicator,
        connection.NoteOnProcessors(threads) ?? "",
        notes => string.Join(Environment.NewLine, notes.Where(note => note.Length > 0)));

    /// <summary>Does something on this rank. If the rank cannot continue, it ends all ranks, which would wait for it otherwise.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="error">Receives the reason.</param>
    /// <param name="ranks">Connects the ranks.</param>
    /// <param name="advice">A sentence that follows the reason; empty for none.</param>
    /// <param name="work">What the rank does.</param>
    /// <returns>The result.</returns>
    internal static T EndAllOnFailure<T>(TextWriter error, ICommunicator ranks, string advice, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception problem) when (problem is not TrainingFaultException and not InputException)
        {
            bool isKnown = problem is RankMissingException or RankFaultException or IOException or UnauthorizedAccessException
                or EnvironmentFaultException;
            string cause = isKnown ? problem.Message : $"{problem}";
            error.WriteLine($"The run ends on all ranks, because rank {ranks.Rank} cannot continue: {cause} {advice}".TrimEnd());
            error.Flush();

            // A launcher that ends the processes at once may lose what they wrote just before.
            Thread.Sleep(MillisecondsBeforeAbort);
            ranks.Abort(ExitCode.Failure);
            throw;
        }
    }

    private static void RefuseOptionsOfOneProcess(TrainingConfiguration configuration, int ranks)
    {
        string? option = configuration switch
        {
            { Exchange.SimulatedRanks: > 1 and var simulated } => $"simulated-ranks is {simulated}",
            { Groups: > 1 and var groups, GroupsChoice: null } => $"groups is {groups}",
            { Groups: > 1 } => "groups is auto",
            _ => null,
        };
        if (option is not null)
            throw new InputException($"The option {option}, but a launcher started {ranks} ranks; expected 1.");
        if (!configuration.Run.Pin) return;
        throw new InputException(
            $"The option pin is true, but a launcher started {ranks} ranks, and those of one machine would be bound to the same "
            + "processors; expected false, and the launcher's own options.");
    }
}
