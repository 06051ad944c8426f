using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Profiling;

/// <summary>The work that one layer is, counted: multiply-adds of its passes and bytes of its parameters and activations.</summary>
internal sealed class LayerWork
{
    private const int FloatBytes = sizeof(float);

    private readonly Layer _layer;
    private readonly bool _givesInputGradient;
    private readonly bool _keepsFactors;
    private readonly double _nonZeroInputs;

    /// <summary>Counts a node of a network.</summary>
    /// <param name="structure">The network.</param>
    /// <param name="node">The node.</param>
    /// <param name="shape">The segment.</param>
    internal LayerWork(NetworkStructure structure, NetworkNode node, SegmentShape shape)
    {
        _layer = node.Layer;
        _keepsFactors = shape.FusedUpdate && _layer.FactorsPay((int)Math.Ceiling(shape.AgentSteps) + 1);
        _givesInputGradient = node.Source != NetworkNode.Observation;
        bool skipsZeros = _layer is Dense && _givesInputGradient && structure.Nodes[node.Source].Layer is Relu;
        _nonZeroInputs = skipsZeros ? shape.NonZeroInputs : 1;
    }

    /// <summary>Bytes of parameters whose gradients are kept as factors.</summary>
    internal double FactoredBytes
    {
        get
        {
            double sum = 0;
            if (!_keepsFactors) return sum;
            foreach (WeightFactors factors in _layer.Factors) sum += (double)_layer.Parameters[factors.Parameter].Length * FloatBytes;
            return sum;
        }
    }

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

    /// <summary>One row's share of the weight gradient that the backward pass computes.</summary>
    internal double WeightGradientMultiplyAdds => _keepsFactors ? 0 : ForwardMultiplyAdds;

    /// <summary>One row's share of the weight gradient that is left to the update, whole: its sweep skips nothing.</summary>
    internal double FactoredMultiplyAdds => _keepsFactors ? _layer.MultiplyAddsPerRow : 0;

    /// <summary>
    /// The norm of a gradient that is kept as factors, Σₜ Σᵤ (xₜ·xᵤ)(dₜ·dᵤ): for each pair of rows two dot products.
    /// </summary>
    internal double FactoredNormMultiplyAdds(double rows)
    {
        double sum = 0;
        if (!_keepsFactors) return sum;
        foreach (WeightFactors factors in _layer.Factors)
        {
            ParameterShape shape = _layer.Parameters[factors.Parameter];
            sum += rows * (rows + 1) / 2 * (shape.Dimensions[0] + shape.Dimensions[1]);
        }

        return sum;
    }

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
