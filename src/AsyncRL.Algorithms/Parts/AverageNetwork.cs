using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// One thread's copy of the average network: θ_a, which the thread copies at each snapshot, and the outputs of the segment's observations
/// with θ_a. For networks without memory.
/// </summary>
internal sealed class AverageNetwork
{
    /// <summary>The name of θ_a among the average parameters.</summary>
    internal const string Name = "average";

    private readonly Network<float> _network;
    private readonly AverageParameters _shared;
    private readonly AlignedBlock<float> _parameters;

    /// <summary>Allocates the copy.</summary>
    /// <param name="network">The network.</param>
    /// <param name="shared">θ_a.</param>
    /// <param name="tMax">Largest number of agent steps of a segment.</param>
    internal AverageNetwork(Network<float> network, AverageParameters shared, int tMax)
    {
        (_network, _shared) = (network, shared);
        Activations = new Activations<float>(network.Structure, tMax);
        _parameters = new AlignedBlock<float>(network.Structure.Layout.BlockLength);
    }

    /// <summary>The rows of the segment.</summary>
    internal Activations<float> Activations { get; }

    /// <summary>Copies θ_a. Called at the snapshot of θ.</summary>
    internal void Refresh() => _shared.Snapshot(_parameters.Span);

    /// <summary>Runs the network with θ_a on the observations of a segment.</summary>
    /// <param name="online">The activations that hold the observations.</param>
    /// <param name="steps">Agent steps of the segment.</param>
    internal void Evaluate(Activations<float> online, int steps)
    {
        for (int row = 0; row < steps; row++) online.Input(row).CopyTo(Activations.Input(row));
        _network.Forward(_parameters.Span, Activations, 0, steps);
    }

    /// <summary>θ_a ← α θ_a + (1 − α) θ.</summary>
    internal void Move(float decay) => _shared.Move(decay);
}
