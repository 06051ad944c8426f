using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Core.Options;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Replay;

/// <summary>The options of algorithms that learn from single transitions of a replay memory.</summary>
public abstract record TransitionOptions : ReplayOptions
{
    /// <summary>Whether the target's action is θ's best.</summary>
    [Option("double", "", "the target's action is θ's best rather than θ⁻'s (van Hasselt et al. 2016)")]
    public bool Double { get; init; }

    internal override bool IsDouble => Double;

    /// <summary>Refuses a network with memory, whose state a single transition does not have.</summary>
    /// <param name="algorithm">The name of the algorithm.</param>
    /// <param name="network">The network.</param>
    /// <exception cref="InputException">The network has memory.</exception>
    internal static void RefuseMemory(string algorithm, NetworkStructure network)
    {
        if (!network.IsRecurrent) return;
        throw new InputException(
            $"The network {network.Description.Name} has memory, but {algorithm} learns from single agent steps; "
            + "expected a network without memory, or the algorithm r2d2.");
    }

    /// <summary>The rows that pass through the network together, of a minibatch that some threads divide among them.</summary>
    internal int RowsOfPass(NetworkStructure network, int threads, bool ofPixels) =>
        PassSize.Rows(network, ((MinibatchSize - 1) / threads) + 1, ofPixels);
}
