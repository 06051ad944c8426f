using System.Collections.Immutable;
using System.Diagnostics;
using AsyncRL.Training.Algorithms;
using AsyncRL.Training.Profiling;

namespace AsyncRL.Training.Actors;

/// <summary>
/// What one actor-learner counts while it works, for any thread to read at any time: running sums since the start of the run. One thread
/// writes. <see cref="Read"/> gives all sums as they were at one instant, so that a sum and the number that divides it always fit.
/// </summary>
/// <remarks>
/// Counts are of every segment, times of the segments that a <see cref="TimingSampler"/> chooses, each counted for as many as it stands
/// for. Time between segments is in no phase.
/// </remarks>
public sealed class ActorStatistics
{
    private static readonly int Phases = Enum.GetValues<Phase>().Length;

    private readonly PublishedCounts _sums = new((int)Sum.PhaseTicks + Phases);
    private readonly long[] _segmentPhaseTicks = new long[Phases];
    private readonly TimingSampler _sampler = new();
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
        AppliedAgentSteps,
        PolicyLoss,
        ValueLoss,
        Entropy,
        GradientNorm,
        Staleness,
        LargestStaleness,

        /// <summary>The first of the phases' ticks.</summary>
        PhaseTicks,
    }

    /// <summary>All sums as they were at one instant.</summary>
    /// <returns>A copy.</returns>
    public ActorCounts Read()
    {
        Span<double> sums = stackalloc double[(int)Sum.PhaseTicks + Phases];
        _sums.Read(sums);
        var seconds = ImmutableArray.CreateBuilder<double>(Phases);
        foreach (double ticks in sums[(int)Sum.PhaseTicks..]) seconds.Add(ticks / Stopwatch.Frequency);
        return new ActorCounts
        {
            AgentSteps = (long)sums[(int)Sum.AgentSteps],
            Updates = (long)sums[(int)Sum.Updates],
            AppliedAgentSteps = (long)sums[(int)Sum.AppliedAgentSteps],
            PolicyLoss = sums[(int)Sum.PolicyLoss],
            ValueLoss = sums[(int)Sum.ValueLoss],
            Entropy = sums[(int)Sum.Entropy],
            GradientNorm = sums[(int)Sum.GradientNorm],
            Staleness = sums[(int)Sum.Staleness],
            LargestStaleness = sums[(int)Sum.LargestStaleness],
            PhaseSeconds = seconds.MoveToImmutable(),
        };
    }

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
        _trace?.BeginSegment(_lastMark, (long)_sums[(int)Sum.Updates], (long)_sums[(int)Sum.AgentSteps]);
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
        _sums.BeginChange();
        for (int phase = 0; phase < Phases; phase++) _sums[(int)Sum.PhaseTicks + phase] += weight * _segmentPhaseTicks[phase];
        _sums.EndChange();
        Array.Clear(_segmentPhaseTicks);
    }

    /// <summary>Counts a segment's agent steps when they are done.</summary>
    internal void CountAgentSteps(int agentSteps) => _sums[(int)Sum.AgentSteps] += agentSteps;

    /// <summary>
    /// Counts an update and the losses of its segment, once the update was not refused: one NaN would stay in the sums for ever.
    /// </summary>
    internal void CountUpdate(int agentSteps, SegmentLosses losses, double gradientNorm, long staleness)
    {
        _sums.BeginChange();
        _sums[(int)Sum.Updates]++;
        _sums[(int)Sum.AppliedAgentSteps] += agentSteps;
        _sums[(int)Sum.PolicyLoss] += losses.Policy;
        _sums[(int)Sum.ValueLoss] += losses.Value;
        _sums[(int)Sum.Entropy] += losses.Entropy;
        _sums[(int)Sum.GradientNorm] += gradientNorm;
        _sums[(int)Sum.Staleness] += staleness;
        if (staleness > _sums[(int)Sum.LargestStaleness]) _sums[(int)Sum.LargestStaleness] = staleness;
        _sums.EndChange();
        _stalenesses.Add(staleness);
    }

    /// <summary>Writes the sums for a checkpoint.</summary>
    internal void SaveState(BinaryWriter writer) => _sums.SaveState(writer);

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    internal void RestoreState(BinaryReader reader) => _sums.RestoreState(reader);

    private void Book(Phase phase)
    {
        long now = Stopwatch.GetTimestamp();
        _segmentPhaseTicks[(int)phase] += Math.Max(0, now - _lastMark - TimingSampler.StampTicks);
        _marks++;
        _trace?.Add(phase, _lastMark, now);
        _lastMark = now;
    }
}
