namespace AsyncRL.Distributed;

/// <summary>
/// How the bytes of all ranks go to rank 0, or come from it, in rounds: in each round every rank has a portion of equal length, until its
/// bytes are used up. MPI counts the bytes of a round in 32 bits, and rank 0 needs memory for one round only.
/// </summary>
/// <param name="lengths">Number of bytes of each rank.</param>
/// <param name="mostBytes">Bytes of one round, of all ranks together; at least one byte of each rank is in it.</param>
internal readonly struct Portions(int[] lengths, int mostBytes)
{
    private readonly int _longest = Longest(lengths);

    /// <summary>Most bytes of a rank in one round.</summary>
    internal int Share => Math.Max(1, Math.Min(_longest, mostBytes / lengths.Length));

    /// <summary>Number of rounds; 0 if there is no byte.</summary>
    internal int Rounds => (int)(((long)_longest + Share - 1) / Share);

    /// <summary>Where a rank's portion of a round begins in its bytes.</summary>
    internal int Begin(int round, int rank) => (int)Math.Min((long)round * Share, lengths[rank]);

    /// <summary>Number of bytes of that portion.</summary>
    internal int Count(int round, int rank) => Math.Min(Share, lengths[rank] - Begin(round, rank));

    private static int Longest(int[] lengths)
    {
        int longest = 0;
        foreach (int length in lengths) longest = Math.Max(longest, length);
        return longest;
    }
}
