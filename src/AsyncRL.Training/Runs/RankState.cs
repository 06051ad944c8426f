using AsyncRL.Training.Exchange;
using Microsoft.IO;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The state of one rank as bytes. A replay memory makes it longer than an array can be, so it is kept in blocks of memory and goes from
/// rank to rank in pieces. All ranks bring or receive as many pieces, those of the shorter states empty.
/// </summary>
internal static class RankState
{
    /// <summary>Bytes of a piece: small beside a large state, and large beside the work of a message.</summary>
    internal const int PieceLength = 64 << 20;

    private static readonly RecyclableMemoryStreamManager Memory = new(new RecyclableMemoryStreamManager.Options
    {
        BlockSize = 1 << 20,

        // States are rare and large: their memory goes back to the program.
        MaximumSmallPoolFreeBytes = 1,
    });

    /// <summary>Makes an empty state.</summary>
    internal static RecyclableMemoryStream Create() => new(Memory);

    /// <summary>Brings the states of all ranks to rank 0. Every rank calls it.</summary>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="own">The state of this rank.</param>
    /// <param name="pieceLength">Bytes of a piece, the same on all ranks.</param>
    /// <returns>On rank 0 the states in the order of the ranks; none on the others.</returns>
    internal static IReadOnlyList<RecyclableMemoryStream> Gather(
        ICommunicator communicator, RecyclableMemoryStream own, int pieceLength = PieceLength)
    {
        long longest = Longest(communicator.Gather(BitConverter.GetBytes(own.Length)));
        var states = new List<RecyclableMemoryStream>();
        for (int rank = 0; communicator.Rank == 0 && rank < communicator.Ranks; rank++) states.Add(Create());
        longest = RankAgreement.OfFirst(communicator, longest);
        for (long begin = 0; begin < longest; begin += pieceLength)
        {
            IReadOnlyList<byte[]> pieces = communicator.Gather(Piece(own, begin, pieceLength));
            for (int rank = 0; rank < pieces.Count; rank++) states[rank].Write(pieces[rank]);
        }

        return states;
    }

    /// <summary>Gives every rank its state. Every rank calls it.</summary>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="states">On rank 0 the states in the order of the ranks; ignored on the others.</param>
    /// <param name="pieceLength">Bytes of a piece, the same on all ranks.</param>
    /// <returns>The state of this rank.</returns>
    internal static RecyclableMemoryStream Scatter(
        ICommunicator communicator, IReadOnlyList<RecyclableMemoryStream> states, int pieceLength = PieceLength)
    {
        long longest = 0;
        foreach (RecyclableMemoryStream state in states) longest = Math.Max(longest, state.Length);
        longest = RankAgreement.OfFirst(communicator, longest);
        RecyclableMemoryStream own = Create();
        for (long begin = 0; begin < longest; begin += pieceLength)
        {
            var pieces = new List<byte[]>();
            foreach (RecyclableMemoryStream state in states) pieces.Add(Piece(state, begin, pieceLength));
            own.Write(communicator.Scatter(pieces));
        }

        return own;
    }

    /// <summary>The bytes of a state from a position on, as far as it has some.</summary>
    private static byte[] Piece(RecyclableMemoryStream state, long begin, int pieceLength)
    {
        byte[] piece = new byte[Math.Clamp(state.Length - begin, 0, pieceLength)];
        state.Position = Math.Min(begin, state.Length);
        state.ReadExactly(piece);
        return piece;
    }

    private static long Longest(IReadOnlyList<byte[]> lengths)
    {
        long longest = 0;
        foreach (byte[] length in lengths) longest = Math.Max(longest, BitConverter.ToInt64(length));
        return longest;
    }
}
