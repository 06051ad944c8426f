using System.Diagnostics;

namespace AsyncRL.Algorithms.Metrics;

/// <summary>Chooses the segments that are timed, so that time stamps cost less than 0.5 % of the time however short segments are.</summary>
/// <remarks>
/// <para>A segment of a small network takes two microseconds, and the dozen time stamps that tell its phases apart a third of one. So of
/// every block of <see cref="Stride"/> segments one is timed, and counts for all of the block. Segments of hundreds of microseconds are
/// all timed.</para>
/// <para>The stride is the least power of two for which the stamps of one segment cost at most 0.25 % of a block: their number times what
/// a stamp costs on this machine, over the stride times the median time of a segment without stamps. The other 0.25 % are for asking,
/// at every mark, whether the segment is timed.</para>
/// <para>Which segment of a block is drawn at random: every other one, or every 64th, would always meet the same place in episodes of a
/// fixed length. The sums are unbiased whatever the tasks' rhythm.</para>
/// <para>A segment during which the system gave the processor to somebody else, for milliseconds, counts for itself only: times 64 it
/// would drown all others. So where not all segments are timed, the phases' times leave such interruptions out.</para>
/// </remarks>
internal sealed class TimingSampler
{
    private const double LargestShare = 0.0025;
    private const double MedianStep = 1.05;
    private const int LargestStride = 1024;

    /// <summary>A segment longer than so many median ones, and than 100 µs, was interrupted.</summary>
    private const double InterruptedMedians = 8;

    private static readonly double InterruptedTicks = 100e-6 * Stopwatch.Frequency;

    /// <summary>A mark reads the clock and adds to a sum: one and a half times the clock alone.</summary>
    private static readonly double TicksPerMark = 1.5 * MeasureTimestamp();

    /// <summary>
    /// What a mark takes of the time that it measures. Segments that are not timed go without it: to count for them, a timed segment's
    /// phases must leave it out.
    /// </summary>
    internal static long StampTicks { get; } = (long)TicksPerMark;

    private bool _everySegment;
    private int _index;
    private int _chosen;
    private double _median;
    private double _wanted;
    private uint _random = 2463534242;

    /// <summary>Segments for which the timed one of the present block counts.</summary>
    internal int Stride { get; private set; } = 1;

    /// <summary>Whether all segments are timed from the next on, at whatever cost.</summary>
    internal bool EverySegment
    {
        get => _everySegment;
        set
        {
            _everySegment = value;
            BeginBlock();
        }
    }

    /// <summary>Goes on to the next segment.</summary>
    /// <returns>Whether it is to be timed.</returns>
    internal bool Next()
    {
        if (_index == Stride) BeginBlock();
        return _index++ == _chosen;
    }

    /// <summary>Learns from a timed segment.</summary>
    /// <param name="ticks">How long it took without its time stamps, in ticks of the stopwatch.</param>
    /// <param name="marks">Its time stamps.</param>
    /// <returns>For how many segments its times count.</returns>
    internal int Observe(long ticks, int marks)
    {
        if (_median == 0) _median = ticks;
        bool wasInterrupted = ticks > Math.Max(InterruptedTicks, InterruptedMedians * _median);

        // Steps of 5 % towards each observation settle where as many lie above as below; one interrupted segment moves it by one step.
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

    /// <summary>Marsaglia's xorshift: not the actor's generator, so that timing changes nothing that is computed.</summary>
    private uint NextRandom()
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        return _random >> 8;
    }

    /// <summary>The least of a few means, because an interruption only ever adds.</summary>
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
