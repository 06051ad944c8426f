namespace AsyncRL.Training.Exchange;

/// <summary>What the rounds of one rank have cost and moved in an interval.</summary>
/// <param name="now">What <see cref="ExchangeCounts.Read"/> returned at the end of the interval.</param>
/// <param name="before">What it returned at the start; empty at the start of the run.</param>
/// <param name="seconds">Length of the interval.</param>
internal readonly struct ExchangeInterval(IReadOnlyList<double> now, IReadOnlyList<double> before, double seconds)
{
    private const int RoundsAt = 0, SecondsAt = 1, BytesAt = 2, UpdatesAt = 3, LateUpdatesAt = 4, MovesAt = 5, DeviationsAt = 6,
        MendedAt = 7, TakingAt = 8, AddingAt = 9;

    private const double Milli = 1e3;

    /// <summary>Rounds ended.</summary>
    internal double Rounds => Since(RoundsAt);

    /// <summary>Updates of the rank between the begins of two rounds.</summary>
    internal double UpdatesPerRound => Since(UpdatesAt) / Rounds;

    /// <summary>Updates of the rank during a round: the age of what it received.</summary>
    internal double LateUpdatesPerRound => LateUpdates / Rounds;

    /// <summary>Updates of the rank during the rounds.</summary>
    internal double LateUpdates => Since(LateUpdatesAt);

    /// <summary>Time of a round from its begin to its end.</summary>
    internal double RoundMilliseconds => Milli * RoundSeconds / Rounds;

    /// <summary>Time of all rounds.</summary>
    internal double RoundSeconds => Since(SecondsAt);

    /// <summary>Time in which the rank took what θ moved, before the begin of a round.</summary>
    internal double TakeMilliseconds => Milli * TakeSeconds / Rounds;

    /// <summary>The same of all rounds.</summary>
    internal double TakeSeconds => Since(TakingAt);

    /// <summary>Time in which the rank combined the movements and corrected θ, within a round.</summary>
    internal double AddMilliseconds => Milli * AddSeconds / Rounds;

    /// <summary>The same of all rounds.</summary>
    internal double AddSeconds => Since(AddingAt);

    /// <summary>The share of the interval in which the rank took, or a round ran.</summary>
    internal double TimeShare => (TakeSeconds + RoundSeconds) / seconds;

    /// <summary>The share of the interval in which the rank itself worked at θ for the exchange; the rest of a round is waiting.</summary>
    internal double WorkShare => (TakeSeconds + AddSeconds) / seconds;

    /// <summary>Bytes that the rank handed in.</summary>
    internal double Bytes => Since(BytesAt);

    /// <summary>Norm of what the common θ moved in a round.</summary>
    internal double CommonMove => Since(MovesAt) / Rounds;

    /// <summary>Norm by which the θ of the rank was corrected in a round.</summary>
    internal double RankDeviation => Since(DeviationsAt) / Rounds;

    /// <summary>Rounds after which the common θ was replaced by that of rank 0.</summary>
    internal double MendedRounds => Since(MendedAt);

    private double Since(int index) => now[index] - (index < before.Count ? before[index] : 0);
}
