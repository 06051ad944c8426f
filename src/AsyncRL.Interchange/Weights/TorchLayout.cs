using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Interchange.Weights;

/// <summary>
/// Weights as the modules of PyTorch store them: Linear [out, in], Conv2d [out, in, ky, kx], ConvTranspose2d [in, out, ky, kx], LayerNorm,
/// and LSTM with the gates i, f, g, o in rows. A module has the name of the layer. Images are [channel, row, column] there. Therefore the
/// inputs of a dense layer or an LSTM that reads an image are in that order, as after <c>flatten</c>.
/// </summary>
internal static class TorchLayout
{
    /// <summary>For each axis [out, in, ky, kx] of PyTorch the axis of [ky, kx, in, out].</summary>
    private static ReadOnlySpan<int> KernelOrder => [3, 2, 0, 1];

    /// <summary>The arrays of all layers.</summary>
    internal static IReadOnlyList<NamedArray> ArraysOf(TrainedNetwork network)
    {
        var arrays = new List<NamedArray>();
        foreach (NetworkNode node in network.Structure.Nodes) arrays.AddRange(ArraysOf(network, node));
        return arrays;
    }

    /// <summary>Writes θ from arrays whose names and dimensions are those of <see cref="ArraysOf(TrainedNetwork)"/>.</summary>
    internal static void Read(IReadOnlyDictionary<string, ReadOnlyMemory<float>> arrays, TrainedNetwork network, Span<float> theta)
    {
        foreach (NetworkNode node in network.Structure.Nodes)
        {
            Shape image = ImageOf(network.Structure, node);
            switch (node.Layer)
            {
                case Dense:
                    int outputs = node.Layer.Output.Size;
                    float[] rows = AxisOrder.Turn(Of("weight"), [outputs, node.Layer.Input.Size], [1, 0]);
                    Write("weights", FromPlanes(rows, image, outputs), theta);
                    Write("bias", Of("bias"), theta);
                    break;
                case Conv2D or TransposedConv2D:
                    Write("weights", AxisOrder.Turn(Of("weight"), KernelDimensions(node.Layer), AxisOrder.Back(KernelOrder)), theta);
                    Write("bias", Of("bias"), theta);
                    break;
                case LayerNorm:
                    Write("gain", FromPlanes(Of("weight"), image, 1), theta);
                    Write("shift", FromPlanes(Of("bias"), image, 1), theta);
                    break;
                case Lstm:
                    int cells = node.Layer.Output.Size, inputs = node.Layer.Input.Size;
                    float[] ofInputs = LstmGates.FromTorch(Of("weight_ih_l0"), inputs, cells);
                    Write("input-weights", FromPlanes(ofInputs, image, LstmGates.Count * cells), theta);
                    Write("recurrent-weights", LstmGates.FromTorch(Of("weight_hh_l0"), cells, cells), theta);
                    Write("bias", LstmGates.BiasFromTorch(Of("bias_ih_l0"), Of("bias_hh_l0"), cells), theta);
                    break;
            }

            ReadOnlySpan<float> Of(string name) => arrays[$"{node.Name}.{name}"].Span;

            void Write(string parameter, ReadOnlySpan<float> numbers, Span<float> destination) =>
                numbers.CopyTo(network.SliceOf($"{node.Name}.{parameter}").Of(destination));
        }
    }

    private static IEnumerable<NamedArray> ArraysOf(TrainedNetwork network, NetworkNode node)
    {
        (Layer layer, Shape image) = (node.Layer, ImageOf(network.Structure, node));
        (int inputs, int outputs) = (layer.Input.Size, layer.Output.Size);
        switch (layer)
        {
            case Dense:
                float[] planes = ToPlanes(Of("weights"), image, outputs);
                yield return Named("weight", [outputs, inputs], AxisOrder.Turn(planes, [inputs, outputs], [1, 0]));
                yield return Named("bias", [outputs], Of("bias").ToArray());
                break;
            case Conv2D or TransposedConv2D:
                int[] dimensions = [.. network.SliceOf($"{node.Name}.weights").Shape.Dimensions];
                yield return Named("weight", KernelDimensions(layer), AxisOrder.Turn(Of("weights"), dimensions, KernelOrder));
                yield return Named("bias", [layer.Output.Channels], Of("bias").ToArray());
                break;
            case LayerNorm:
                yield return Named("weight", [inputs], ToPlanes(Of("gain"), image, 1));
                yield return Named("bias", [inputs], ToPlanes(Of("shift"), image, 1));
                break;
            case Lstm:
                int gates = LstmGates.Count * outputs;
                float[] ofInputs = ToPlanes(Of("input-weights"), image, gates);
                yield return Named("weight_ih_l0", [gates, inputs], LstmGates.ForTorch(ofInputs, inputs, outputs));
                yield return Named("weight_hh_l0", [gates, outputs], LstmGates.ForTorch(Of("recurrent-weights"), outputs, outputs));
                yield return Named("bias_ih_l0", [gates], LstmGates.BiasForTorch(Of("bias"), outputs));
                yield return Named("bias_hh_l0", [gates], new float[gates]);
                break;
        }

        ReadOnlySpan<float> Of(string parameter) => network.Parameters($"{node.Name}.{parameter}");

        NamedArray Named(string name, int[] dimensions, float[] numbers) => new($"{node.Name}.{name}", dimensions, numbers);
    }

    private static int[] KernelDimensions(Layer layer) => layer switch
    {
        Conv2D convolution => [layer.Output.Channels, layer.Input.Channels, convolution.Kernel, convolution.Kernel],
        TransposedConv2D transposed => [layer.Input.Channels, layer.Output.Channels, transposed.Kernel, transposed.Kernel],
        _ => throw new ArgumentException($"The layer {layer.Kind} has no kernel.", nameof(layer)),
    };

    /// <summary>The shape of what a layer reads: an image, or the vector of all its inputs.</summary>
    private static Shape ImageOf(NetworkStructure structure, NetworkNode node) =>
        node.Source == NetworkNode.Observation ? structure.Input : structure.Nodes[node.Source].Layer.Output;

    /// <summary>The rows of a matrix [row · column · channel, width] in the order channel, row, column.</summary>
    private static float[] ToPlanes(ReadOnlySpan<float> matrix, Shape image, int width) =>
        AxisOrder.Turn(matrix, [image.Height * image.Width, image.Channels, width], [1, 0, 2]);

    private static float[] FromPlanes(ReadOnlySpan<float> matrix, Shape image, int width) =>
        AxisOrder.Turn(matrix, [image.Channels, image.Height * image.Width, width], [1, 0, 2]);
}
