using System.Collections.Immutable;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Algorithms.Inspection;

/// <summary>
/// Reads and differentiates single outputs of a layer. It is a network of its own, which ends at the layer: its parameters are copies, and
/// its only head picks one output. Owned by one thread.
/// </summary>
public sealed class UnitReader
{
    private const string Head = "unit";

    private readonly Network<float> _network;
    private readonly Activations<float> _activations;
    private readonly AlignedBlock<float> _parameters;
    private readonly ParameterSlice _choice;

    /// <summary>Copies the layers from the observation up to a layer.</summary>
    /// <param name="structure">The network; the layers up to the wanted one have no memory and read nothing beside the observation.</param>
    /// <param name="node">The index of the layer in <see cref="NetworkStructure.Nodes"/>.</param>
    /// <param name="parameters">A block of the network's layout.</param>
    /// <param name="width">The vector.</param>
    public UnitReader(NetworkStructure structure, int node, ReadOnlySpan<float> parameters, VectorWidth width)
    {
        ArgumentNullException.ThrowIfNull(structure);
        var way = new List<int>();
        for (int i = node; i != NetworkNode.Observation; i = structure.Nodes[i].Source) way.Add(i);
        way.Reverse();
        ImmutableArray<LayerDescription> trunk = structure.Description.Trunk[..way.Count];
        var below = new NetworkStructure(
            new NetworkDescription(Head, structure.Description.Source, trunk), structure.Input, new HeadDescription(Head, 1));
        _network = NetworkFactory.Single(below, width);
        _activations = new Activations<float>(below, 1);
        _parameters = new AlignedBlock<float>(below.Layout.BlockLength);
        for (int i = 0; i < way.Count; i++)
        {
            string from = structure.Nodes[way[i]].Name + ".", to = below.Nodes[i].Name + ".";
            foreach (ParameterSlice slice in structure.Layout.Slices)
            {
                if (!slice.Name.StartsWith(from, StringComparison.Ordinal)) continue;
                slice.Of(parameters).CopyTo(below.Layout.SliceOf(to + slice.Name[from.Length..]).Of(_parameters.Span));
            }
        }

        _choice = below.Layout.SliceOf($"{Head}.weights");
    }

    /// <summary>Computes one output of the layer and its derivative.</summary>
    /// <param name="unit">The index of the output.</param>
    /// <param name="input">The observation as the network takes it.</param>
    /// <param name="gradient">[input]: receives the derivative.</param>
    /// <returns>The output.</returns>
    public float Differentiate(int unit, ReadOnlySpan<float> input, Span<float> gradient)
    {
        Span<float> weights = _choice.Of(_parameters.Span);
        weights.Clear();
        weights[unit] = 1;
        input.CopyTo(_activations.Input(0));
        NetworkPart whole = _network.Structure.Whole;
        _network.Forward(_parameters.Span, _activations, whole, 0, 1);
        _activations.OutputGradient(0, 0)[0] = 1;
        _network.Backward(_parameters.Span, _activations, whole, 1, default, gradient);
        return _activations.Output(0, 0)[0];
    }
}
