using AsyncRL.Training.Exchange;
using Microsoft.IO;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The state of one rank as bytes. A replay memory makes it longer than an array can be, so it is kept in blocks of memory and goes from
/// rank to rank in pieces. All ranks bring or receive as many pieces, those of the shorter states empty.
/// </summary>
internal static class RankState
{
    /// <summary>Bytes of all ranks that are under way together: few beside large states, and many beside the work of a message.</summary>
    internal const int BytesUnderWay = 64 << 20;

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
    /// <param name="bytesUnderWay">Bytes of all ranks that are under way together, the same on all ranks.</param>
    /// <returns>On rank 0 the states in the order of the ranks; none on the others.</returns>
    internal static IReadOnlyList<RecyclableMemoryStream> Gather(
        ICommunicator communicator, RecyclableMemoryStream own, int bytesUnderWay = BytesUnderWay)
    {
        long longest = RankAgreement.OfFirst(communicator, Longest(communicator.Gather(BitConverter.GetBytes(own.Length))));
        var states = new List<RecyclableMemoryStream>();
        for (int rank = 0; communicator.Rank == 0 && rank < communicator.Ranks; rank++) states.Add(Create());
        byte[] piece = new byte[LengthOfPiece(communicator, longest, bytesUnderWay)];
        for (long begin = 0; begin < longest; begin += piece.Length)
        {
            IReadOnlyList<byte[]> pieces = communicator.Gather(piece.AsSpan(0, Read(own, begin, piece)));
            for (int rank = 0; rank < pieces.Count; rank++) states[rank].Write(pieces[rank]);
        }

        return states;
    }

    /// <summary>Gives every rank its state. Every rank calls it.</summary>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="states">On rank 0 the states in the order of the ranks; ignored on the others.</param>
    /// <param name="bytesUnderWay">Bytes of all ranks that are under way together, the same on all ranks.</param>
    /// <returns>The state of this rank.</returns>
    internal static RecyclableMemoryStream Scatter(
        ICommunicator communicator, IReadOnlyList<RecyclableMemoryStream> states, int bytesUnderWay = BytesUnderWay)
    {
        long longest = 0;
        foreach (RecyclableMemoryStream state in states) longest = Math.Max(longest, state.Length);
        longest = RankAgreement.OfFirst(communicator, longest);
        RecyclableMemoryStream own = Create();
        byte[] piece = new byte[LengthOfPiece(communicator, longest, bytesUnderWay)];
        for (long begin = 0; begin < longest; begin += piece.Length)
        {
            var pieces = new List<byte[]>();
            foreach (RecyclableMemoryStream state in states) pieces.Add(piece[..Read(state, begin, piece)]);
            own.Write(communicator.Scatter(pieces));
        }

        return own;
    }

    /// <summary>Bytes of each rank in a message, at least 1.</summary>
    private static int LengthOfPiece(ICommunicator communicator, long longest, int bytesUnderWay) =>
        (int)Math.Clamp(longest, 1, Math.Max(1, bytesUnderWay / communicator.Ranks));

    /// <summary>Reads the bytes of a state from a position on, as far as it has some.</summary>
    /// <returns>Their number.</returns>
    private static int Read(RecyclableMemoryStream state, long begin, byte[] piece)
    {
        state.Position = Math.Min(begin, state.Length);
        return state.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
    }

    private static long Longest(IReadOnlyList<byte[]> lengths)
    {
        long longest = 0;
        foreach (byte[] length in lengths) longest = Math.Max(longest, BitConverter.ToInt64(length));
        return longest;
    }
}
