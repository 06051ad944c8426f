using System.Diagnostics;

namespace AsyncRL.Training.Actors;

/// <summary>
/// What one actor-learner counts while it works, for the reporter to read at any time: running sums since the start of the run. Written by
/// one thread with volatile writes, so that every number the reporter reads is whole; numbers read together may differ by a segment in age.
/// </summary>
public sealed class ActorStatistics
{
    private static readonly int Phases = Enum.GetValues<Phase>().Length;

    // 16 longs lie between this array's numbers and any other thread's: no shared cache line.
    private readonly long[] _phaseTicks = new long[Phases + 32];
    private readonly double[] _sums = new double[Enum.GetValues<Sum>().Length + 32];
    private long _lastMark;

    private enum Sum
    {
        AgentSteps,
        Updates,
        PolicyLoss,
        ValueLoss,
        Entropy,
        GradientNorm,
        Staleness,
        LargestStaleness,
    }

    /// <summary>Agent steps done.</summary>
    public long AgentSteps => (long)Read(Sum.AgentSteps);

    /// <summary>Updates applied.</summary>
    public long Updates => (long)Read(Sum.Updates);

    /// <summary>Sum over agent steps of −log π(a) · A.</summary>
    public double PolicyLoss => Read(Sum.PolicyLoss);

    /// <summary>Sum over agent steps of half the weighted squared error of the value.</summary>
    public double ValueLoss => Read(Sum.ValueLoss);

    /// <summary>Sum over agent steps of the policy's entropy, in nats.</summary>
    public double Entropy => Read(Sum.Entropy);

    /// <summary>Sum over updates of the gradient's norm before clipping.</summary>
    public double GradientNorm => Read(Sum.GradientNorm);

    /// <summary>Sum over updates of the staleness: updates by others between the snapshot and the apply.</summary>
    public double Staleness => Read(Sum.Staleness);

    /// <summary>The largest staleness of an update.</summary>
    public double LargestStaleness => Read(Sum.LargestStaleness);

    /// <summary>Seconds spent in a phase.</summary>
    /// <param name="phase">The phase.</param>
    /// <returns>Seconds since the start of the run.</returns>
    public double Seconds(Phase phase) => (double)Volatile.Read(ref _phaseTicks[16 + (int)phase]) / Stopwatch.Frequency;

    /// <summary>Starts the clock of the phases.</summary>
    internal void StartClock() => _lastMark = Stopwatch.GetTimestamp();

    /// <summary>Books the time since the last mark to a phase.</summary>
    internal void Mark(Phase phase)
    {
        long now = Stopwatch.GetTimestamp();
        ref long ticks = ref _phaseTicks[16 + (int)phase];
        Volatile.Write(ref ticks, ticks + now - _lastMark);
        _lastMark = now;
    }

    /// <summary>Counts a segment's agent steps.</summary>
    internal void CountAgentSteps(int agentSteps) => Add(Sum.AgentSteps, agentSteps);

    /// <summary>Counts a segment's losses, once its update was not refused: one NaN would stay in the sums for ever.</summary>
    internal void CountLosses(double policyLoss, double valueLoss, double entropy)
    {
        Add(Sum.PolicyLoss, policyLoss);
        Add(Sum.ValueLoss, valueLoss);
        Add(Sum.Entropy, entropy);
    }

    /// <summary>Counts an update.</summary>
    internal void CountUpdate(double gradientNorm, long staleness)
    {
        Add(Sum.Updates, 1);
        Add(Sum.GradientNorm, gradientNorm);
        Add(Sum.Staleness, staleness);
        if (staleness > LargestStaleness) Volatile.Write(ref _sums[16 + (int)Sum.LargestStaleness], staleness);
    }

    /// <summary>Writes the sums for a checkpoint.</summary>
    internal void SaveState(BinaryWriter writer)
    {
        foreach (double sum in _sums) writer.Write(sum);
        foreach (long ticks in _phaseTicks) writer.Write(ticks);
    }

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    internal void RestoreState(BinaryReader reader)
    {
        foreach (ref double sum in _sums.AsSpan()) sum = reader.ReadDouble();
        foreach (ref long ticks in _phaseTicks.AsSpan()) ticks = reader.ReadInt64();
    }

    private double Read(Sum sum) => Volatile.Read(ref _sums[16 + (int)sum]);

    private void Add(Sum sum, double amount)
    {
        ref double total = ref _sums[16 + (int)sum];
        Volatile.Write(ref total, total + amount);
    }
}
