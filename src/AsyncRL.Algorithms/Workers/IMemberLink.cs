namespace AsyncRL.Algorithms.Workers;

/// <summary>
/// Connects the members of a synchronous batch that are in this process with those in other processes (ranks). Every rank has the same
/// number of members. All ranks make the same calls in the same order, and one member of each rank makes them. No call waits.
/// </summary>
public interface IMemberLink
{
    /// <summary>Number of this rank, from 0.</summary>
    int Rank { get; }

    /// <summary>Number of ranks.</summary>
    int Ranks { get; }

    /// <summary>
    /// Begins to bring part q of this rank's block to rank q, for every q. No block may be changed or read until <see cref="TryEnd"/> has
    /// returned true.
    /// </summary>
    /// <param name="parts">The parts for the ranks.</param>
    /// <param name="received">Receives in part q what rank q has for this rank.</param>
    void BeginTranspose(RankParts parts, RankParts received);

    /// <summary>Begins to bring the own part of every rank to all ranks, into the same block.</summary>
    /// <param name="parts">The block, whose part of this rank is complete.</param>
    void BeginShare(RankParts parts);

    /// <summary>Asks whether the exchange that was begun is complete.</summary>
    /// <returns>Whether it is.</returns>
    bool TryEnd();

    /// <summary>
    /// Reports that the members of this rank cannot continue, and in which exchange the other ranks will wait for it. There the link tells
    /// them.
    /// </summary>
    /// <param name="parts">The block that the next exchange would have brought.</param>
    /// <param name="received">The block that it would have received, if it transposes.</param>
    void Leave(RankParts parts, RankParts? received);
}
