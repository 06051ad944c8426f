using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Profiling;

/// <summary>The work that one layer is, counted: multiply-adds of its passes and bytes of its parameters and activations.</summary>
internal sealed class LayerWork
{
    private const int FloatBytes = sizeof(float);

    private readonly Layer _layer;
    private readonly bool _givesInputGradient;
    private readonly double _nonZeroInputs;

    /// <summary>Counts a node of a network.</summary>
    /// <param name="structure">The network.</param>
    /// <param name="node">The node.</param>
    /// <param name="nonZeroInputs">The share of a rectifier's outputs that are not 0, for layers that skip those that are.</param>
    internal LayerWork(NetworkStructure structure, NetworkNode node, double nonZeroInputs)
    {
        _layer = node.Layer;
        _givesInputGradient = node.Source != NetworkNode.Observation;
        bool skipsZeros = _layer is Dense && _givesInputGradient && structure.Nodes[node.Source].Layer is Relu;
        _nonZeroInputs = skipsZeros ? nonZeroInputs : 1;
    }

    /// <summary>
    /// Whether the weight gradient is an outer product of vectors, which a fused update computes where it uses it.
    /// </summary>
    internal bool HasOuterProduct => _layer is Dense or Lstm;

    internal double ParameterBytes => (double)_layer.ParameterBlockLength * FloatBytes;

    /// <summary>Outputs, and what the forward pass leaves for the backward pass.</summary>
    internal double OutputBytes => (double)(_layer.Output.Size + _layer.RecordLength) * FloatBytes;

    internal double InputBytes => (double)_layer.Input.Size * FloatBytes;

    /// <summary>What the backward pass writes for the layer below; nobody wants a gradient of the observation.</summary>
    internal double InputGradientBytes => _givesInputGradient ? InputBytes : 0;

    /// <summary>Bytes of parameters that one row's forward pass reads: a dense layer's weights of inputs that are not skipped.</summary>
    internal double ForwardParameterBytes => ParameterBytes - ((1 - _nonZeroInputs) * _layer.MultiplyAddsPerRow * FloatBytes);

    /// <summary>One row's forward pass.</summary>
    internal double ForwardMultiplyAdds => _layer.MultiplyAddsPerRow * _nonZeroInputs;

    /// <summary>One row's share of the weight gradient.</summary>
    internal double WeightGradientMultiplyAdds => ForwardMultiplyAdds;

    /// <summary>The data gradient of a segment: of the inputs, and, with memory, of the state before all rows but the first.</summary>
    internal double DataGradientMultiplyAdds(double rows) =>
        (_givesInputGradient ? rows * (_layer.MultiplyAddsPerRow - RecurrentMultiplyAdds) : 0)
        + (Math.Max(0, rows - 1) * RecurrentMultiplyAdds);

    /// <summary>
    /// Bytes of parameters that the data gradient of a segment reads: the inputs' weights once for all rows, the state's once a row.
    /// </summary>
    internal double DataGradientParameterBytes(double rows)
    {
        double recurrent = (double)RecurrentMultiplyAdds * FloatBytes;
        return (_givesInputGradient ? ParameterBytes - recurrent : 0) + (Math.Max(0, rows - 1) * recurrent);
    }

    /// <summary>Products of the state with its weights, one row's: as many as there are such weights.</summary>
    private long RecurrentMultiplyAdds => _layer is Lstm ? 4L * _layer.Output.Size * _layer.Output.Size : 0;
}
