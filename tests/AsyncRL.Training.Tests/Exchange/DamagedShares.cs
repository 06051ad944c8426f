using AsyncRL.Numerics.Memory;
using AsyncRL.Training.Exchange;

namespace AsyncRL.Training.Tests.Exchange;

/// <summary>A communicator that changes one number that another rank shared.</summary>
/// <param name="inner">Does the work.</param>
/// <param name="number">Which sharing is damaged, from 1.</param>
internal sealed class DamagedShares(ICommunicator inner, int number) : ICommunicator
{
    private AlignedBlock<float>? _shared;
    private int _shares;

    public int Rank => inner.Rank;

    public int Ranks => inner.Ranks;

    public string Library => inner.Library;

    public bool CanLoseRanks => inner.CanLoseRanks;

    public TimeSpan LongestWait
    {
        get => inner.LongestWait;
        set => inner.LongestWait = value;
    }

    public void Broadcast(Span<byte> block) => inner.Broadcast(block);

    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> state) => inner.Gather(state);

    public byte[] Scatter(IReadOnlyList<byte[]> states) => inner.Scatter(states);

    public void BeginSum(AlignedBlock<float> part, AlignedBlock<float> sum) => inner.BeginSum(part, sum);

    public void BeginTranspose(AlignedBlock<float> parts, AlignedBlock<float> received) => inner.BeginTranspose(parts, received);

    public void BeginShare(AlignedBlock<float> parts)
    {
        _shared = parts;
        inner.BeginShare(parts);
    }

    public bool TryEnd()
    {
        if (!inner.TryEnd()) return false;
        if (_shared is { } shared && ++_shares == number) shared.Span[0] += 1;
        _shared = null;
        return true;
    }

    public IReadOnlyList<int> Missing() => inner.Missing();

    public void Abort(int exitCode) => inner.Abort(exitCode);

    public void Dispose() => inner.Dispose();
}
