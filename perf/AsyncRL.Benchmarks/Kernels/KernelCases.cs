using AsyncRL.Numerics.Lanes;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Randomness;
using AsyncRL.Training.Profiling;

namespace AsyncRL.Benchmarks.Kernels;

/// <summary>The work that is measured, over a lane chosen at run time.</summary>
internal sealed class KernelCases
{
    /// <summary>Nothing but multiply-adds from registers to registers.</summary>
    internal required MultiplyAddPeak Peak { get; init; }

    internal required LayerCase Conv1 { get; init; }

    internal required LayerCase Conv2 { get; init; }

    internal required LayerCase Dense { get; init; }

    internal static KernelCases Over(LaneWidth lane, int rows) => LaneChoice.Invoke(lane, new Make(rows));

    private sealed record Make(int Rows) : ILaneOperation<KernelCases>
    {
        public KernelCases Invoke<TLane>()
            where TLane : unmanaged, ILane<TLane, float>
        {
            var conv1 = new Conv2D(new Shape(84, 84, 4), 16, 8, 4);
            var conv2 = new Conv2D(conv1.Output, 32, 4, 2);
            return new KernelCases
            {
                Peak = MultiplyAddPeak.For(TLane.Kind),
                Conv1 = new LayerCase<TLane>(conv1, Rows),
                Conv2 = new LayerCase<TLane>(conv2, Rows),
                Dense = new LayerCase<TLane>(new Dense(conv2.Output, 256), Rows),
            };
        }
    }
}

/// <summary>A layer with random operands: one row forward, as while acting; a segment backward, as while learning.</summary>
internal abstract class LayerCase
{
    internal abstract void Forward();

    internal abstract void Backward(bool withInputGradient);
}

internal sealed class LayerCase<TLane> : LayerCase
    where TLane : unmanaged, ILane<TLane, float>
{
    private readonly Layer _layer;
    private readonly int _rows;
    private readonly AlignedBlock<float> _parameters;
    private readonly AlignedBlock<float> _parameterGradient;
    private readonly AlignedBlock<float> _input;
    private readonly AlignedBlock<float> _inputGradient;
    private readonly AlignedBlock<float> _output;
    private readonly AlignedBlock<float> _outputGradient;
    private readonly AlignedBlock<float> _scratch;

    internal LayerCase(Layer layer, int rows)
    {
        (_layer, _rows) = (layer, rows);
        var generator = new RandomGenerator(1);
        _parameters = Random(layer.ParameterBlockLength);
        _parameterGradient = Random(layer.ParameterBlockLength);
        _input = Random(rows * layer.Input.Size);
        _inputGradient = Random(rows * layer.Input.Size);
        _output = Random(rows * layer.Output.Size);
        _outputGradient = Random(rows * layer.Output.Size);
        _scratch = Random(layer.ScratchLength(rows));

        AlignedBlock<float> Random(int length)
        {
            var block = new AlignedBlock<float>(length);
            foreach (ref float value in block.Span) value = generator.NextSingle() - 0.5f;
            return block;
        }
    }

    internal override void Forward() => _layer.Forward<TLane, float>(new ForwardPass<float>
    {
        Rows = 1,
        Parameters = _parameters.Span,
        Input = _input.Span[.._layer.Input.Size],
        Output = _output.Span[.._layer.Output.Size],
    });

    internal override void Backward(bool withInputGradient) => _layer.Backward<TLane, float>(new BackwardPass<float>
    {
        Rows = _rows,
        Parameters = _parameters.Span,
        Input = _input.Span,
        Output = _output.Span,
        OutputGradient = _outputGradient.Span,
        ParameterGradient = _parameterGradient.Span,
        InputGradient = withInputGradient ? _inputGradient.Span : default,
        Scratch = _scratch.Span,
    });
}
