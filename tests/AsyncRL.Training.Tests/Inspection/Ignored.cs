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
            if (node.Layer is Dense && node.Source >= 0 && structure.Nodes[node.Source].Source >= 0
                && structure.Nodes[structure.Nodes[node.Source].Source].Layer is Conv2D convolution)
            {
                ParameterSlice weights = structure.Layout.Slices[slice];
                Span<float> matrix = weights.Of(theta.AsSpan());
                int outputs = node.Layer.Output.Size;
                for (int input = 0; input < node.Layer.Input.Size; input++)
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
}
