using System.Collections.Immutable;

namespace AsyncRL.Numerics.Networks;

/// <summary>
/// Some layers of a network, which passes can compute alone: all layers, those below some heads, or those above the layer at which further
/// numbers join a branch. Activations of a part have no memory for the other layers.
/// </summary>
public sealed class NetworkPart
{
    private readonly ImmutableArray<PartNode> _nodes;

    private NetworkPart(NetworkStructure structure, Predicate<int> contains)
    {
        Structure = structure;
        var nodes = new List<PartNode>();
        var seen = new HashSet<int>();
        for (int i = structure.Nodes.Length - 1; i >= 0; i--)
        {
            if (contains(i)) nodes.Add(new PartNode(i, seen.Add(structure.Nodes[i].Source)));
        }

        nodes.Reverse();
        _nodes = [.. nodes];
    }

    /// <summary>The network.</summary>
    public NetworkStructure Structure { get; }

    /// <summary>Number of multiply-adds of one forward pass.</summary>
    public long MultiplyAddsPerRow
    {
        get
        {
            long sum = 0;
            foreach (PartNode node in _nodes) sum += Structure.Nodes[node.Index].Layer.MultiplyAddsPerRow;
            return sum;
        }
    }

    /// <summary>The layers, each after the layer that it reads.</summary>
    internal ReadOnlySpan<PartNode> Nodes => _nodes.AsSpan();

    /// <summary>The parts of a block of parameters that belong to the layers.</summary>
    /// <returns>The position and the length of each part, in order, with other parameters between them.</returns>
    public ImmutableArray<(int Start, int Length)> Parameters()
    {
        var ranges = ImmutableArray.CreateBuilder<(int Start, int Length)>();
        foreach (PartNode node in _nodes)
        {
            (int start, int length) = (Structure.BlockOffset(node.Index), Structure.Nodes[node.Index].Layer.ParameterBlockLength);
            if (length == 0) continue;
            bool continues = ranges.Count > 0 && ranges[^1].Start + ranges[^1].Length == start;
            if (continues) ranges[^1] = (ranges[^1].Start, ranges[^1].Length + length);
            else ranges.Add((start, length));
        }

        return ranges.ToImmutable();
    }

    /// <summary>Whether the part has a layer.</summary>
    /// <param name="node">Its index in <see cref="NetworkStructure.Nodes"/>.</param>
    /// <returns>Whether it has.</returns>
    public bool Includes(int node)
    {
        foreach (PartNode own in _nodes)
        {
            if (own.Index == node) return true;
        }

        return false;
    }

    /// <summary>The most numbers in a row of an input gradient that is added to another one.</summary>
    internal int SpareWidth()
    {
        int widest = 0;
        foreach (PartNode node in _nodes)
        {
            if (!node.IsFirstContribution) widest = Math.Max(widest, Structure.Nodes[node.Index].Layer.Input.Size);
        }

        return widest;
    }

    /// <summary>The number of leading layers of a network that the part has.</summary>
    /// <param name="leading">Number of leading layers.</param>
    internal int CountBelow(int leading)
    {
        int count = 0;
        foreach (PartNode node in _nodes) count += node.Index < leading ? 1 : 0;
        return count;
    }

    /// <summary>All layers of a network.</summary>
    internal static NetworkPart Whole(NetworkStructure structure) => new(structure, _ => true);

    /// <summary>The layers on the way from the observation to some heads.</summary>
    internal static NetworkPart Below(NetworkStructure structure, params ReadOnlySpan<int> heads)
    {
        var below = new HashSet<int>();
        foreach (int head in heads)
        {
            for (int i = structure.HeadNode(head); i != NetworkNode.Observation; i = structure.Nodes[i].Source) below.Add(i);
        }

        return new NetworkPart(structure, below.Contains);
    }

    /// <summary>The layers on the way from the layer with further numbers to a head.</summary>
    internal static NetworkPart AboveJoin(NetworkStructure structure, int head)
    {
        int join = structure.JoinNode(head);
        if (join == NetworkNode.Observation)
            throw new ArgumentException($"Nothing joins the branch of the head \"{structure.Heads[head]}\"; expected further numbers.");
        var above = new HashSet<int> { join };
        for (int i = structure.HeadNode(head); i != join; i = structure.Nodes[i].Source) above.Add(i);
        return new NetworkPart(structure, above.Contains);
    }
}

/// <summary>A layer of a part.</summary>
/// <param name="Index">Its index among the nodes of the network.</param>
/// <param name="IsFirstContribution">Whether its input gradient is the first at its source in a backward pass over the part.</param>
internal readonly record struct PartNode(int Index, bool IsFirstContribution);
