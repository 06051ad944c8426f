using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>The layers of a network that pictures show.</summary>
internal static class LayerNodes
{
    /// <summary>The convolutions that read the observation: one, or one for each branch.</summary>
    internal static IReadOnlyList<int> FirstConvolutions(NetworkStructure structure) => Find(
        structure, node => structure.Nodes[node] is { Layer: Conv2D, Source: NetworkNode.Observation });

    /// <summary>
    /// The rectifiers: the places at which a unit is open or shut. Layers with memory and heads have none.
    /// </summary>
    internal static IReadOnlyList<int> Rectifiers(NetworkStructure structure) => Find(
        structure, node => structure.Nodes[node].Layer is Relu);

    /// <summary>The weights of a layer.</summary>
    internal static ParameterSlice WeightsOf(NetworkStructure structure, int node) =>
        structure.Layout.SliceOf($"{structure.Nodes[node].Name}.weights");

    /// <summary>The name of the layer below a rectifier, through layers without weights.</summary>
    internal static string NameBelow(NetworkStructure structure, int node)
    {
        int source = structure.Nodes[node].Source;
        while (source != NetworkNode.Observation && structure.Nodes[source].Layer is not (Conv2D or Dense))
            source = structure.Nodes[source].Source;
        return structure.Nodes[source == NetworkNode.Observation ? node : source].Name;
    }

    private static List<int> Find(NetworkStructure structure, Predicate<int> isWanted)
    {
        var nodes = new List<int>();
        for (int node = 0; node < structure.Nodes.Length; node++)
        {
            if (isWanted(node)) nodes.Add(node);
        }

        return nodes;
    }
}
