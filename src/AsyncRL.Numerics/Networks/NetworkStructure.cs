using System.Collections.Immutable;
using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Networks;

/// <summary>A layer within a network: its inputs, and whether other layers read the same inputs.</summary>
/// <param name="Name">The name of its parameters in the layout, for example "conv1".</param>
/// <param name="Layer">The layer.</param>
/// <param name="Source">Index of the node whose outputs the layer reads; <see cref="Observation"/> for the observation.</param>
public sealed record NetworkNode(string Name, Layer Layer, int Source)
{
    /// <summary>The source of a node that reads the observation.</summary>
    public const int Observation = -1;

    /// <summary>Whether what joins its input are the numbers beside the observation, which all such nodes of a network share.</summary>
    public bool ReadsSideInputs { get; internal init; }
}

/// <summary>
/// A network with known shapes: the layers, the input of each layer, the heads, and the positions of the parameters. Immutable; all threads
/// share it.
/// </summary>
public sealed class NetworkStructure
{
    private readonly ImmutableArray<int> _headNodes;
    private readonly ImmutableArray<int> _blockOffsets;
    private readonly ImmutableArray<int> _joinNodes;

    /// <summary>Builds a network for an input shape and heads.</summary>
    /// <param name="description">The layers below the heads.</param>
    /// <param name="input">Shape of an observation.</param>
    /// <param name="heads">The outputs, each a dense layer on top of its branch.</param>
    /// <exception cref="ArgumentException">A layer does not fit its input, or there are no heads.</exception>
    public NetworkStructure(NetworkDescription description, Shape input, params ImmutableArray<HeadDescription> heads)
        : this(description, input, 0, heads)
    {
    }

    /// <summary>Builds a network with numbers beside the observation.</summary>
    /// <param name="description">The layers below the heads.</param>
    /// <param name="input">Shape of an observation.</param>
    /// <param name="sideInputs">
    /// Numbers beside the observation, 0 for none. The first layer with memory reads them beside its input; without memory the heads do.
    /// </param>
    /// <param name="heads">The outputs.</param>
    /// <exception cref="ArgumentException">A layer does not fit its input, or there are no heads.</exception>
    public NetworkStructure(NetworkDescription description, Shape input, int sideInputs, params ImmutableArray<HeadDescription> heads)
    {
        ArgumentNullException.ThrowIfNull(description);
        if (heads.IsDefaultOrEmpty) throw new ArgumentException("A network has no heads; expected at least one.", nameof(heads));
        (Description, Input, SideInputs, Heads) = (description, input, sideInputs, heads);
        var plan = new NetworkPlan(description, input, sideInputs);
        var ends = new Dictionary<string, int>();
        foreach (HeadDescription head in heads) plan.Share(head.BranchPoint);
        Trunk = plan.Layers();
        foreach (HeadDescription head in heads)
        {
            if (!ends.ContainsKey(head.Branch)) ends.Add(head.Branch, plan.AddBranch(head));
        }

        var headNodes = ImmutableArray.CreateBuilder<int>(heads.Length);
        foreach (HeadDescription head in heads) headNodes.Add(plan.AddHead(head, ends[head.Branch]));
        _headNodes = headNodes.MoveToImmutable();
        (Nodes, FeatureNode) = (plan.Finish(), plan.Features());
        Layout = new ParameterLayout(Array.ConvertAll([.. Nodes], node => (node.Name, node.Layer)));
        var blockOffsets = ImmutableArray.CreateBuilder<int>(Nodes.Length);
        int offset = 0;
        foreach (NetworkNode node in Nodes)
        {
            IsRecurrent |= node.Layer.StateLength > 0;
            blockOffsets.Add(offset);
            offset += node.Layer.ParameterBlockLength;
        }

        _blockOffsets = blockOffsets.MoveToImmutable();
        Whole = NetworkPart.Whole(this);
        _joinNodes = [.. Array.ConvertAll([.. _headNodes], JoinBelow)];
    }

    /// <summary>The layers below the heads, as data.</summary>
    public NetworkDescription Description { get; }

    /// <summary>Shape of an observation.</summary>
    public Shape Input { get; }

