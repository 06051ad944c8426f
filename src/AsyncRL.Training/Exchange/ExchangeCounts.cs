using AsyncRL.Core.State;

namespace AsyncRL.Training.Exchange;

/// <summary>What the rounds of one rank have cost and moved, as sums since the start of the run.</summary>
internal sealed class ExchangeCounts
{
    private double _seconds;
    private double _bytes;
    private long _updates;
    private long _lateUpdates;
    private double _meanMoves;
    private double _deviations;
    private long _rounds;
    private long _mended;
    private double _taking;
    private double _adding;

    /// <summary>Rounds ended.</summary>
    internal long Rounds => _rounds;

    /// <summary>
    /// The sums as numbers: rounds, seconds, bytes, updates, late updates, Σ norms of moves, Σ norms of deviations, mended, seconds of
    /// taking, seconds of adding.
    /// </summary>
    internal double[] Read() =>
        [_rounds, _seconds, _bytes, _updates, _lateUpdates, _meanMoves, _deviations, _mended, _taking, _adding];

    /// <summary>Adds what the common θ and the rank's own θ moved in a round.</summary>
    /// <param name="common">The squared norm of what the common θ moved.</param>
    /// <param name="own">The squared norm by which the rank's θ was corrected: how far the rank was from the others.</param>
    internal void AddMoves(double common, double own)
    {
        _meanMoves += Math.Sqrt(common);
        _deviations += Math.Sqrt(own);
    }

    /// <summary>Counts a round after which the common θ of the ranks was found to differ, and was replaced by that of rank 0.</summary>
    internal void AddMended() => _mended++;

    /// <summary>Counts a round.</summary>
    /// <param name="waited">Time from its begin to its end.</param>
    /// <param name="bytes">Bytes that this rank handed in.</param>
    /// <param name="updates">Updates of the rank between the begin of the last round and of this one.</param>
    /// <param name="lateUpdates">Updates of the rank during the round: the age of what was exchanged.</param>
    internal void AddRound(TimeSpan waited, long bytes, long updates, long lateUpdates)
    {
        _rounds++;
        _seconds += waited.TotalSeconds;
        _bytes += bytes;
        _updates += updates;
        _lateUpdates += lateUpdates;
    }

    /// <summary>Counts the work of this rank at θ in a round.</summary>
    /// <param name="taking">Time in which it took what θ moved, before the begin of the round.</param>
    /// <param name="adding">Time in which it combined the movements and corrected θ, within the round.</param>
    internal void AddWork(TimeSpan taking, TimeSpan adding)
    {
        _taking += taking.TotalSeconds;
        _adding += adding.TotalSeconds;
    }

    /// <summary>Writes or reads the sums. Those of the work begin anew when a run is resumed: only differences are reported.</summary>
    internal void Transfer(StateTransfer state)
    {
        state.LongNumber(ref _rounds, "number of rounds", 0, 1L << 53);
        state.LongNumber(ref _mended, "number of mended rounds", 0, 1L << 53);
        state.LongNumber(ref _updates, "number of updates in rounds", 0, 1L << 53);
        state.LongNumber(ref _lateUpdates, "number of late updates", 0, 1L << 53);
        state.Real(ref _seconds, "time of rounds", 0);
        state.Real(ref _bytes, "bytes of rounds", 0);
        state.Real(ref _meanMoves, "sum of moves", 0);
        state.Real(ref _deviations, "sum of deviations", 0);
    }
}
