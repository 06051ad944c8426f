using System.Diagnostics;
using AsyncRL.Training.Profiling;

namespace AsyncRL.Training.Actors;

/// <summary>
/// What one actor-learner counts while it works, for the reporter to read at any time: running sums since the start of the run. Written by
/// one thread with volatile writes, so that every number the reporter reads is whole; numbers read together may differ by a segment in age.
/// </summary>
/// <remarks>
/// Counts are of every segment, times of the segments that a <see cref="SegmentSampler"/> chooses, each counted for as many as it stands
/// for. Time between segments is booked to nobody.
/// </remarks>
public sealed class ActorStatistics
{
    private static readonly int Phases = Enum.GetValues<Phase>().Length;

    // 16 longs lie between this array's numbers and any other thread's: no shared cache line.
    private readonly long[] _phaseTicks = new long[Phases + 32];
    private readonly double[] _sums = new double[Enum.GetValues<Sum>().Length + 32];
    private readonly long[] _segmentPhaseTicks = new long[Phases];
    private readonly SegmentSampler _sampler = new();
    private readonly LogHistogram _segmentTicks = new();
    private readonly LogHistogram _stalenesses = new();
    private TraceBuffer? _trace;
    private bool _isTimed;
    private int _marks;
    private long _lastMark;

    /// <summary>Begins with nothing counted.</summary>
    public ActorStatistics()
        : this(timesEverySegment: false)
    {
    }

    /// <summary>Begins with nothing counted.</summary>
    /// <param name="timesEverySegment">Whether all segments are timed, at whatever cost.</param>
    internal ActorStatistics(bool timesEverySegment) => _sampler.EverySegment = timesEverySegment;

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

    /// <summary>
    /// Times of segments from snapshot to apply, in ticks of <see cref="Stopwatch.Frequency"/>, since the start or resume of the run.
    /// </summary>
    /// <returns>A copy of the counts.</returns>
    public HistogramCounts SegmentTicks() => _segmentTicks.Read();

    /// <summary>Stalenesses of updates since the start or resume of the run.</summary>
    /// <returns>A copy of the counts.</returns>
    public HistogramCounts Stalenesses() => _stalenesses.Read();

    /// <summary>Records every segment from the next on, while the thread is parked.</summary>
    /// <param name="trace">Where to; null to end it.</param>
    internal void Trace(TraceBuffer? trace)
    {
        _trace = trace;
        _sampler.EverySegment = trace is not null;
    }

    /// <summary>Begins a segment: from here to its first mark time goes into the snapshot.</summary>
    internal void BeginSegment()
    {
        _isTimed = _sampler.Next();
        if (!_isTimed) return;
        _marks = 1;
        _lastMark = Stopwatch.GetTimestamp();
        _trace?.BeginSegment(_lastMark, Updates, AgentSteps);
    }

    /// <summary>Books the time since the last mark to a phase.</summary>
    internal void Mark(Phase phase)
    {
        if (_isTimed) Book(phase);
    }

    /// <summary>Goes on with a segment that was held for a while: the while is booked to nobody.</summary>
    internal void ContinueSegment()
    {
        if (_isTimed) _lastMark = Stopwatch.GetTimestamp();
    }

    /// <summary>Ends a segment after its update: its times are added to the sums.</summary>
    internal void EndSegment()
    {
        if (!_isTimed) return;
        _isTimed = false;
        long sum = 0;
        foreach (long ticks in _segmentPhaseTicks) sum += ticks;
        _segmentTicks.Add(sum, _sampler.Stride);
        int weight = _sampler.Observe(sum, _marks);
        for (int phase = 0; phase < Phases; phase++)
        {
            ref long total = ref _phaseTicks[16 + phase];
            Volatile.Write(ref total, total + (weight * _segmentPhaseTicks[phase]));
        }

        Array.Clear(_segmentPhaseTicks);
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
        _stalenesses.Add(staleness);
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

    private void Book(Phase phase)
    {
        long now = Stopwatch.GetTimestamp();
        _segmentPhaseTicks[(int)phase] += Math.Max(0, now - _lastMark - SegmentSampler.StampTicks);
        _marks++;
        _trace?.Add(phase, _lastMark, now);
        _lastMark = now;
    }

    private double Read(Sum sum) => Volatile.Read(ref _sums[16 + (int)sum]);

    private void Add(Sum sum, double amount)
    {
        ref double total = ref _sums[16 + (int)sum];
        Volatile.Write(ref total, total + amount);
    }
}
