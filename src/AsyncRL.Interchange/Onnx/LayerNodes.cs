using AsyncRL.Core.Options;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Interchange.Onnx;

/// <summary>
/// Adds the operators of a network's layers. A layer is added when something reads it, after the layer that it reads. Images are [row,
/// column, channel] here and [channel, row, column] in ONNX's convolutions: a value is turned where a layer needs the other order, so that
/// no parameter of a dense layer changes its place.
/// </summary>
/// <param name="graph">Receives the operators.</param>
/// <param name="network">The network.</param>
/// <param name="observation">The observations as the network reads them.</param>
/// <param name="joined">Makes the numbers that join a node.</param>
internal sealed class LayerNodes(GraphBuilder graph, TrainedNetwork network, LayerValue observation, Func<int, string> joined)
{
    private readonly Dictionary<int, LayerValue> _values = new() { [NetworkNode.Observation] = observation };

    /// <summary>The outputs of a node.</summary>
    /// <param name="node">Its index.</param>
    /// <returns>The value, [steps, outputs].</returns>
    /// <exception cref="InputException">A layer has no form in ONNX here.</exception>
    internal string RowsOf(int node) => ToRows(ValueOf(node), network.Structure.Nodes[node].Layer.Output);

    private LayerValue ValueOf(int node)
    {
        if (_values.TryGetValue(node, out LayerValue known)) return known;
        NetworkNode described = network.Structure.Nodes[node];
        LayerValue input = ValueOf(described.Source);
        return _values[node] = Translate(node, described, input);
    }

    private LayerValue Translate(int index, NetworkNode node, LayerValue input) => node.Layer switch
    {
        Dense dense => new LayerValue(Multiply(node.Name, dense, ToRows(input, dense.Input)), Order.Rows),
        Conv2D convolution => new LayerValue(
            Convolve("Conv", node.Name, convolution.Kernel, convolution.Stride, ToPlanes(input, convolution.Input)), Order.Planes),
        TransposedConv2D transposed => new LayerValue(
            Convolve("ConvTranspose", node.Name, transposed.Kernel, transposed.Stride, ToPlanes(input, transposed.Input)), Order.Planes),
        Relu => input with { Name = graph.Add("Relu", node.Name, [input.Name]) },
        Sigmoid => input with { Name = graph.Add("Sigmoid", node.Name, [input.Name]) },
        LayerNorm norm => new LayerValue(Normalize(node.Name, norm, ToRows(input, norm.Input)), Order.Rows),
        Lstm lstm => new LayerValue(Remember(node.Name, lstm, ToRows(input, lstm.Input)), Order.Rows),
        Join join => new LayerValue(
            graph.Add("Concat", node.Name, [ToRows(input, join.Input), joined(index)], GraphBuilder.Of("axis", 1)), Order.Rows),
        Layer other => throw new InputException(
            $"The network has a layer \"{other.Kind}\", which has no form in ONNX here; expected dense, conv, transposed-conv, relu, "
            + "sigmoid, layer-norm, lstm or join."),
    };

    private string Weights(string node, string parameter, params ReadOnlySpan<int> dimensions) =>
        graph.Constant($"{node}.{parameter}", network.Parameters($"{node}.{parameter}"), dimensions);

    private string Multiply(string node, Dense dense, string rows) => graph.Add(
        "Gemm",
        node,
        [rows, Weights(node, "weights", dense.Input.Size, dense.Output.Size), Weights(node, "bias", dense.Output.Size)]);

    /// <summary>
    /// Adds a convolution, or a transposed one. Of either, ONNX has the axes of the weights in the reverse order, with both axes of the
    /// kernel as the last ones.
    /// </summary>
    private string Convolve(string operation, string node, int kernel, int stride, string planes)
    {
        (ParameterShape weights, ParameterShape bias) = (Shape("weights"), Shape("bias"));
        float[] turned = AxisOrder.Turn(network.Parameters($"{node}.weights"), weights.Dimensions.AsSpan(), [3, 2, 0, 1]);
        string constant = graph.Constant($"{node}.weights", turned, weights.Dimensions[3], weights.Dimensions[2], kernel, kernel);
        return graph.Add(
            operation, node, [planes, constant, Weights(node, "bias", bias.Length)], GraphBuilder.Of("kernel_shape", [kernel, kernel]),
            GraphBuilder.Of("strides", [stride, stride]));

        ParameterShape Shape(string parameter) => network.SliceOf($"{node}.{parameter}").Shape;
    }

