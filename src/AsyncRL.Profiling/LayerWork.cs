using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Profiling;

/// <summary>The counted work of one layer: multiply-adds of its passes, and bytes of its parameters and activations.</summary>
internal sealed class LayerWork
{
    private const int FloatBytes = sizeof(float);

    private readonly Layer _layer;
    private readonly bool _givesInputGradient;
    private readonly bool _keepsFactors;
    private readonly InputDensity _density;
    private readonly bool _isRectified;

    /// <summary>Counts a node of a network.</summary>
    /// <param name="structure">The network.</param>
    /// <param name="node">Index of the node.</param>
    /// <param name="shape">The segment.</param>
    internal LayerWork(NetworkStructure structure, int node, SegmentShape shape)
    {
        int source = structure.Nodes[node].Source;
        _layer = structure.Nodes[node].Layer;
        _keepsFactors = shape.FusedUpdate && _layer.FactorsPay((int)Math.Ceiling(shape.AgentSteps) + 1);
        _givesInputGradient = source != NetworkNode.Observation;
        _isRectified = _givesInputGradient && structure.Nodes[source].Layer is Relu;
        _density = _layer.SkipsZeroInputs && !shape.Densities.IsEmpty ? shape.Densities[node] : InputDensity.Full;
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

    /// <summary>Bytes of the outputs and of the data that the forward pass stores for the backward pass.</summary>
    internal double OutputBytes => (double)(_layer.Output.Size + _layer.RecordLength) * FloatBytes;

    internal double InputBytes => (double)_layer.Input.Size * FloatBytes;

    /// <summary>
    /// Bytes that the backward pass writes for the layer below. 0 if the layer reads the observation, because its gradient is not needed.
    /// </summary>
    internal double InputGradientBytes => _givesInputGradient ? InputBytes : 0;

    /// <summary>Bytes of parameters that one row's forward pass reads, without the weights of skipped inputs.</summary>
    internal double ForwardParameterBytes => ParameterBytes - ((1 - _density.Row) * InputMultiplyAdds * FloatBytes);

    /// <summary>Multiply-adds of one row's forward pass.</summary>
    internal double ForwardMultiplyAdds => _layer.MultiplyAddsPerRow - ((1 - _density.Row) * InputMultiplyAdds);

    /// <summary>Bytes of weights that a fused update only copies: the weights of inputs that were 0 in all rows.</summary>
    internal double CopiedBytes => _keepsFactors ? (1 - _density.Segment) * InputMultiplyAdds * FloatBytes : 0;

    /// <summary>One row's share of the multiply-adds of the weight gradient that the backward pass computes.</summary>
    internal double WeightGradientMultiplyAdds => _keepsFactors ? 0 : _layer.MultiplyAddsPerRow;

    /// <summary>One row's share of the multiply-adds of the weight gradient that the update computes.</summary>
    /// <param name="skipsZeroInputs">Whether the update skips inputs that were 0 in all rows.</param>
    internal double FactoredMultiplyAdds(bool skipsZeroInputs)
    {
        if (!_keepsFactors) return 0;
        return _layer.MultiplyAddsPerRow - (skipsZeroInputs ? (1 - _density.Segment) * InputMultiplyAdds : 0);
    }

    /// <summary>
    /// The multiply-adds of the norm of a gradient that is kept as factors, Σₜ Σᵤ (xₜ·xᵤ)(dₜ·dᵤ): two dot products for each pair of rows.
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

    /// <summary>
    /// The multiply-adds of the data gradient of a segment: the gradient of the inputs, except those that a rectifier stopped in all rows,
    /// and, with memory, the gradient of the state before all rows except the first.
    /// </summary>
    internal double DataGradientMultiplyAdds(double rows) =>
        (_givesInputGradient ? rows * InputMultiplyAdds * InputsWithGradient : 0) + (Math.Max(0, rows - 1) * RecurrentMultiplyAdds);

    /// <summary>
    /// Bytes of parameters that the data gradient of a segment reads: the inputs' weights once for all rows, the state's weights once per
    /// row.
    /// </summary>
    internal double DataGradientParameterBytes(double rows)
    {
        double recurrent = (double)RecurrentMultiplyAdds * FloatBytes, stopped = (1 - InputsWithGradient) * InputMultiplyAdds * FloatBytes;
        return (_givesInputGradient ? ParameterBytes - recurrent - stopped : 0) + (Math.Max(0, rows - 1) * recurrent);
    }

    /// <summary>The share of inputs whose gradient is needed.</summary>
    private double InputsWithGradient => _isRectified ? _density.Segment : 1;

    /// <summary>
    /// The multiply-adds of one row's inputs with their weights. For layers that skip zeros this equals the number of such weights.
    /// </summary>
    private long InputMultiplyAdds => _layer.MultiplyAddsPerRow - RecurrentMultiplyAdds;

    /// <summary>The multiply-adds of one row's state with its weights, which equals the number of such weights.</summary>
    private long RecurrentMultiplyAdds => _layer is Lstm ? 4L * _layer.Output.Size * _layer.Output.Size : 0;
}
