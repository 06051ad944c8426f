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

    /// <summary>Outputs, and what the forward pass leaves for the backward pass.</summary>
    internal double OutputBytes => (double)(_layer.Output.Size + _layer.RecordLength) * FloatBytes;

    internal double InputBytes => (double)_layer.Input.Size * FloatBytes;

    /// <summary>What the backward pass writes for the layer below; nobody wants a gradient of the observation.</summary>
    internal double InputGradientBytes => _givesInputGradient ? InputBytes : 0;

    /// <summary>Bytes of parameters that one row's forward pass reads: not the weights of inputs that it leaves out.</summary>
    internal double ForwardParameterBytes => ParameterBytes - ((1 - _density.Row) * InputMultiplyAdds * FloatBytes);

    /// <summary>One row's forward pass.</summary>
    internal double ForwardMultiplyAdds => _layer.MultiplyAddsPerRow - ((1 - _density.Row) * InputMultiplyAdds);

    /// <summary>Bytes of weights that a fused update only copies: of inputs that were 0 in all rows.</summary>
    internal double StillBytes => _keepsFactors ? (1 - _density.Segment) * InputMultiplyAdds * FloatBytes : 0;

    /// <summary>One row's share of the weight gradient that the backward pass computes.</summary>
    internal double WeightGradientMultiplyAdds => _keepsFactors ? 0 : _layer.MultiplyAddsPerRow;

    /// <summary>One row's share of the weight gradient that is left to the update.</summary>
    /// <param name="skipsStill">Whether the update leaves out inputs that were 0 in all rows.</param>
    internal double FactoredMultiplyAdds(bool skipsStill)
    {
        if (!_keepsFactors) return 0;
        return _layer.MultiplyAddsPerRow - (skipsStill ? (1 - _density.Segment) * InputMultiplyAdds : 0);
    }

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

    /// <summary>
    /// The data gradient of a segment: of the inputs, but those that a rectifier stopped in all rows, and, with memory, of the state before
    /// all rows but the first.
    /// </summary>
    internal double DataGradientMultiplyAdds(double rows) =>
        (_givesInputGradient ? rows * InputMultiplyAdds * OpenInputs : 0) + (Math.Max(0, rows - 1) * RecurrentMultiplyAdds);

    /// <summary>
    /// Bytes of parameters that the data gradient of a segment reads: the inputs' weights once for all rows, the state's once a row.
    /// </summary>
    internal double DataGradientParameterBytes(double rows)
    {
        double recurrent = (double)RecurrentMultiplyAdds * FloatBytes, stopped = (1 - OpenInputs) * InputMultiplyAdds * FloatBytes;
        return (_givesInputGradient ? ParameterBytes - recurrent - stopped : 0) + (Math.Max(0, rows - 1) * recurrent);
    }

    /// <summary>The share of inputs whose gradient is wanted.</summary>
    private double OpenInputs => _isRectified ? _density.Segment : 1;

    /// <summary>
    /// Products of the inputs with their weights, one row's; where zeros may be left out, as many as there are such weights.
    /// </summary>
    private long InputMultiplyAdds => _layer.MultiplyAddsPerRow - RecurrentMultiplyAdds;

    /// <summary>Products of the state with its weights, one row's: as many as there are such weights.</summary>
    private long RecurrentMultiplyAdds => _layer is Lstm ? 4L * _layer.Output.Size * _layer.Output.Size : 0;
}
