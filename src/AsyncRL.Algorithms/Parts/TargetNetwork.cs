using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Memory;
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

    /// <summary>Writes or reads its state. The copy of θ⁻ is not saved, because the next segment copies θ⁻ in any case.</summary>
    internal void Transfer(StateTransfer state) => Activations.Transfer(state);
}

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
