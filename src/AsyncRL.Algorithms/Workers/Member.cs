using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Algorithms.Workers;

/// <summary>The part of a run that one thread has: some of the environments, a model and statistics.</summary>
public class Member
{
    /// <summary>The run.</summary>
    public required Session Session { get; init; }

    /// <summary>The member's θ′ and dθ.</summary>
    public required LocalModel Model { get; init; }

    /// <summary>The member's statistics.</summary>
    public required ActorStatistics Statistics { get; init; }

    /// <summary>Receives finished episodes.</summary>
    public EpisodeQueue Episodes { get; } = new();

    /// <summary>The member's number, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The number of the member's thread in this process, for the records of its episodes.</summary>
    internal virtual int Thread => Index;

    /// <summary>The member's environments.</summary>
    public required IReadOnlyList<Actor> Actors { get; init; }

    /// <summary>Whether the environments show pixels.</summary>
    internal bool HasPixels => Actors[0].ObservationSpecification.Kind == ObservationKind.Pixels;

    /// <summary>Abandons all running episodes.</summary>
    internal void AbandonEpisodes()
    {
        foreach (Actor actor in Actors) actor.AbandonEpisode();
    }

    /// <summary>Writes or reads the states of the environments and their generators.</summary>
    internal void TransferActors(StateTransfer state)
    {
        foreach (Actor actor in Actors)
        {
            actor.Transfer(state);

            // The environment could not save its episode. The next agent step begins another one.
            if (state.IsRestoring && actor.HasLostEpisode) actor.AbandonEpisode();
        }
    }
}

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
