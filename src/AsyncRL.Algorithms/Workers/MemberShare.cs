namespace AsyncRL.Algorithms.Workers;

/// <summary>A member's share of a number of items. The shares follow each other, and their sizes differ by at most one.</summary>
/// <param name="Start">The first item.</param>
/// <param name="Length">Number of items; 0 for some members if there are fewer items than members.</param>
internal readonly record struct MemberShare(int Start, int Length)
{
    /// <summary>Divides items among the members.</summary>
    /// <param name="items">Number of items.</param>
    /// <param name="member">The member, from 0.</param>
    /// <param name="members">Number of members.</param>
    /// <returns>The member's share.</returns>
    internal static MemberShare Of(int items, int member, int members)
    {
        int start = (int)((long)items * member / members), end = (int)((long)items * (member + 1) / members);
        return new MemberShare(start, end - start);
    }

    /// <summary>The shares of all members.</summary>
    /// <param name="items">Number of items.</param>
    /// <param name="members">Number of members.</param>
    /// <param name="most">Items of the largest share.</param>
    internal static MemberShare[] OfAll(int items, int members, out int most)
    {
        most = (int)(((long)items + members - 1) / members);
        var shares = new MemberShare[members];
        for (int member = 0; member < members; member++) shares[member] = Of(items, member, members);
        return shares;
    }
}
