namespace AsyncRL.Numerics.Networks;

/// <summary>
/// The layers of a network that some of its heads need. Activations of a part have no memory for the other layers, and their passes leave
/// them out: an auxiliary head costs nothing while only the others act.
/// </summary>
public sealed class NetworkPart
{
    private readonly bool[] _includes;
    private readonly bool[] _isFirst;

    /// <summary>Finds the layers.</summary>
    /// <param name="structure">The network.</param>
    /// <param name="needs">Determines whether the part has a head.</param>
    internal NetworkPart(NetworkStructure structure, Predicate<int> needs)
    {
        (_includes, _isFirst) = (new bool[structure.Nodes.Length], new bool[structure.Nodes.Length]);
        for (int head = 0; head < structure.Heads.Length; head++) _includes[structure.HeadNode(head)] = needs(head);

        // Nodes stand in the order of the forward pass. The last reader of a source writes its gradient first.
        var seen = new HashSet<int>();
        for (int node = _includes.Length - 1; node >= 0; node--)
        {
            if (!_includes[node]) continue;
            int source = structure.Nodes[node].Source;
            _isFirst[node] = seen.Add(source);
            if (source != NetworkNode.Observation) _includes[source] = true;
            MultiplyAddsPerRow += structure.Nodes[node].Layer.MultiplyAddsPerRow;
        }
    }

    /// <summary>Number of multiply-adds of one forward pass.</summary>
    public long MultiplyAddsPerRow { get; }

    /// <summary>Whether the part has a layer.</summary>
    /// <param name="node">Its index in <see cref="NetworkStructure.Nodes"/>.</param>
    /// <returns>Whether a head of the part needs it.</returns>
    public bool Includes(int node) => _includes[node];

    /// <summary>Whether a node's input gradient is the first one at its source in a backward pass over this part.</summary>
    internal bool IsFirstContribution(int node) => _isFirst[node];
}
