using AsyncRL.Algorithms.Workers;

namespace AsyncRL.Algorithms.Synchronous;

/// <summary>The members of a synchronous batch that are in this process, among those of all ranks.</summary>
/// <param name="First">The number of the first one.</param>
/// <param name="Count">How many there are.</param>
/// <param name="All">Number of members of all ranks.</param>
internal readonly record struct MemberPlace(int First, int Count, int All)
{
    /// <summary>The place of a run's members.</summary>
    internal static MemberPlace Of(Session session)
    {
        int count = session.ActorLearners;
        return session.Link is { } link ? new(link.Rank * count, count, link.Ranks * count) : new(0, count, count);
    }

    /// <summary>Whether a member is in this process.</summary>
    internal bool Has(int member) => (uint)(member - First) < (uint)Count;
}
