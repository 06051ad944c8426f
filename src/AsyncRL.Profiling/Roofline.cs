using System.Collections.Immutable;
using AsyncRL.Algorithms.Metrics;

namespace AsyncRL.Profiling;

/// <summary>
/// Compares a segment and its phases with the limits of the machine (Williams et al. 2009): the time that the counted operations take at
/// the peak, the time that the counted bytes take at the bandwidth of their level, and the measured time.
/// </summary>
/// <param name="Phases">The phases that have work to count.</param>
/// <param name="Segment">All phases together, compared with a segment's whole time, including the environment and the rest.</param>
public sealed record Roofline(ImmutableArray<RooflinePoint> Phases, RooflinePoint Segment)
{
    /// <summary>Compares the work with the limits.</summary>
    /// <param name="work">The counted work.</param>
    /// <param name="limits">The limits for the same number of threads as in the measurement.</param>
    /// <param name="secondsOf">Seconds of one thread's segment in a phase, measured.</param>
    /// <param name="segmentSeconds">Seconds of one thread's segment, measured.</param>
    /// <param name="writtenByOthers">
    /// The share of the shared bytes that another thread has written since the thread touched them; 0 for one thread.
    /// </param>
    /// <returns>The comparison.</returns>
    public static Roofline Of(
        SegmentWork work, MachineLimits limits, Func<Phase, double> secondsOf, double segmentSeconds, double writtenByOthers = 0)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(secondsOf);
        var points = ImmutableArray.CreateBuilder<RooflinePoint>();
        double computeSeconds = 0, memorySeconds = 0, fromOtherCores = 0;
        RooflinePoint? farthest = null;
        foreach (PhaseWork phase in work.Phases)
        {
            RooflinePoint point = PointOf(phase, limits, secondsOf(phase.Phase), writtenByOthers);
            points.Add(point);
            computeSeconds += point.ComputeSeconds;
            memorySeconds += point.MemorySeconds;
            fromOtherCores += point.BytesFromOtherCores;
            if (farthest is null || point.MemorySeconds > farthest.MemorySeconds) farthest = point;
        }

        MemoryLevel main = farthest?.Level ?? MemoryLevel.Memory;
        return new Roofline(
            points.ToImmutable(),
            new RooflinePoint(null, work.Flops, work.Bytes, main, computeSeconds, memorySeconds, segmentSeconds)
            {
                BytesFromOtherCores = fromOtherCores,
            });
    }

    private static RooflinePoint PointOf(PhaseWork phase, MachineLimits limits, double measuredSeconds, double writtenByOthers)
    {
        MemoryLevel level = limits.Caches.LevelOf(phase.WorkingSet, limits.ThreadsPerDomain);
        double fetched = limits.AreInOtherCore(level) ? phase.BytesShared * writtenByOthers : 0;
        double fetchSeconds = fetched > 0 ? limits.SecondsToMove(MemoryLevel.OtherCore, 0, 0, fetched) : 0;
        double ownSeconds = limits.SecondsToMove(level, phase.BytesRead, phase.BytesWritten, phase.BytesUpdated - fetched);
        return new RooflinePoint(
            phase.Phase,
            phase.Flops,
            phase.Bytes,
            fetchSeconds > ownSeconds ? MemoryLevel.OtherCore : level,
            phase.Flops * limits.Threads / limits.Flops,
            ownSeconds + fetchSeconds,
            measuredSeconds)
        {
            BytesFromOtherCores = fetched,
        };
    }
}

/// <summary>A phase, or a segment, compared with its limits.</summary>
/// <param name="Phase">The phase; null for the segment.</param>
/// <param name="Flops">Floating-point operations.</param>
/// <param name="Bytes">Bytes loaded and stored.</param>
/// <param name="Level">The level whose bytes take most of the time.</param>
/// <param name="ComputeSeconds">Seconds that the operations take at the peak.</param>
/// <param name="MemorySeconds">Seconds that the bytes take at the bandwidths of their levels.</param>
/// <param name="MeasuredSeconds">Measured seconds.</param>
public sealed record RooflinePoint(
    Phase? Phase, double Flops, double Bytes, MemoryLevel Level, double ComputeSeconds, double MemorySeconds, double MeasuredSeconds)
{
    /// <summary>Those of the bytes that come from another core's caches, loaded and stored in place.</summary>
    public double BytesFromOtherCores { get; init; }

    /// <summary>Whether memory is the larger limit.</summary>
    public bool IsMemoryBound => MemorySeconds > ComputeSeconds;

    /// <summary>Seconds at the larger limit. No smaller time is possible, even if arithmetic and memory overlap completely.</summary>
    public double BoundSeconds => Math.Max(ComputeSeconds, MemorySeconds);

    /// <summary>The time at the larger limit divided by the measured time; NaN if nothing is counted or measured.</summary>
    public double Share => BoundSeconds > 0 && MeasuredSeconds > 0 ? BoundSeconds / MeasuredSeconds : double.NaN;

    /// <summary>Operations per byte.</summary>
    public double Intensity => Flops / Bytes;

    /// <summary>Measured operations per second.</summary>
    public double FlopsPerSecond => Flops / MeasuredSeconds;
}
