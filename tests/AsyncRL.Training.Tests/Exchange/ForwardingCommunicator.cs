using AsyncRL.Numerics.Memory;
using AsyncRL.Training.Exchange;

namespace AsyncRL.Training.Tests.Exchange;

/// <summary>A communicator that lets another one do the work.</summary>
/// <param name="inner">Does the work.</param>
internal abstract class ForwardingCommunicator(ICommunicator inner) : ICommunicator
{
    public int Rank => inner.Rank;

    public int Ranks => inner.Ranks;

    public string Library => inner.Library;

    public virtual bool CanLoseRanks => inner.CanLoseRanks;

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

    public virtual void BeginShare(AlignedBlock<float> parts) => inner.BeginShare(parts);

    public virtual bool TryEnd() => inner.TryEnd();

    public IReadOnlyList<int> Missing() => inner.Missing();

    public void Abort(int exitCode) => inner.Abort(exitCode);

    public void Dispose() => inner.Dispose();
}
