using AsyncRL.Algorithms.Metrics;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Profiling;

/// <summary>Counts the work of a segment's phases. Bytes are counted in streams: a stream is one sweep over a block as long as θ.</summary>
internal sealed class SegmentCount
{
    private const int FloatBytes = sizeof(float);

    private readonly SegmentShape _shape;
    private readonly LayerWork[] _layers;
    private readonly double _rows;

    /// <summary>Bytes of one stream.</summary>
    private readonly double _stream;

    /// <summary>Bytes of the gradients that the backward pass writes to memory. It keeps the other gradients as factors.</summary>
    private readonly double _stored;

    /// <summary>Bytes of the gradients that are kept as factors.</summary>
    private readonly double _factored;

    /// <summary>Bytes of the inputs, outputs and records of the segment's rows.</summary>
    private readonly double _activations;

    internal SegmentCount(NetworkStructure structure, SegmentShape shape)
    {
        (_shape, _rows) = (shape, shape.LearnedRows);
        _layers = new LayerWork[structure.Nodes.Length];
        for (int i = 0; i < _layers.Length; i++) _layers[i] = new LayerWork(structure, i, shape);
        _stream = (double)structure.Layout.BlockLength * FloatBytes;
        _factored = SumOver(layer => layer.FactoredBytes);
        _stored = _stream - _factored;
        _activations = _rows * ((structure.Input.Size * FloatBytes) + SumOver(layer => layer.OutputBytes));
    }

    /// <summary>Bytes of the gradients that are in memory at some time.</summary>
    private double Gradients => _shape.StoresProducts ? _stream : _stored;

    /// <summary>
    /// Bytes that are used again once per segment: θ, the statistics, θ′, the gradients in memory and the activations. Data that a phase
    /// sweeps once was last used one segment ago.
    /// </summary>
    private double SegmentSet => ((2 + _shape.Update.StatisticBlocks) * _stream) + Gradients + _activations;

    /// <summary>Plain: dθ ← 0, θ′ ← θ. Fused: the update has already written θ′.</summary>
    internal PhaseWork Snapshot()
    {
        double copied = _shape.FusedUpdate ? 0 : _stream;
        return new PhaseWork(Phase.Snapshot, 0, copied, copied + _stored, 0, SegmentSet);
    }

    /// <summary>Each pass reads all parameters. Each row reads each layer's input, and writes the layer's outputs.</summary>
    internal PhaseWork Act()
    {
        double rows = _shape.Passes.Online + _shape.Passes.Target;
        double copies = _shape.Passes.Target > 0 ? 2 : 1;
        return new PhaseWork(
            Phase.Act,
            2 * rows * SumOver(layer => layer.ForwardMultiplyAdds),
            (rows / _shape.Passes.RowsPerPass * SumOver(layer => layer.ForwardParameterBytes))
                + (rows * SumOver(layer => layer.InputBytes)),
            rows * SumOver(layer => layer.OutputBytes),
            0,
            copies * (_stream + _activations));
    }

    /// <summary>
    /// Data gradients read the weights. Weight gradients that are stored are updated once per segment. Of the activations, each layer reads
    /// its input and its output's gradient and writes its input's gradient.
    /// </summary>
    internal PhaseWork Backward()
    {
        double inputs = _rows * SumOver(layer => layer.InputBytes), outputs = _rows * SumOver(layer => layer.OutputBytes);
        return new PhaseWork(
            Phase.Backward,
            2 * (DataGradients() + WeightGradients()),
            SumOver(layer => layer.DataGradientParameterBytes(_rows)) + inputs + outputs,
            _rows * SumOver(layer => layer.InputGradientBytes),
            2 * _stored,
            SegmentSet);
    }

    /// <summary>
    /// The norm reads the stored gradients. The sweep reads them again, and updates θ and the statistics. The fused sweep also multiplies
    /// out the factors and writes θ′ from the registers; for the part that is in memory, θ is read once more. Where θ does not change it is
    /// only read. θ and the shared statistics are what other threads update, too; θ′ and the gradients belong to the thread.
    /// </summary>
    internal PhaseWork Apply()
    {
        double numbers = _stream / FloatBytes, swept = (1 + _shape.Update.StatisticBlocks) * _stream;
        double shared = _shape.Update.SharesStatistics ? swept : _stream;
        double norm = (_stored / FloatBytes) + SumOver(layer => layer.FactoredNormMultiplyAdds(_rows));
        double still = _shape.StoresProducts || !_shape.Update.KeepsThetaWithoutGradient ? 0 : SumOver(layer => layer.CopiedBytes);
        double multipliedOut = _shape.StoresProducts ? _factored : 0, copied = _shape.FusedUpdate ? _stream : 0;
        return new PhaseWork(
            Phase.Apply,
            (2 * (Products() + norm)) + (numbers * _shape.Update.FlopsPerNumber),
            _stored + Gradients + (_shape.FusedUpdate ? Gradients : 0) + still,
            multipliedOut + copied,
            2 * (swept - still),
            SegmentSet)
        {
            BytesShared = 2 * (shared - still),
        };
    }

    /// <summary>Number of multiply-adds of the layers in all phases.</summary>
    internal double LayerMultiplyAdds() =>
        ((_shape.Passes.Online + _shape.Passes.Target) * SumOver(layer => layer.ForwardMultiplyAdds))
        + DataGradients() + WeightGradients() + Products();

    private double DataGradients() => SumOver(layer => layer.DataGradientMultiplyAdds(_rows));

    private double WeightGradients() => _rows * SumOver(layer => layer.WeightGradientMultiplyAdds);

    private double Products()
    {
        bool skipsZeroInputs = _shape.Update.KeepsThetaWithoutGradient && !_shape.StoresProducts;
        return _rows * SumOver(layer => layer.FactoredMultiplyAdds(skipsZeroInputs));
    }

    private double SumOver(Func<LayerWork, double> part)
    {
        double sum = 0;
        foreach (LayerWork layer in _layers) sum += part(layer);
        return sum;
    }
}
