using AsyncRL.Numerics.Memory;
using AsyncRL.Training.Exchange;

namespace AsyncRL.Training.Tests.Exchange;

/// <summary>A communicator that changes one number that another rank shared.</summary>
/// <param name="inner">Does the work.</param>
/// <param name="number">Which sharing is damaged, from 1.</param>
internal sealed class DamagedShares(ICommunicator inner, int number) : ForwardingCommunicator(inner)
{
    private AlignedBlock<float>? _shared;
    private int _shares;

    public override void BeginShare(AlignedBlock<float> parts)
    {
        _shared = parts;
        base.BeginShare(parts);
    }

    public override bool TryEnd()
    {
        if (!base.TryEnd()) return false;
        if (_shared is { } shared && ++_shares == number) shared.Span[0] += 1;
        _shared = null;
        return true;
    }
}
