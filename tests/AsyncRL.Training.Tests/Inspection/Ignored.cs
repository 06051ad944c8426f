using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Tests.Inspection;

/// <summary>Makes networks that do not see some columns of the picture.</summary>
internal static class Ignored
{
    /// <summary>Sets to 0 the weights of the layers above the first convolutions for all of their patches that touch a column.</summary>
    internal static void Blind(NetworkStructure structure, float[] theta, Shape picture, Predicate<int> column)
    {
        int slice = 0;
        foreach (NetworkNode node in structure.Nodes)
        {
            if (node.Layer is Dense && ConvolutionBelow(structure, node) is { } convolution)
            {
                ParameterSlice weights = structure.Layout.Slices[slice];
                Span<float> matrix = weights.Of(theta.AsSpan());
                int outputs = node.Layer.Output.Size;
                for (int input = 0; input < convolution.Output.Size; input++)
                {
                    int left = input / convolution.Output.Channels % convolution.Output.Width * convolution.Stride;
                    bool isSeen = true;
                    for (int x = left; x < Math.Min(picture.Width, left + convolution.Kernel); x++) isSeen &= !column(x);
                    if (!isSeen) matrix.Slice(input * outputs, outputs).Clear();
                }
            }

            slice += node.Layer.Parameters.Length;
        }
    }

    /// <summary>The convolution whose rectified outputs are the first inputs of a layer; further numbers may follow them.</summary>
    private static Conv2D? ConvolutionBelow(NetworkStructure structure, NetworkNode node)
    {
        int source = node.Source;
        while (source >= 0 && structure.Nodes[source].Layer is Join or Relu) source = structure.Nodes[source].Source;
        return source >= 0 ? structure.Nodes[source].Layer as Conv2D : null;
    }
}
