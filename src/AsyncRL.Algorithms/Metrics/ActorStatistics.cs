using System.Collections.Immutable;
using System.Diagnostics;
using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Metrics;

/// <summary>
/// Counts what one actor-learner does, as running sums since the start of the run. One thread writes; any thread may read at any time. <see
/// cref="Read"/> returns all sums as they were at one instant, so that a sum and its divisor always match.
/// </summary>
/// <remarks>
/// Every segment is counted. Only the segments that a <see cref="TimingSampler"/> chooses are timed, and each is weighted by the number of
/// segments that it represents. Time between segments belongs to no phase.
/// </remarks>
public sealed class ActorStatistics
{
    private const int FirstPhase = 4;
    private const int FirstSum = FirstPhase + Measures.Most;
    private const int FirstCount = FirstSum + Measures.Most;
    private const int Length = FirstCount + Measures.Most;

    private readonly PublishedCounts _sums = new(Length);
    private readonly double[] _staged = new double[2 * Measures.Most];
    private readonly long[] _segmentPhaseTicks = new long[Measures.Most];
    private readonly TimingSampler _sampler = new();
    private readonly LogHistogram _segmentTicks = new();
    private readonly LogHistogram _stalenesses = new();
    private TraceBuffer? _trace;
    private bool _isTimed;
    private int _marks;
    private long _lastMark;

    /// <summary>Begins with nothing counted.</summary>
    /// <param name="measures">The metrics and phases of the run; of its own if null.</param>
    public ActorStatistics(Measures? measures = null)
        : this(measures, timesEverySegment: false)
    {
    }

    /// <summary>Begins with nothing counted.</summary>
    /// <param name="measures">The metrics and phases of the run; a new object if null.</param>
    /// <param name="timesEverySegment">Whether all segments are timed, at whatever cost.</param>
    internal ActorStatistics(Measures? measures, bool timesEverySegment)
    {
        Measures = measures ?? new Measures();
        _sampler.EverySegment = timesEverySegment;
    }

    private enum Sum
    {
        AgentSteps,
        Updates,
        Staleness,
        LargestStaleness,
    }

    /// <summary>The metrics and phases of the run.</summary>
    public Measures Measures { get; }

