using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Actors;

namespace AsyncRL.Training.Profiling;

/// <summary>Counts a segment's phases, whose bytes come in streams: a sweep over a block as long as θ is one.</summary>
internal sealed class SegmentCount
{
    private const int FloatBytes = sizeof(float);

    private readonly SegmentShape _shape;
    private readonly LayerWork[] _layers;
    private readonly double _rows;

    /// <summary>Bytes of one stream.</summary>
    private readonly double _stream;

    /// <summary>Bytes of the gradients that are stored: all of θ's, or those that are no outer products.</summary>
    private readonly double _storedGradient;

    /// <summary>Bytes of the inputs, outputs and records of the segment's rows.</summary>
    private readonly double _activations;

    internal SegmentCount(NetworkStructure structure, SegmentShape shape)
    {
        (_shape, _rows) = (shape, shape.AgentSteps);
        _layers = Array.ConvertAll([.. structure.Nodes], node => new LayerWork(structure, node, shape.NonZeroInputs));
        _stream = (double)structure.Layout.BlockLength * FloatBytes;
        _storedGradient = SumOver(layer => shape.FusedUpdate && layer.HasOuterProduct ? 0 : layer.ParameterBytes);
        _activations = _rows * ((structure.Input.Size * FloatBytes) + SumOver(layer => layer.OutputBytes));
    }

    /// <summary>
    /// Bytes that come round once a segment: θ, the statistics, θ′, the stored gradient and the activations. What a phase sweeps once was
    /// last seen a segment ago.
    /// </summary>
    private double SegmentSet => ((2 + _shape.Update.StatisticBlocks) * _stream) + _storedGradient + _activations;

    /// <summary>Plain: dθ ← 0, θ′ ← θ. Fused: only the stored gradient is cleared; the update has renewed θ′.</summary>
    internal PhaseWork Snapshot()
    {
        double copied = _shape.FusedUpdate ? 0 : _stream;
        return new PhaseWork(Phase.Snapshot, 0, copied, copied + _storedGradient, SegmentSet);
    }

    /// <summary>Each row reads all parameters, and each layer's input, and writes its outputs.</summary>
    internal PhaseWork Act()
    {
        double rows = _shape.Passes.Online + _shape.Passes.Target;
        double copies = _shape.Passes.Target > 0 ? 2 : 1;
        return new PhaseWork(
            Phase.Act,
            2 * rows * SumOver(layer => layer.ForwardMultiplyAdds),
            rows * SumOver(layer => layer.ForwardParameterBytes + layer.InputBytes),
            rows * SumOver(layer => layer.OutputBytes),
            copies * (_stream + _activations));
    }

    /// <summary>
    /// Data gradients read the weights; weight gradients that are stored are read and written once a segment; of the activations each layer
    /// reads its input and its output's gradient and writes its input's gradient.
    /// </summary>
    internal PhaseWork Backward()
    {
        double inputs = _rows * SumOver(layer => layer.InputBytes), outputs = _rows * SumOver(layer => layer.OutputBytes);
        return new PhaseWork(
            Phase.Backward,
            2 * (DataGradients() + WeightGradients(inApply: false)),
            SumOver(layer => layer.DataGradientParameterBytes(_rows)) + _storedGradient + inputs + outputs,
            _storedGradient + (_rows * SumOver(layer => layer.InputGradientBytes)),
            SegmentSet);
    }

    /// <summary>
    /// Plain: the norm reads the gradient; the sweep reads it again, and reads and writes θ and the statistics. Fused: the sweep computes
    /// the outer products, and writes θ′ as well.
    /// </summary>
    internal PhaseWork Apply()
    {
        double numbers = _stream / FloatBytes, swept = (1 + _shape.Update.StatisticBlocks) * _stream;
        double norm = 2 * _storedGradient / FloatBytes;
        return new PhaseWork(
            Phase.Apply,
            (2 * WeightGradients(inApply: true)) + norm + (numbers * _shape.Update.FlopsPerNumber),
            (2 * _storedGradient) + swept,
            swept + (_shape.FusedUpdate ? _stream : 0),
            SegmentSet);
    }

    /// <summary>Multiply-adds of the layers in all phases.</summary>
    internal double LayerMultiplyAdds() =>
        ((_shape.Passes.Online + _shape.Passes.Target) * SumOver(layer => layer.ForwardMultiplyAdds))
        + DataGradients() + WeightGradients(inApply: false) + WeightGradients(inApply: true);

    private double DataGradients() => SumOver(layer => layer.DataGradientMultiplyAdds(_rows));

    private double WeightGradients(bool inApply) => _rows * SumOver(layer =>
        (_shape.FusedUpdate && layer.HasOuterProduct) == inApply ? layer.WeightGradientMultiplyAdds : 0);

    private double SumOver(Func<LayerWork, double> part)
    {
        double sum = 0;
        foreach (LayerWork layer in _layers) sum += part(layer);
        return sum;
    }
}