    private string Normalize(string node, LayerNorm layer, string rows) => graph.Add(
        "LayerNormalization",
        node,
        [rows, Weights(node, "gain", layer.Input.Size), Weights(node, "shift", layer.Input.Size)],
        GraphBuilder.Of("axis", -1),
        GraphBuilder.Of("epsilon", (float)layer.Epsilon));

    /// <summary>
    /// The steps of a call are one sequence. Its state comes in by two inputs, and goes out by two outputs, to be given to the next call.
    /// </summary>
    private string Remember(string node, Lstm layer, string rows)
    {
        int cells = layer.Output.Size, inputs = layer.Input.Size;
        float[] turned = LstmGates.ForOnnx(network.Parameters($"{node}.input-weights"), inputs, cells);
        float[] recurrent = LstmGates.ForOnnx(network.Parameters($"{node}.recurrent-weights"), cells, cells);
        float[] bias = LstmGates.BiasForOnnx(network.Parameters($"{node}.bias"), cells);
        string sequence = graph.Add("Unsqueeze", $"{node}.sequence", [rows, graph.Constant($"{node}.batch axis", 1)]);
        string h = graph.Input($"{node}.h", GraphBuilder.Element.Float, 1, 1, cells);
        string c = graph.Input($"{node}.c", GraphBuilder.Element.Float, 1, 1, cells);
        string outputs = graph.Result($"{node}.outputs"), nextH = graph.Result($"{node}.h after"), nextC = graph.Result($"{node}.c after");
        graph.AddSeveral(
            "LSTM",
            [outputs, nextH, nextC],
            [
                sequence,
                graph.Constant($"{node}.input-weights", turned, 1, LstmGates.Count * cells, inputs),
                graph.Constant($"{node}.recurrent-weights", recurrent, 1, LstmGates.Count * cells, cells),
                graph.Constant($"{node}.bias", bias, 1, 2 * LstmGates.Count * cells),
                "", h, c,
            ],
            GraphBuilder.Of("hidden_size", cells));
        graph.Output($"{node}.next-h", nextH, 1, 1, cells);
        graph.Output($"{node}.next-c", nextC, 1, 1, cells);
        return graph.Add("Reshape", node, [outputs, graph.Constant($"{node}.rows", -1, cells)]);
    }

    private string ToRows(LayerValue value, Shape shape)
    {
        if (value.Order == Order.Rows) return value.Name;
        string image = value.Order == Order.Planes
            ? graph.Add("Transpose", $"{value.Name}.pixels", [value.Name], GraphBuilder.Of("perm", [0, 2, 3, 1])) : value.Name;
        return graph.Add("Reshape", $"{value.Name}.rows", [image, graph.Constant($"{value.Name}.row", -1, shape.Size)]);
    }

    private string ToPlanes(LayerValue value, Shape shape)
    {
        if (value.Order == Order.Planes) return value.Name;
        string image = value.Name;
        if (value.Order == Order.Rows)
        {
            string form = graph.Constant($"{value.Name}.image", -1, shape.Height, shape.Width, shape.Channels);
            image = graph.Add("Reshape", $"{value.Name}.pixels", [image, form]);
        }

        return graph.Add("Transpose", $"{value.Name}.planes", [image], GraphBuilder.Of("perm", [0, 3, 1, 2]));
    }
}

/// <summary>The order of the numbers of a value.</summary>
internal enum Order
{
    /// <summary>[steps, numbers].</summary>
    Rows,

    /// <summary>[steps, row, column, channel].</summary>
    Pixels,

    /// <summary>[steps, channel, row, column].</summary>
    Planes,
}

/// <summary>A value of the graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Order">The order of its numbers.</param>
internal readonly record struct LayerValue(string Name, Order Order);
