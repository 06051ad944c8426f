namespace AsyncRL.Training.Exchange;

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
