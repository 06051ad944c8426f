using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// One thread's target network: its copy of θ⁻, and the activations of the segment's observations with θ⁻. A target network with memory
/// processes every observation and has a state of its own.
/// </summary>
internal sealed class TargetNetwork
{
    private readonly TargetCopy _copy;

    internal TargetNetwork(Network<float> network, TargetParameters shared, int tMax)
    {
        _copy = new TargetCopy(network, shared);
        Activations = new Activations<float>(network.Structure, checked(tMax + 1));
    }

    /// <summary>The rows of the segment and the row of the state after it.</summary>
    internal Activations<float> Activations { get; }

    /// <summary>Copies θ⁻ if a newer one is installed.</summary>
    internal void Refresh() => _copy.Refresh();

    /// <summary>θ⁻ ← θ.</summary>
    internal void Install() => _copy.Install();

    /// <summary>Runs the network on rows <paramref name="first"/> to <paramref name="steps"/> of a segment.</summary>
    /// <param name="online">The activations that hold the segment's observations, including that of row <paramref name="steps"/>.</param>
    /// <param name="first">First row whose outputs are read.</param>
    /// <param name="steps">Agent steps of the segment.</param>
    internal void Evaluate(Activations<float> online, int first, int steps)
    {
        if (Activations.Structure.IsRecurrent) first = 0;
        for (int row = first; row <= steps; row++) online.Input(row).CopyTo(Activations.Input(row));
        _copy.Forward(Activations, first, steps - first + 1);
        Activations.CarryState(steps);
    }

    /// <summary>Writes its state. The copy of θ⁻ is not saved, because the next segment copies θ⁻ in any case.</summary>
    internal void SaveState(BinaryWriter writer) => Activations.SaveState(writer);

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    internal void RestoreState(BinaryReader reader) => Activations.RestoreState(reader);
}
