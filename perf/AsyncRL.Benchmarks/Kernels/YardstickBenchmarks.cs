using System.Numerics.Tensors;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Profiling;
using BenchmarkDotNet.Attributes;

namespace AsyncRL.Benchmarks.Kernels;

/// <summary>
/// Measures the work of <see cref="KernelBenchmarks"/> for comparison: in plain loops, and with System.Numerics.Tensors if it has the
/// operation, with the same peak and the same bandwidth limit.
/// </summary>
public class YardstickBenchmarks
{
    private const int Rows = 5;
    private const int Inputs = 2592;
    private const int Outputs = 256;

    private readonly BandwidthCase _bandwidth = new();
    private readonly MultiplyAddPeak _peak = MultiplyAddPeak.For(VectorChoice.Widest);
    private readonly AlignedBlock<float> _input = RandomBlock.Make(Rows * Inputs);
    private readonly AlignedBlock<float> _weights = RandomBlock.Make(Inputs * Outputs);
    private readonly AlignedBlock<float> _output = RandomBlock.Make(Rows * Outputs);
    private readonly AlignedBlock<float> _image = RandomBlock.Make(84 * 84 * 4);
    private readonly AlignedBlock<float> _kernels = RandomBlock.Make(16 * 256);
    private readonly AlignedBlock<float> _planes = RandomBlock.Make(20 * 20 * 16);

    [Benchmark, MultiplyAdds(MultiplyAddPeak.MultiplyAdds)]
    public float FmaPeak() => _peak.Run();

    [Benchmark, Bytes(BandwidthCase.Bytes)]
    public float ThirdLevelRead() => _bandwidth.Read();

    /// <summary>The weights are [output, input], with a dot product for each output.</summary>
    [Benchmark, MultiplyAdds(Inputs * Outputs), Bytes(4L * Inputs * Outputs)]
    public void DenseForwardLoop()
    {
        Span<float> input = _input.Span[..Inputs], weights = _weights.Span, output = _output.Span;
        for (int o = 0; o < Outputs; o++)
        {
            float sum = 0;
            for (int i = 0; i < Inputs; i++) sum += input[i] * weights[(o * Inputs) + i];
            output[o] = sum;
        }
    }

    [Benchmark, MultiplyAdds(Inputs * Outputs), Bytes(4L * Inputs * Outputs)]
    public void DenseForwardOfTensors()
    {
        ReadOnlySpan<float> input = _input.Span[..Inputs], weights = _weights.Span;
        for (int o = 0; o < Outputs; o++) _output.Span[o] = TensorPrimitives.Dot(input, weights.Slice(o * Inputs, Inputs));
    }

    /// <summary>The weights are [input, output], with a dot product for each input.</summary>
    [Benchmark, MultiplyAdds(Rows * Inputs * Outputs), Bytes(4L * Inputs * Outputs)]
    public void DenseDataGradientLoop()
    {
        Span<float> gradient = _output.Span, weights = _weights.Span;
        for (int t = 0; t < Rows; t++)
        {
            for (int i = 0; i < Inputs; i++)
            {
                float sum = 0;
                for (int o = 0; o < Outputs; o++) sum += gradient[(t * Outputs) + o] * weights[(i * Outputs) + o];
                _input.Span[(t * Inputs) + i] = sum;
            }
        }
    }

    [Benchmark, MultiplyAdds(Rows * Inputs * Outputs), Bytes(4L * Inputs * Outputs)]
    public void DenseDataGradientOfTensors()
    {
        ReadOnlySpan<float> gradient = _output.Span, weights = _weights.Span;
        for (int i = 0; i < Inputs; i++)
        {
            ReadOnlySpan<float> row = weights.Slice(i * Outputs, Outputs);
            for (int t = 0; t < Rows; t++)
                _input.Span[(t * Inputs) + i] = TensorPrimitives.Dot(gradient.Slice(t * Outputs, Outputs), row);
        }
    }

    [Benchmark, MultiplyAdds(400 * 16 * 256)]
    public void Conv1ForwardLoop()
    {
        Span<float> image = _image.Span, kernels = _kernels.Span, planes = _planes.Span;
        for (int pixel = 0; pixel < 400; pixel++)
        {
            int corner = ((pixel / 20 * 4 * 84) + (pixel % 20 * 4)) * 4;
            for (int channel = 0; channel < 16; channel++)
            {
                float sum = 0;
                for (int k = 0; k < 256; k++) sum += image[corner + (k / 32 * 84 * 4) + (k % 32)] * kernels[(k * 16) + channel];
                planes[(pixel * 16) + channel] = sum;
            }
        }
    }
}
