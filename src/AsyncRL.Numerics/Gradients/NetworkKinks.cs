using AsyncRL.Numerics.Networks;

namespace AsyncRL.Numerics.Gradients;

/// <summary>Hashes the sides of the kinks on which the layers of a network are.</summary>
public static class NetworkKinks
{
    /// <summary>Hashes the sides of all kinks for some rows.</summary>
    /// <param name="activations">The activations after a forward pass.</param>
    /// <param name="rows">Number of rows, from row 0 on.</param>
    /// <returns>A number that changes when a rectifier switches.</returns>
    public static ulong Pattern(Activations<double> activations, int rows)
    {
        ArgumentNullException.ThrowIfNull(activations);
        ulong hash = 0;
        for (int i = 0; i < activations.Structure.Nodes.Length; i++)
            hash = (hash * 31) + activations.Structure.Nodes[i].Layer.KinkPattern(activations.InputRows(i, 0, rows));
        return hash;
    }
}
