namespace AsyncRL.Profiling;

/// <summary>What the exchange of one group has cost in the turns of its set-up, after the warm-up.</summary>
/// <param name="Group">The number of the group.</param>
/// <param name="Seconds">Seconds of the turns.</param>
/// <param name="Rounds">Rounds ended.</param>
/// <param name="TakeSeconds">Time in which the group took what its θ moved.</param>
/// <param name="RoundSeconds">Time in which a round ran, from its begin to its end.</param>
/// <param name="AddSeconds">Time in which the group combined the movements and corrected its θ, within the rounds.</param>
/// <param name="Bytes">Bytes that the group handed in.</param>
/// <param name="LateUpdates">Updates of the group while a round ran.</param>
public sealed record ExchangeProfile(
    int Group, double Seconds, long Rounds, double TakeSeconds, double RoundSeconds, double AddSeconds, double Bytes, double LateUpdates)
{
    /// <summary>The share of the time in which the exchange itself needed a processor.</summary>
    public double WorkShare => (TakeSeconds + AddSeconds) / Seconds;

    /// <summary>The age of what a round brings, in updates of the group; NaN without a round.</summary>
    public double LateUpdatesPerRound => LateUpdates / Rounds;
}
