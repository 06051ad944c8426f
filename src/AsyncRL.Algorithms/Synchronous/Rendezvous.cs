using AsyncRL.Algorithms.Parameters;

namespace AsyncRL.Algorithms.Synchronous;

/// <summary>
/// The meetings of the members of a synchronous batch. Every member arrives at every meeting, in the same order. A member continues when
/// all members have arrived.
/// </summary>
/// <remarks>
/// A member never blocks here: it asks whether the others have arrived. The question spins for some microseconds, because members with
/// equal work arrive at nearly the same time. After that the caller gives up its processor.
/// </remarks>
/// <param name="members">Number of members.</param>
internal sealed class Rendezvous(int members)
{
    /// <summary>Iterations of the spin: some ten microseconds. With more threads than processors a spin only delays the others.</summary>
    private static readonly int Spins = Environment.ProcessorCount > 1 ? 200 : 0;

    private PaddedCounter _arrivals;
    private PaddedCounter _rounds;

    /// <summary>Number of rounds that at least one member has begun.</summary>
    internal long RoundsBegun => _rounds.Value;

    /// <summary>Reports that a member begins a round. From now on no member is at rest before it has finished this round.</summary>
    /// <param name="round">Number of the round, from 1.</param>
    internal void BeginRound(long round) => _rounds.Value = round;

    /// <summary>Reports that a member has arrived at its next meeting. Everything that it wrote before is visible to the others.</summary>
    internal void Arrive() => _arrivals.Add(1);

    /// <summary>Asks whether all members have arrived at a meeting, and waits some microseconds for it.</summary>
    /// <param name="meeting">Number of the meeting, from 1; 0 is met at once.</param>
    /// <returns>Whether they have.</returns>
    internal bool HasMet(long meeting)
    {
        long arrivals = meeting * members;
        for (int i = 0; i < Spins; i++)
        {
            if (_arrivals.Value >= arrivals) return true;
            Thread.SpinWait(1);
        }

        return _arrivals.Value >= arrivals;
    }
}
