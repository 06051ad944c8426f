using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
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

    /// <summary>Writes the states of the environments and their generators.</summary>
    internal void SaveActors(BinaryWriter writer)
    {
        foreach (Actor actor in Actors) actor.SaveState(writer);
    }

    /// <summary>Reads what <see cref="SaveActors"/> wrote.</summary>
    internal void RestoreActors(BinaryReader reader)
    {
        foreach (Actor actor in Actors)
        {
            actor.RestoreState(reader);

            // The environment could not save its episode. The next agent step begins another one.
            if (actor.HasLostEpisode) actor.AbandonEpisode();
        }
    }
}
