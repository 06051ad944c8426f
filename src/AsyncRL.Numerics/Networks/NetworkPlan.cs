using System.Collections.Immutable;
using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Networks;

/// <summary>Orders a network's layers: first the shared layers, then each branch's own layers, then the heads.</summary>
/// <param name="description">The layers below the heads.</param>
/// <param name="input">Shape of an observation.</param>
internal sealed class NetworkPlan(NetworkDescription description, Shape input)
{
    private readonly List<NetworkNode> _nodes = [];
    private readonly Dictionary<string, int> _ordinals = [];
    private int _shared = -1;

    /// <summary>
    /// Adds the layers below a branch point that are not present yet. All branches may read layers that one branch shares.
    /// </summary>
    internal void Share(BranchPoint point)
    {
        int wanted = LayersBelow(point);
        for (_shared = Math.Max(_shared, 0); _shared < wanted; _shared++) Add("", description.Trunk[_shared], _nodes.Count - 1);
    }

    /// <summary>The layers that were added so far.</summary>
    internal ImmutableArray<Layer> Layers() => [.. _nodes.ConvertAll(node => node.Layer)];

    /// <summary>Adds the layers that only one branch uses.</summary>
    /// <returns>The node that its heads read.</returns>
    internal int AddBranch(HeadDescription head)
    {
        int first = LayersBelow(head.BranchPoint), end = first - 1, join = head.Joined > 0 ? LayerOfJoin(first) : -1;
        for (int i = first; i < description.Trunk.Length; i++)
        {
            if (i == join) end = AddJoin(head, end);
            end = Add($"{head.Branch}-", description.Trunk[i], end);
        }

        return join == description.Trunk.Length ? AddJoin(head, end) : end;
    }

    /// <summary>Adds a head. Its parameters have the head's name.</summary>
    /// <returns>Its node.</returns>
    internal int AddHead(HeadDescription head, int source)
    {
        _nodes.Add(new NetworkNode(head.Name, new Dense(OutputOf(source), head.Outputs, head.InitialBound), source));
        return _nodes.Count - 1;
    }

    /// <summary>All nodes. Each node records whether a later node reads the same source.</summary>
    internal ImmutableArray<NetworkNode> Finish()
    {
        var seen = new HashSet<int>();
        for (int i = _nodes.Count - 1; i >= 0; i--) _nodes[i] = _nodes[i] with { IsFirstContribution = seen.Add(_nodes[i].Source) };
        return [.. _nodes];
    }

    private int LayersBelow(BranchPoint point) => point switch
    {
        BranchPoint.Observation => 0,
        BranchPoint.LastLayer => LastWithWeights(),
        _ => description.Trunk.Length,
    };

    private int LastWithWeights()
    {
        int last = description.Trunk.Length - 1;
        while (last > 0 && !description.Trunk[last].HasWeights) last--;
        return Math.Max(0, last);
    }

    private int AddJoin(HeadDescription head, int source)
    {
        string name = head.Branch.Length > 0 ? $"{head.Branch}-join" : "join";
        _nodes.Add(new NetworkNode(name, new Join(OutputOf(source), head.Joined), source));
        return _nodes.Count - 1;
    }

    /// <summary>
    /// The layer whose inputs further numbers join: the second fully connected layer from a first layer on, or the only one, or the heads.
    /// </summary>
    private int LayerOfJoin(int first)
    {
        int only = description.Trunk.Length;
        for (int i = first, count = 0; i < description.Trunk.Length; i++)
        {
            if (description.Trunk[i] is not FullyConnected) continue;
            if (count++ > 0) return i;
            only = i;
        }

        return only;
    }

    /// <summary>Names layers by kind and ordinal number: conv1, conv2, dense1. Each kind is counted separately.</summary>
    private int Add(string prefix, LayerDescription layer, int source)
    {
        Layer built = layer.Build(OutputOf(source));
        string kind = prefix + built.Kind;
        int ordinal = _ordinals.GetValueOrDefault(kind) + 1;
        _ordinals[kind] = ordinal;
        _nodes.Add(new NetworkNode($"{kind}{ordinal}", built, source));
        return _nodes.Count - 1;
    }

    private Shape OutputOf(int node) => node == NetworkNode.Observation ? input : _nodes[node].Layer.Output;
}
