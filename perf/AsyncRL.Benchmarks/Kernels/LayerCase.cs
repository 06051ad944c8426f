using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Benchmarks.Kernels;

/// <summary>A layer with random operands: one row forward, as while acting; a segment backward, as while learning.</summary>
internal abstract class LayerCase
{
    internal abstract void Forward();

    internal abstract void ForwardAll();

    internal abstract void Backward(bool withInputGradient, bool withWeightGradient = true);
}

internal sealed class LayerCase<TVector> : LayerCase
    where TVector : unmanaged, IVector<TVector, float>
{
    private readonly Layer _layer;
    private readonly int _rows;
    private readonly bool _isRectified;
    private readonly AlignedBlock<float> _parameters;
    private readonly AlignedBlock<float> _parameterGradient;
    private readonly AlignedBlock<float> _input;
    private readonly AlignedBlock<float> _inputGradient;
    private readonly AlignedBlock<float> _output;
    private readonly AlignedBlock<float> _outputGradient;
    private readonly AlignedBlock<float> _state;
    private readonly AlignedBlock<float> _record;
    private readonly AlignedBlock<float> _scratch;

    internal LayerCase(Layer layer, int rows, bool halfZeros = false)
    {
        (_layer, _rows, _isRectified) = (layer, rows, halfZeros);
        _parameters = RandomBlock.Make(layer.ParameterBlockLength);
        _parameterGradient = RandomBlock.Make(layer.ParameterBlockLength);
        _input = RandomBlock.Make(rows * layer.Input.Size);
        _inputGradient = RandomBlock.Make(rows * layer.Input.Size);
        _output = RandomBlock.Make(rows * layer.Output.Size);
        _outputGradient = RandomBlock.Make(rows * layer.Output.Size);
        _state = RandomBlock.Make(layer.StateLength == 0 ? 0 : (rows + 1) * layer.StateLength);
        _record = RandomBlock.Make(rows * layer.RecordLength);
        _scratch = RandomBlock.Make(layer.ScratchLength(rows, 1));
        if (halfZeros) CloseHalf();
    }

    internal override void ForwardAll() => _layer.Forward<TVector, float>(new ForwardPass<float>
    {
        Rows = _rows,
        Parameters = _parameters.Span,
        Input = _input.Span,
        Output = _output.Span,
        State = _state.Span,
        Record = _record.Span,
        Scratch = _scratch.Span,
    });

    internal override void Forward() => _layer.Forward<TVector, float>(new ForwardPass<float>
    {
        Rows = 1,
        Parameters = _parameters.Span,
        Input = _input.Span[.._layer.Input.Size],
        Output = _output.Span[.._layer.Output.Size],
        State = _state.Span[..(2 * _layer.StateLength)],
        Record = _record.Span[.._layer.RecordLength],
        Scratch = _scratch.Span,
    });

    internal override void Backward(bool withInputGradient, bool withWeightGradient) => _layer.Backward<TVector, float>(
        new BackwardPass<float>
        {
            Rows = _rows,
            Parameters = _parameters.Span,
            Input = _input.Span,
            InputIsRectified = _isRectified,
            Output = _output.Span,
            OutputGradient = _outputGradient.Span,
            ParameterGradient = _parameterGradient.Span,
            KeepsFactors = !withWeightGradient,
            InputGradient = withInputGradient ? _inputGradient.Span : default,
            State = _state.Span,
            Record = _record.Span,
            Scratch = _scratch.Span,
        });

    /// <summary>
    /// Sets a random half of the inputs to 0, the same in all rows, and a random half of a convolution's output gradients, as a rectifier
    /// behind it does. Neither the processor nor its caches can predict which.
    /// </summary>
    private void CloseHalf()
    {
        Span<float> choice = RandomBlock.Make(_layer.Input.Size).Span;
        for (int i = 0; i < _input.Length; i++)
        {
            if (choice[i % choice.Length] < 0) _input.Span[i] = 0;
        }

        if (_layer is not Conv2D) return;
        choice = RandomBlock.Make(_layer.Output.Size * _rows).Span;
        for (int i = 0; i < choice.Length; i++)
        {
            if (choice[i] < 0) _outputGradient.Span[i] = 0;
        }
    }
}
