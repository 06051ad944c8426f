using AsyncRL.Numerics.Memory;
using AsyncRL.Training.Exchange;

namespace AsyncRL.Training.Tests.Exchange;

/// <summary>A communicator whose ranks may end alone, as processes do.</summary>
/// <param name="inner">Does the work.</param>
internal sealed class OtherProcesses(ICommunicator inner) : ICommunicator
{
    public int Rank => inner.Rank;

    public int Ranks => inner.Ranks;

    public string Library => "a library of tests";

    public bool CanLoseRanks => true;

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

    public void BeginShare(AlignedBlock<float> parts) => inner.BeginShare(parts);

    public bool TryEnd() => inner.TryEnd();

    public IReadOnlyList<int> Missing() => inner.Missing();

    public void Abort(int exitCode) => inner.Abort(exitCode);

    public void Dispose() => inner.Dispose();
}
