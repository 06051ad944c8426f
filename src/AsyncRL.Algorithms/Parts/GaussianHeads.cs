using System.Collections.Immutable;
using System.Numerics;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// Finds the heads of a Gaussian actor-critic: "mean" and "spread" on the policy's network, and "value" on a network that shares nothing
/// with it (paper, section 9).
/// </summary>
internal sealed class GaussianHeads
{
    internal GaussianHeads(NetworkStructure structure)
    {
        (Mean, Spread, Value) = (structure.HeadIndex("mean"), structure.HeadIndex("spread"), structure.HeadIndex("value"));
        Dimensions = structure.Heads[Mean].Outputs;
    }

    /// <summary>Index of the head μ.</summary>
    internal int Mean { get; }

    /// <summary>Index of the head s, of which σ² = softplus(s) + floor.</summary>
    internal int Spread { get; }

    /// <summary>Index of the head V.</summary>
    internal int Value { get; }

    /// <summary>Numbers in an action.</summary>
    internal int Dimensions { get; }

    /// <summary>The heads of the two networks.</summary>
    internal static ImmutableArray<HeadDescription> All(int dimensions) =>
    [
        new("mean", dimensions) { Branch = "policy", BranchPoint = BranchPoint.Observation },
        new("spread", 1) { Branch = "policy", BranchPoint = BranchPoint.Observation },
        new("value", 1) { Branch = "critic", BranchPoint = BranchPoint.Observation },
    ];

    /// <summary>σ² of a row.</summary>
    internal T Variance<T>(Activations<T> activations, int row, T floor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => SphericalGaussian.Variance(activations.Output(Spread, row)[0], floor);
}
