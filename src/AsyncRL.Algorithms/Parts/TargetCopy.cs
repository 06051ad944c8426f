using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>One thread's copy of θ⁻, the parameters of the target network, which the thread renews between segments.</summary>
internal sealed class TargetCopy
{
    /// <summary>The name of θ⁻ among the target parameters.</summary>
    internal const string Name = "target";

    private readonly Network<float> _network;
    private readonly TargetParameters _shared;
    private readonly AlignedBlock<float> _parameters;
    private readonly AlignedBlock<float> _spare;
    private long _version = -1;

    /// <summary>Allocates the copy.</summary>
    /// <param name="network">The network.</param>
    /// <param name="shared">θ⁻.</param>
    internal TargetCopy(Network<float> network, TargetParameters shared)
    {
        (_network, _shared) = (network, shared);
        _parameters = new AlignedBlock<float>(network.Structure.Layout.BlockLength);
        _spare = new AlignedBlock<float>(network.Structure.Layout.BlockLength);
    }

    /// <summary>
    /// Copies θ⁻ if a newer one is installed. During an installation the thread continues with its present copy. It waits only if it has no
    /// copy yet.
    /// </summary>
    internal void Refresh()
    {
        var wait = default(SpinWait);
        while (!_shared.TryRead(_parameters.Span, _spare.Span, ref _version) && _version < 0) wait.SpinOnce();
    }

    /// <summary>θ⁻ ← θ.</summary>
    internal void Install() => _shared.Install();

    /// <summary>Runs the network with θ⁻.</summary>
    /// <param name="batch">Activations of the network.</param>
    /// <param name="firstStep">The first time step.</param>
    /// <param name="steps">Number of time steps.</param>
    internal void Forward(Activations<float> batch, int firstStep, int steps) =>
        _network.Forward(_parameters.Span, batch, firstStep, steps);
}
