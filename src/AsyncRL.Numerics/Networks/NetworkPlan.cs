using System.Collections.Immutable;
using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Networks;

/// <summary>Orders a network's layers: first the shared layers, then each branch's own layers, then the heads.</summary>
internal sealed class NetworkPlan
{
    private readonly NetworkDescription _description;
    private readonly Shape _input;
    private readonly int _sideInputs;

    /// <summary>The layer of the description that reads the side inputs; as many as there are layers if the heads read them.</summary>
    private readonly int _reader;
    private readonly List<NetworkNode> _nodes = [];
    private readonly Dictionary<string, int> _ordinals = [];

    /// <summary>The node of each shared layer of the description.</summary>
    private readonly List<int> _shared = [];

    /// <summary>Starts without nodes.</summary>
    /// <param name="description">The layers below the heads.</param>
    /// <param name="input">Shape of an observation.</param>
    /// <param name="sideInputs">Numbers beside the observation.</param>
    internal NetworkPlan(NetworkDescription description, Shape input, int sideInputs)
    {
        (_description, _input, _sideInputs) = (description, input, sideInputs);
        _reader = sideInputs == 0 ? int.MaxValue : FirstWithMemory();
    }

    /// <summary>
    /// Adds the layers below a branch point that are not present yet. All branches may read layers that one branch shares.
    /// </summary>
    internal void Share(BranchPoint point)
    {
        while (_shared.Count < LayersBelow(point)) _shared.Add(AddLayer("", _shared.Count, EndOfShared(_shared.Count)));
    }

    /// <summary>The layers that were added so far.</summary>
    internal ImmutableArray<Layer> Layers() => [.. _nodes.ConvertAll(node => node.Layer)];

    /// <summary>Adds the layers that only one branch uses.</summary>
    /// <returns>The node that its heads read.</returns>
    internal int AddBranch(HeadDescription head)
    {
        int first = LayersBelow(head.BranchPoint), end = EndOfShared(first), join = head.Joined > 0 ? LayerOfJoin(first) : -1;
        if (head.BranchPoint == BranchPoint.Features) return end;
        int layers = _description.Trunk.Length;
        for (int i = first; i < layers; i++)
        {
            if (i == join) end = AddJoin(head, end);
            end = AddLayer($"{head.Branch}-", i, end);
        }

        if (join == layers) end = AddJoin(head, end);
        return _reader == layers ? AddSideInputs(head.Branch.Length == 0 ? "" : $"{head.Branch}-", end) : end;
    }

    /// <summary>The node of the features.</summary>
    internal int Features() => EndOfShared(Math.Min(_shared.Count, LayersBelow(BranchPoint.Features)));

    /// <summary>Adds a head with its own layers. The parameters of its last layer have the head's name.</summary>
    /// <returns>Its node.</returns>
    internal int AddHead(HeadDescription head, int source)
    {
        foreach (LayerDescription layer in head.Layers) source = Add($"{head.Name}-", layer.Build(OutputOf(source)), source);
        Layer last = head.Last?.Build(OutputOf(source)) ?? new Dense(OutputOf(source), head.Outputs, head.InitialBound);
        if (last.Output.Size != head.Outputs)
            throw new ArgumentException($"The head {head.Name} has {last.Output.Size} outputs; expected {head.Outputs}.");
        _nodes.Add(new NetworkNode(head.Name, last, source));
        return _nodes.Count - 1;
    }

    /// <summary>All nodes.</summary>
    internal ImmutableArray<NetworkNode> Finish() => [.. _nodes];

    private int EndOfShared(int layers) => layers == 0 ? NetworkNode.Observation : _shared[layers - 1];

    private int LayersBelow(BranchPoint point) => point switch
    {
        BranchPoint.Observation => 0,
        BranchPoint.LastLayer => LastWithWeights(),
        BranchPoint.Features => LayersOfFeatures(),
        _ => _description.Trunk.Length,
    };

    private int LastWithWeights()
    {
        int last = _description.Trunk.Length - 1;
        while (last > 0 && !_description.Trunk[last].HasWeights) last--;
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
        int only = _description.Trunk.Length;
        for (int i = first, count = 0; i < _description.Trunk.Length; i++)
        {
            if (_description.Trunk[i] is not FullyConnected) continue;
            if (count++ > 0) return i;
            only = i;
        }

        return only;
    }

    /// <summary>
    /// The layers up to the last convolution, or to the first layer with weights, and the layers without weights above it.
    /// </summary>
    private int LayersOfFeatures()
    {
        ImmutableArray<LayerDescription> trunk = _description.Trunk;
        int layers = trunk.Length;
        while (layers > 0 && trunk[layers - 1] is not Convolution) layers--;
        if (layers == 0)
        {
            while (layers < trunk.Length && !trunk[layers].HasWeights) layers++;
            layers = Math.Min(layers + 1, trunk.Length);
        }

        while (layers < trunk.Length && !trunk[layers].HasWeights) layers++;
        return layers;
    }

    private int FirstWithMemory()
    {
        Shape shape = _input;
        for (int i = 0; i < _description.Trunk.Length; i++)
        {
            Layer layer = _description.Trunk[i].Build(shape);
            if (layer.StateLength > 0) return i;
            shape = layer.Output;
        }

        return _description.Trunk.Length;
    }

    /// <summary>Adds a layer of the description, and below the reader of the side inputs these.</summary>
    private int AddLayer(string prefix, int index, int source)
    {
        if (index == _reader) source = AddSideInputs(prefix, source);
        return Add(prefix, _description.Trunk[index].Build(OutputOf(source)), source);
    }

    private int AddSideInputs(string prefix, int source)
    {
        int node = Add(prefix, new Join(OutputOf(source), _sideInputs), source, "side-inputs");
        _nodes[node] = _nodes[node] with { ReadsSideInputs = true };
        return node;
    }

    /// <summary>Names layers by kind and ordinal number: conv1, conv2, dense1. Each kind is counted separately.</summary>
    private int Add(string prefix, Layer layer, int source, string? name = null)
    {
        string kind = prefix + (name ?? layer.Kind);
        int ordinal = _ordinals.GetValueOrDefault(kind) + 1;
        _ordinals[kind] = ordinal;
        _nodes.Add(new NetworkNode($"{kind}{ordinal}", layer, source));
        return _nodes.Count - 1;
    }

    private Shape OutputOf(int node) => node == NetworkNode.Observation ? _input : _nodes[node].Layer.Output;
}
