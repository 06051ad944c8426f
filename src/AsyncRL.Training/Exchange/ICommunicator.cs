using AsyncRL.Numerics.Memory;

namespace AsyncRL.Training.Exchange;

/// <summary>
/// The processes of one run (its ranks), as one of them uses them. All ranks make the same calls in the same order, and each rank makes
/// them from one thread at a time. The calls that begin something do not wait: the engine's threads work while it runs.
/// </summary>
public interface ICommunicator : IDisposable
{
    /// <summary>Number of this rank, from 0.</summary>
    int Rank { get; }

    /// <summary>Number of ranks, at least 1.</summary>
    int Ranks { get; }

    /// <summary>Name and version of the library that carries the messages, for people.</summary>
    string Library { get; }

    /// <summary>
    /// Whether a rank may end or stop alone. Threads of one process end together, and a process that was stopped for a while continues.
    /// </summary>
    bool CanLoseRanks { get; }

    /// <summary>
    /// Time after which a call that waits for other ranks throws <see cref="RankMissingException"/>; infinite unless it is set.
    /// </summary>
    TimeSpan LongestWait { get; set; }

    /// <summary>Replaces the bytes of every rank by those of rank 0. Returns when they have arrived.</summary>
    /// <param name="block">Bytes, as many on every rank.</param>
    void Broadcast(Span<byte> block);

    /// <summary>Brings bytes of every rank to rank 0. Returns when they have arrived.</summary>
    /// <param name="state">This rank's bytes; each rank may have another number of them.</param>
    /// <returns>On rank 0 the bytes of all ranks in the order of their numbers; on the others nothing.</returns>
    IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> state);

    /// <summary>Brings bytes from rank 0 to every rank. Returns when they have arrived.</summary>
    /// <param name="states">On rank 0 the bytes for each rank in the order of their numbers; ignored on the others.</param>
    /// <returns>The bytes for this rank.</returns>
    byte[] Scatter(IReadOnlyList<byte[]> states);

    /// <summary>
    /// Begins to sum a block over all ranks. Neither block may be changed or read until <see cref="TryEnd"/> has returned true. One sum
    /// runs at a time, and no other call may be made meanwhile. The sum has the same bits on all ranks.
    /// </summary>
    /// <param name="part">This rank's numbers.</param>
    /// <param name="sum">Receives the sums, in a block of the same length.</param>
    void BeginSum(AlignedBlock<float> part, AlignedBlock<float> sum);

    /// <summary>
    /// Begins to bring part q of this rank's block to rank q, for every q. Neither block may be changed or read until
    /// <see cref="TryEnd"/> has returned true.
    /// </summary>
    /// <param name="parts">As many parts of equal length as there are ranks.</param>
    /// <param name="received">Receives in part q what rank q has for this rank.</param>
    void BeginTranspose(AlignedBlock<float> parts, AlignedBlock<float> received);

    /// <summary>
    /// Begins to bring the own part of every rank to all ranks. The block may not be changed or read until <see cref="TryEnd"/> has
    /// returned true.
    /// </summary>
    /// <param name="parts">
    /// As many parts of equal length as there are ranks. That of this rank is complete; the others are received.
    /// </param>
    void BeginShare(AlignedBlock<float> parts);

    /// <summary>Asks whether what was begun is complete. Never waits.</summary>
    /// <returns>Whether it is.</returns>
    bool TryEnd();

    /// <summary>
    /// The ranks that have not begun the call that runs now, or, if all have, those that do not answer. Only rank 0 knows them; another
    /// rank names rank 0 if its call is not complete. May wait for some seconds. The run ends after it.
    /// </summary>
    /// <returns>Numbers of ranks, in order.</returns>
    IReadOnlyList<int> Missing();

    /// <summary>Ends every process of the run, this one included.</summary>
    /// <param name="exitCode">The exit code.</param>
    void Abort(int exitCode);
}

/// <summary>The place of an engine among the ranks of a run.</summary>
/// <param name="Rank">Its number, from 0.</param>
/// <param name="Ranks">Number of ranks.</param>
internal readonly record struct RankPlace(int Rank, int Ranks)
{
    /// <summary>The place of the only rank of a run.</summary>
    internal static RankPlace Alone { get; } = new(0, 1);

    /// <summary>The number of the rank's first actor among the actors of all ranks.</summary>
    /// <param name="actors">Actors of each rank.</param>
    internal long FirstActor(int actors) => (long)Rank * actors;

    /// <summary>The place of a communicator.</summary>
    /// <param name="communicator">The communicator.</param>
    internal static RankPlace Of(ICommunicator communicator) => new(communicator.Rank, communicator.Ranks);
}
