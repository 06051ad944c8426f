using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;

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

    /// <summary>The member's environments.</summary>
    public required IReadOnlyList<Actor> Actors { get; init; }
}