    /// <summary>Numbers beside the observation; 0 if there are none.</summary>
    public int SideInputs { get; }

    /// <summary>
    /// All layers, each after the layer that it reads: the layers that all branches share, the layers of each branch, the heads.
    /// </summary>
    public ImmutableArray<NetworkNode> Nodes { get; }

    /// <summary>The layers that all branches share, starting at the observation.</summary>
    public ImmutableArray<Layer> Trunk { get; }

    /// <summary>The outputs.</summary>
    public ImmutableArray<HeadDescription> Heads { get; }

    /// <summary>The positions of the parameters, in the order of <see cref="Nodes"/>.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>The part with all heads.</summary>
    public NetworkPart Whole { get; }

    /// <summary>The node of the features: see <see cref="BranchPoint.Features"/>.</summary>
    public int FeatureNode { get; }

    /// <summary>Whether a layer carries a state from one time step to the next.</summary>
    public bool IsRecurrent { get; }

    /// <summary>Number of multiply-adds of one forward pass.</summary>
    public long MultiplyAddsPerRow
    {
        get
        {
            long sum = 0;
            foreach (NetworkNode node in Nodes) sum += node.Layer.MultiplyAddsPerRow;
            return sum;
        }
    }

    /// <summary>Finds a head.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its index in <see cref="Heads"/>.</returns>
    /// <exception cref="ArgumentException">No head has that name.</exception>
    public int HeadIndex(string name)
    {
        for (int i = 0; i < Heads.Length; i++)
        {
            if (Heads[i].Name == name) return i;
        }

        throw new ArgumentException($"The network has no head \"{name}\"; expected one of {string.Join(", ", Heads)}.", nameof(name));
    }

    /// <summary>The shape of the features of a network: see <see cref="BranchPoint.Features"/>.</summary>
    /// <param name="description">The layers.</param>
    /// <param name="input">Shape of an observation.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="ArgumentException">A layer does not fit its input.</exception>
    public static Shape FeaturesOf(NetworkDescription description, Shape input)
    {
        ArgumentNullException.ThrowIfNull(description);
        var plan = new NetworkPlan(description, input, sideInputs: 0);
        plan.Share(BranchPoint.Features);
        ImmutableArray<Layer> layers = plan.Layers();
        return layers.Length == 0 ? input : layers[^1].Output;
    }

    /// <summary>The layers that some heads need.</summary>
    /// <param name="heads">Names of heads.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentException">No head has such a name.</exception>
    public NetworkPart Part(params ReadOnlySpan<string> heads)
    {
        var indices = new int[heads.Length];
        for (int i = 0; i < heads.Length; i++) indices[i] = HeadIndex(heads[i]);
        return NetworkPart.Below(this, indices);
    }

    /// <summary>The node of a head.</summary>
    /// <param name="head">Its index in <see cref="Heads"/>.</param>
    /// <returns>Its index in <see cref="Nodes"/>.</returns>
    public int HeadNode(int head) => _headNodes[head];

    /// <summary>The layers on the way from the observation to a head.</summary>
    /// <param name="head">Its index in <see cref="Heads"/>.</param>
    /// <returns>The part.</returns>
    public NetworkPart Below(int head) => NetworkPart.Below(this, head);

    /// <summary>The layers on the way from the layer at which further numbers join the branch of a head to the head.</summary>
    /// <param name="head">Its index in <see cref="Heads"/>.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentException">Nothing joins the branch.</exception>
    public NetworkPart AboveJoin(int head) => NetworkPart.AboveJoin(this, head);

    /// <summary>The node at which further numbers join the branch of a head.</summary>
    internal int JoinNode(int head) => _joinNodes[head];

    /// <summary>The position at which a node's block of parameters starts.</summary>
    internal int BlockOffset(int node) => _blockOffsets[node];

    /// <summary>Whether a node is a head.</summary>
    internal bool IsHead(int node) => _headNodes.Contains(node);

    private int JoinBelow(int node)
    {
        while (node != NetworkNode.Observation && (Nodes[node].Layer.JoinedLength == 0 || Nodes[node].ReadsSideInputs))
            node = Nodes[node].Source;
        return node;
    }
}
