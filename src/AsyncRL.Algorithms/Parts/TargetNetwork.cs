using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// One thread's copy of the target network: θ⁻, which the thread updates between segments, and the activations of the segment's
/// observations with θ⁻. A target network with memory processes every observation and has a state of its own.
/// </summary>
internal sealed class TargetNetwork
{
    private readonly Network<float> _network;
    private readonly TargetParameters _shared;
    private readonly AlignedBlock<float> _parameters;
    private readonly AlignedBlock<float> _spare;
    private long _version = -1;

    /// <summary>The name of θ⁻ among the target parameters.</summary>
    internal const string Name = "target";

    internal TargetNetwork(Network<float> network, TargetParameters shared, int tMax)
    {
        (_network, _shared) = (network, shared);
        Activations = new Activations<float>(network.Structure, checked(tMax + 1));
        _parameters = new AlignedBlock<float>(network.Structure.Layout.BlockLength);
        _spare = new AlignedBlock<float>(network.Structure.Layout.BlockLength);
    }

    /// <summary>The rows of the segment and the row of the state after it.</summary>
    internal Activations<float> Activations { get; }

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

    /// <summary>Runs the network on rows <paramref name="first"/> to <paramref name="steps"/> of a segment.</summary>
    /// <param name="online">The activations that hold the segment's observations, including that of row <paramref name="steps"/>.</param>
    /// <param name="first">First row whose outputs are read.</param>
    /// <param name="steps">Agent steps of the segment.</param>
    internal void Evaluate(Activations<float> online, int first, int steps)
    {
        if (_network.Structure.IsRecurrent) first = 0;
        for (int row = first; row <= steps; row++) online.Input(row).CopyTo(Activations.Input(row));
        _network.Forward(_parameters.Span, Activations, first, steps - first + 1);
        Activations.CarryState(steps);
    }

    /// <summary>Runs the network with θ⁻ on rows of other activations.</summary>
    /// <param name="batch">Activations of the same network.</param>
    /// <param name="firstStep">The first time step.</param>
    /// <param name="steps">Number of time steps.</param>
    internal void Forward(Activations<float> batch, int firstStep, int steps) =>
        _network.Forward(_parameters.Span, batch, firstStep, steps);

    /// <summary>Writes its state. The copy of θ⁻ is not saved, because the next segment copies θ⁻ in any case.</summary>
    internal void SaveState(BinaryWriter writer) => Activations.SaveState(writer);

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    internal void RestoreState(BinaryReader reader) => Activations.RestoreState(reader);
}
