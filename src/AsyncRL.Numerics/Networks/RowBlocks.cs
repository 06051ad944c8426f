using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Networks;

/// <summary>
/// How many rows of pixels pass through a network that begins with convolutions. The leading layers, up to the first that gains from many
/// rows, compute block by block, so that a block stays in the second-level cache. What the backward pass can compute again, or what no
/// later block needs, has room for one block only.
/// </summary>
/// <remarks>
/// Observations stay bytes, and each block converts its own. A rectifier behind a convolution writes its outputs over those of the
/// convolution, whose backward pass does not read them. The gradients between leading layers belong to one block. Blocks change no bit,
/// because these layers add the gradients of their parameters row by row.
/// </remarks>
internal sealed class RowBlocks
{
    /// <summary>Rows of a block.</summary>
    internal const int Rows = 4;

    /// <summary>From this number of rows on, blocks save more than they cost.</summary>
    private const int LeastRows = 2 * Rows;

    private readonly bool[] _isShort;
    private readonly bool[] _isInPlace;

    private RowBlocks(NetworkStructure structure, int nodes)
    {
        (LeadingNodes, _isShort, _isInPlace) = (nodes, new bool[nodes], new bool[nodes]);
        var readers = new int[nodes];
        foreach (NetworkNode node in structure.Nodes)
        {
            if (node.Source != NetworkNode.Observation && node.Source < nodes) readers[node.Source]++;
        }

        Array.Fill(_isShort, true);
        for (int i = structure.Nodes.Length - 1; i >= 0; i--)
        {
            (Layer layer, int source) = (structure.Nodes[i].Layer, structure.Nodes[i].Source);
            if (source == NetworkNode.Observation || source >= nodes) continue;
            if (i < nodes) _isInPlace[i] = layer is Relu && readers[source] == 1 && !structure.Nodes[source].Layer.BackwardReadsOutput;
            if (i >= nodes || (_isInPlace[i] && !_isShort[i])) _isShort[source] = false;
        }
    }

    /// <summary>Number of leading nodes.</summary>
    internal int LeadingNodes { get; }

    /// <summary>Whether a node's output gradients belong to one block.</summary>
    internal bool HasShortGradient(int node) => node < LeadingNodes && _isShort[node];

    /// <summary>Whether a node writes its outputs over its inputs, and its input gradients over its output gradients.</summary>
    internal bool IsInPlace(int node) => node < LeadingNodes && _isInPlace[node];

    /// <summary>Divides a network, if a number of rows is worth it and only leading layers read the observation.</summary>
    /// <param name="structure">The network.</param>
    /// <param name="rows">Rows of the activations.</param>
    /// <returns>The blocks; null for all rows at once.</returns>
    internal static RowBlocks? Of(NetworkStructure structure, Int128 rows)
    {
        int nodes = 0;
        while (structure.Nodes[nodes].Layer.PassesRowByRow) nodes++;
        for (int i = nodes; i < structure.Nodes.Length; i++)
        {
            if (structure.Nodes[i].Source == NetworkNode.Observation) return null;
        }

        return rows > LeastRows ? new RowBlocks(structure, nodes) : null;
    }
}
