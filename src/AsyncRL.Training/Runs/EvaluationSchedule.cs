using AsyncRL.Core.State;

namespace AsyncRL.Training.Runs;

/// <summary>
/// At which agent steps a run evaluates θ while it trains: at the first instant between segments at which T has reached a multiple of the
/// interval. The watching thread evaluates while all actor-learners are parked, and they begin no segment while it is due: so θ is the same
/// in each repetition of a simulated run.
/// </summary>
/// <param name="interval">Agent steps between two evaluations; null for none.</param>
internal sealed class EvaluationSchedule(long? interval)
{
    private const long MostSteps = 1L << 53;

    private long _next = interval ?? long.MaxValue;

    /// <summary>Whether there are evaluations.</summary>
    internal bool IsSet => interval is not null;

    /// <summary>Which evaluation is next, from 1: T divided by the interval.</summary>
    internal long NextIndex => Volatile.Read(ref _next) / (interval ?? 1);

    /// <summary>Whether an evaluation is due; by any thread.</summary>
    /// <param name="agentSteps">T.</param>
    internal bool IsDue(long agentSteps) => agentSteps >= Volatile.Read(ref _next);

    /// <summary>Sets the next evaluation to the next multiple of the interval beyond T.</summary>
    internal void MoveBeyond(long agentSteps)
    {
        if (interval is { } steps) Volatile.Write(ref _next, ((agentSteps / steps) + 1) * steps);
    }

    internal void SaveState(BinaryWriter writer)
    {
        writer.Write(interval ?? 0);
        writer.Write(_next);
    }

    /// <summary>Reads what <see cref="SaveState"/> wrote. With another interval the next evaluation is beyond T.</summary>
    internal void RestoreState(BinaryReader reader, long agentSteps)
    {
        long before = reader.ReadInt64();
        long next = reader.ReadInt64();
        if (before != interval)
        {
            MoveBeyond(agentSteps);
            return;
        }

        SavedState.Check("next evaluation", next, 1, MostSteps);
        Volatile.Write(ref _next, next);
    }
}