    /// <summary>Reads all sums as they were at one instant.</summary>
    /// <returns>A copy.</returns>
    public ActorCounts Read()
    {
        Span<double> sums = stackalloc double[Length];
        _sums.Read(sums);
        int metrics = Measures.Metrics.Count;
        var seconds = ImmutableArray.CreateBuilder<double>(Measures.Phases.Count);
        foreach (double ticks in sums.Slice(FirstPhase, Measures.Phases.Count)) seconds.Add(ticks / Stopwatch.Frequency);
        return new ActorCounts
        {
            AgentSteps = (long)sums[(int)Sum.AgentSteps],
            Updates = (long)sums[(int)Sum.Updates],
            Staleness = sums[(int)Sum.Staleness],
            LargestStaleness = sums[(int)Sum.LargestStaleness],
            PhaseSeconds = seconds.MoveToImmutable(),
            MetricSums = [.. sums.Slice(FirstSum, metrics)],
            MetricCounts = [.. sums.Slice(FirstCount, metrics)],
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

    /// <summary>Starts or ends the recording of segments, from the next segment on. Called while the thread is parked.</summary>
    /// <param name="trace">Receives the segments; null to end the recording.</param>
    internal void Trace(TraceBuffer? trace)
    {
        _trace = trace;
        _sampler.EverySegment = trace is not null;
    }

    /// <summary>Begins a segment. The time until its first mark belongs to the snapshot.</summary>
    public void BeginSegment()
    {
        _isTimed = _sampler.Next();
        if (!_isTimed) return;
        _marks = 1;
        _lastMark = Stopwatch.GetTimestamp();
        _trace?.BeginSegment(_lastMark, (long)_sums[(int)Sum.Updates], (long)_sums[(int)Sum.AgentSteps]);
    }

    /// <summary>Adds the time since the last mark to a phase.</summary>
    /// <param name="phase">The phase that ends here.</param>
    public void Mark(Phase phase)
    {
        if (_isTimed) Book(phase);
    }

    /// <summary>Resumes the timing of a segment that was held back. The waiting time belongs to no phase.</summary>
    internal void ContinueSegment()
    {
        if (_isTimed) _lastMark = Stopwatch.GetTimestamp();
    }

    /// <summary>Ends a segment after its update and adds its times to the sums.</summary>
    public void EndSegment()
    {
        if (!_isTimed) return;
        _isTimed = false;
        long sum = 0;
        foreach (long ticks in _segmentPhaseTicks) sum += ticks;
        _segmentTicks.Add(sum, _sampler.Stride);
        int weight = _sampler.Observe(sum, _marks);
        _sums.BeginChange();
        for (int phase = 0; phase < Measures.Phases.Count; phase++) _sums[FirstPhase + phase] += weight * _segmentPhaseTicks[phase];
        _sums.EndChange();
        Array.Clear(_segmentPhaseTicks);
    }

    /// <summary>Counts agent steps when they are done.</summary>
    /// <param name="agentSteps">Agent steps.</param>
    public void CountAgentSteps(int agentSteps) => _sums[(int)Sum.AgentSteps] += agentSteps;

    /// <summary>
    /// Adds to a metric. The sum is staged until its update is counted, because a NaN of a refused update would stay in the sums
    /// permanently.
    /// </summary>
    /// <param name="metric">The metric.</param>
    /// <param name="sum">The sum of the values.</param>
    /// <param name="count">Number of the values, by which the sum is divided.</param>
    public void Add(Metric metric, double sum, double count)
    {
        _staged[metric.Index] += sum;
        _staged[Measures.Most + metric.Index] += count;
    }

    /// <summary>Counts an update that was not refused, and adds its staged metrics to the sums.</summary>
    /// <param name="staleness">Updates by others between the snapshot and this update.</param>
    public void CountUpdate(long staleness)
    {
        _sums.BeginChange();
        _sums[(int)Sum.Updates]++;
        _sums[(int)Sum.Staleness] += staleness;
        if (staleness > _sums[(int)Sum.LargestStaleness]) _sums[(int)Sum.LargestStaleness] = staleness;
        AddStaged();
        _sums.EndChange();
        _stalenesses.Add(staleness);
    }

    /// <summary>Publishes the staged metrics of work that has no update of its own, for example of a prediction.</summary>
    internal void Publish()
    {
        _sums.BeginChange();
        AddStaged();
        _sums.EndChange();
    }

    /// <summary>Discards the staged metrics, because their update was refused or abandoned.</summary>
    public void Discard() => Array.Clear(_staged);

    /// <summary>Writes or reads the sums of a checkpoint by name, including the staged ones.</summary>
    /// <exception cref="InvalidDataException">The run has no metric or phase of a saved name, or a count is out of its range.</exception>
    internal void Transfer(StateTransfer state)
    {
        if (state.IsRestoring) _sums.BeginChange();
        for (int i = 0; i < FirstPhase; i++) _sums[i] = state.Real(_sums[i], "count of an actor-learner");
        int phases = state.Number(Measures.Phases.Count, "number of phases", 0, Measures.Most);
        for (int i = 0; i < phases; i++)
        {
            string name = state.Text(state.IsRestoring ? "" : Measures.Phases[i].Name);
            Phase phase = Measures.FindPhase(name) ?? throw new InvalidDataException($"it holds the phase {name}, which the run lacks");
            TransferSum(state, FirstPhase + phase.Index);
        }

        int metrics = state.Number(Measures.Metrics.Count, "number of metrics", 0, Measures.Most);
        for (int i = 0; i < metrics; i++)
        {
            string name = state.Text(state.IsRestoring ? "" : Measures.Metrics[i].Name);
            Metric metric = Measures.FindMetric(name) ?? throw new InvalidDataException($"it holds the metric {name}, which the run lacks");
            TransferSum(state, FirstSum + metric.Index);
            TransferSum(state, FirstCount + metric.Index);
            TransferStaged(state, metric.Index);
            TransferStaged(state, Measures.Most + metric.Index);
        }

        if (state.IsRestoring) _sums.EndChange();
    }

    private void TransferSum(StateTransfer state, int index) => _sums[index] = state.AnyReal(_sums[index]);

    private void TransferStaged(StateTransfer state, int index) => _staged[index] = state.AnyReal(_staged[index]);

    private void AddStaged()
    {
        for (int i = 0; i < Measures.Metrics.Count; i++)
        {
            _sums[FirstSum + i] += _staged[i];
            _sums[FirstCount + i] += _staged[Measures.Most + i];
        }

        Discard();
    }

    private void Book(Phase phase)
    {
        long now = Stopwatch.GetTimestamp();
        _segmentPhaseTicks[phase.Index] += Math.Max(0, now - _lastMark - TimingSampler.StampTicks);
        _marks++;
        _trace?.Add(phase, _lastMark, now);
        _lastMark = now;
    }
}
