using System.Diagnostics;

namespace AsyncRL.Algorithms.Metrics;

/// <summary>Chooses the segments that are timed, so that time stamps cost less than 0.5 % of the time however short segments are.</summary>
/// <remarks>
/// <para>A segment of a small network takes two microseconds. The dozen time stamps that separate its phases take a third of a microsecond.
/// Therefore one segment in every block of <see cref="Stride"/> segments is timed and represents the whole block. Segments of hundreds of
/// microseconds are all timed.</para>
/// <para>The stride is the least power of two for which the stamps of one segment cost at most 0.25 % of a block. The cost is the number of
/// stamps times the cost of a stamp on this machine. The time of a block is the stride times the median time of a segment without stamps.
/// Testing at every mark whether the segment is timed costs at most another 0.25 %.</para>
/// <para>The timed segment of a block is drawn at random. A fixed choice such as every 64th segment would always meet the same place in
/// episodes of a fixed length. The random choice makes the sums unbiased for every length of episode.</para>
/// <para>If the system runs another process for milliseconds during a timed segment, the segment is weighted by 1 only. A weight of 64
/// would let it dominate all other segments. Therefore the phases' times exclude such interruptions if not all segments are timed.</para>
/// </remarks>
internal sealed class TimingSampler
{
    private const double LargestShare = 0.0025;
    private const double MedianStep = 1.05;
    private const int LargestStride = 1024;

    /// <summary>A segment counts as interrupted if it took longer than this many medians and longer than 100 µs.</summary>
    private const double InterruptedMedians = 8;

    private static readonly double InterruptedTicks = 100e-6 * Stopwatch.Frequency;

    /// <summary>A mark reads the clock and adds to a sum. This takes one and a half times as long as reading the clock.</summary>
    private static readonly double TicksPerMark = 1.5 * MeasureTimestamp();

    /// <summary>
    /// The part of a measured time that the mark itself takes. It is subtracted from the phases of a timed segment, because the segments
    /// that it represents have no marks.
    /// </summary>
    internal static long StampTicks { get; } = (long)TicksPerMark;

    private bool _everySegment;
    private int _index;
    private int _chosen;
    private double _median;
    private double _wanted;
    private uint _random = 2463534242;

    /// <summary>Number of segments that the timed segment of the present block represents.</summary>
    internal int Stride { get; private set; } = 1;

    /// <summary>Whether all segments from the next on are timed, at whatever cost.</summary>
    internal bool EverySegment
    {
        get => _everySegment;
        set
        {
            _everySegment = value;
            BeginBlock();
        }
    }

    /// <summary>Advances to the next segment.</summary>
    /// <returns>Whether the segment must be timed.</returns>
    internal bool Next()
    {
        if (_index == Stride) BeginBlock();
        return _index++ == _chosen;
    }

    /// <summary>Adapts the stride to the time of a timed segment.</summary>
    /// <param name="ticks">The segment's time without its time stamps, in ticks of the stopwatch.</param>
    /// <param name="marks">Number of its time stamps.</param>
    /// <returns>Number of segments that its times represent.</returns>
    internal int Observe(long ticks, int marks)
    {
        if (_median == 0) _median = ticks;
        bool wasInterrupted = ticks > Math.Max(InterruptedTicks, InterruptedMedians * _median);

        // Steps of 5 % toward each observation converge to the median. One interrupted segment moves the estimate by one step only.
        _median = ticks > _median ? _median * MedianStep : _median / MedianStep;
        _wanted = marks * TicksPerMark / (LargestShare * Math.Max(_median, 1));
        return wasInterrupted ? 1 : Stride;
    }

    private void BeginBlock()
    {
        int stride = 1;
        while (!_everySegment && stride < _wanted && stride < LargestStride) stride *= 2;
        (Stride, _index) = (stride, 0);
        _chosen = (int)(NextRandom() & (uint)(stride - 1));
    }

    /// <summary>Marsaglia's xorshift. The actor's generator is not used, because timing must not change the computed numbers.</summary>
    private uint NextRandom()
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        return _random >> 8;
    }

    /// <summary>The least of a few means, because an interruption can only increase a mean.</summary>
    private static double MeasureTimestamp()
    {
        const int Batches = 10, Stamps = 200;
        double least = double.PositiveInfinity;
        for (int batch = 0; batch < Batches; batch++)
        {
            long start = Stopwatch.GetTimestamp(), end = start;
            for (int i = 0; i < Stamps; i++) end = Stopwatch.GetTimestamp();
            least = Math.Min(least, (double)(end - start) / Stamps);
        }

        return least;
    }
}
