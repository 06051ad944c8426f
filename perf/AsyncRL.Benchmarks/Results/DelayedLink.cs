using System.Diagnostics;
using AsyncRL.Numerics.Memory;
using AsyncRL.Training.Exchange;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// Ranks whose messages take as long as on a link of a given latency and rate. What is begun is reported as complete only when the last
/// rank has begun it and the time that its messages take has passed. No thread works in that time: the shim models the link, and not the
/// work of a network's software.
/// </summary>
/// <param name="inner">Connects the ranks without delay.</param>
/// <param name="latency">Time of a message of no length, in one direction.</param>
/// <param name="bitsPerSecond">Rate of the line of each rank in each direction; infinite for no limit.</param>
internal sealed class DelayedLink(ICommunicator inner, TimeSpan latency, double bitsPerSecond) : ICommunicator
{
    /// <summary>The share of the line's rate that is left for numbers, besides the headers of packets.</summary>
    private const double UsefulShare = 0.94;

    private TimeSpan _time;
    private long _arrived;
    private double _seconds;

    public int Rank => inner.Rank;

    public int Ranks => inner.Ranks;

    public string Library => inner.Library;

    public bool CanLoseRanks => inner.CanLoseRanks;

    public TimeSpan LongestWait
    {
        get => inner.LongestWait;
        set => inner.LongestWait = value;
    }

    /// <summary>Number of exchanges that do not wait.</summary>
    internal long Exchanges { get; private set; }

    /// <summary>Mean time of such an exchange, from the begin of the last rank on.</summary>
    internal double MeanMilliseconds => 1000 * _seconds / Exchanges;

    private double Others => (Ranks - 1.0) / Ranks;

    public void Broadcast(Span<byte> block) => inner.Broadcast(block);

    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> state) => inner.Gather(state);

    public byte[] Scatter(IReadOnlyList<byte[]> states) => inner.Scatter(states);

    /// <summary>The best all-reduce: 2 log₂ R messages one after the other, and twice the others' share of the block.</summary>
    public void BeginSum(AlignedBlock<float> part, AlignedBlock<float> sum)
    {
        Begin(2 * Math.Ceiling(Math.Log2(Ranks)), 2 * Others * part.Length);
        inner.BeginSum(part, sum);
    }

    /// <summary>A rank sends every part but its own, all at the same time.</summary>
    public void BeginTranspose(AlignedBlock<float> parts, AlignedBlock<float> received)
    {
        Begin(1, Others * parts.Length);
        inner.BeginTranspose(parts, received);
    }

    /// <summary>A rank receives every part but its own.</summary>
    public void BeginShare(AlignedBlock<float> parts)
    {
        Begin(1, Others * parts.Length);
        inner.BeginShare(parts);
    }

    public bool TryEnd()
    {
        if (_arrived == 0)
        {
            if (!inner.TryEnd()) return false;
            _arrived = Stopwatch.GetTimestamp();
        }

        if (Stopwatch.GetElapsedTime(_arrived) < _time) return false;
        _seconds += Stopwatch.GetElapsedTime(_arrived).TotalSeconds;
        Exchanges++;
        return true;
    }

    public IReadOnlyList<int> Missing() => inner.Missing();

    public void Abort(int exitCode) => inner.Abort(exitCode);

    public void Dispose() => inner.Dispose();

    private void Begin(double messages, double numbers)
    {
        _arrived = 0;
        _time = (messages * latency) + TimeSpan.FromSeconds(numbers * sizeof(float) * 8 / (UsefulShare * bitsPerSecond));
    }
}
