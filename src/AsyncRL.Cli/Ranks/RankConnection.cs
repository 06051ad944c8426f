using AsyncRL.Distributed;
using AsyncRL.Training.Exchange;

namespace AsyncRL.Cli.Ranks;

/// <summary>The connection of this process with the others that a launcher started.</summary>
/// <param name="Communicator">Connects the ranks.</param>
/// <param name="NoteOnProcessors">
/// A line about processors that the launcher withholds from a number of threads; null if there is none.
/// </param>
internal sealed record RankConnection(ICommunicator Communicator, Func<int, string?> NoteOnProcessors) : IDisposable
{
    /// <summary>
    /// The number of this process among those that a launcher started, as far as its variables can be read; null if it was started alone.
    /// </summary>
    internal static int? LaunchedRank
    {
        get
        {
            try
            {
                return Launcher.Find()?.Rank;
            }
            catch (Core.Options.InputException)
            {
                // The command that connects tells it.
                return null;
            }
        }
    }

    /// <summary>Connects this process.</summary>
    /// <param name="error">Receives the refusal of a rank other than 0, which may be the only one on its machine that refuses.</param>
    /// <returns>The connection; null if no launcher started this process with others.</returns>
    /// <exception cref="Core.Options.InputException">There is no MPI library, or it belongs to another launcher.</exception>
    internal static RankConnection? Open(TextWriter error)
    {
        if (Launcher.Find() is not { } launcher) return null;
        try
        {
            return new RankConnection(MpiCommunicator.Connect(launcher), launcher.AffinityNote);
        }
        catch (Core.Options.InputException refusal) when (launcher.Rank > 0)
        {
            error.WriteLine($"Rank {launcher.Rank} on {Environment.MachineName}: {refusal.Message}");
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Communicator.Dispose();
}
