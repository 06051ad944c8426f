using AsyncRL.Training.Exchange;

namespace AsyncRL.Training.Tests.Exchange;

/// <summary>A communicator whose ranks may end alone, as processes do.</summary>
/// <param name="inner">Does the work.</param>
internal sealed class OtherProcesses(ICommunicator inner) : ForwardingCommunicator(inner)
{
    public override bool CanLoseRanks => true;
}
