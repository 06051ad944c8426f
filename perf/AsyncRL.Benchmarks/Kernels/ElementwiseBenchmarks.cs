using System.Numerics.Tensors;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Vectors;
using BenchmarkDotNet.Attributes;

namespace AsyncRL.Benchmarks.Kernels;

/// <summary>
/// Measures element-wise operations, and the same operations from System.Numerics.Tensors for comparison. 256 numbers are an LSTM's cells,
/// 4096 fill a first-level cache, 12 800 are the first convolution's outputs, 28 224 an observation, 677 943 the paper's parameters.
/// </summary>
public class ElementwiseBenchmarks
{
    private const int Outputs = 20 * 20 * 32;
    private const int Pixels = 84 * 84 * 4;
    private const int Parameters = 677_943;

    private readonly BandwidthCase _bandwidth = new();
    private readonly byte[] _bytes = new byte[Pixels];
    private readonly AlignedBlock<float> _source = RandomBlock.Make(Parameters);
    private readonly AlignedBlock<float> _destination = RandomBlock.Make(Parameters);
    private ElementwiseCases _cases = null!;
    private BlockKernels _blocks = null!;

    [ParamsSource(nameof(Widths))]
    public VectorWidth VectorWidth { get; set; }

    public static IEnumerable<VectorWidth> Widths => KernelBenchmarks.Widths;

    [GlobalSetup]
    public void Setup()
    {
        _cases = ElementwiseCases.Over(VectorWidth);
        _blocks = BlockKernels.For(VectorWidth);
        new Random(1).NextBytes(_bytes);
    }

    [Benchmark, Bytes(BandwidthCase.Bytes)]
    public float ThirdLevelRead() => _bandwidth.Read();

    [Benchmark, Bytes(8 * 256)]
    public void Exp256() => _cases.Exp(Source(256), Destination(256));

    [Benchmark, Bytes(8 * 256)]
    public void Exp256OfTensors() => TensorPrimitives.Exp(Source(256), Destination(256));

    [Benchmark, Bytes(8 * 4096)]
    public void Exp4096() => _cases.Exp(Source(4096), Destination(4096));

    [Benchmark, Bytes(8 * 4096)]
    public void Exp4096OfTensors() => TensorPrimitives.Exp(Source(4096), Destination(4096));

    [Benchmark, Bytes(8 * 256)]
    public void Tanh256() => _cases.Tanh(Source(256), Destination(256));

    [Benchmark, Bytes(8 * 256)]
    public void Tanh256OfTensors() => TensorPrimitives.Tanh(Source(256), Destination(256));

    [Benchmark, Bytes(8 * 4096)]
    public void Tanh4096() => _cases.Tanh(Source(4096), Destination(4096));

    [Benchmark, Bytes(8 * 4096)]
    public void Tanh4096OfTensors() => TensorPrimitives.Tanh(Source(4096), Destination(4096));

    [Benchmark, Bytes(8 * 256)]
    public void Sigmoid256() => _cases.Sigmoid(Source(256), Destination(256));

    [Benchmark, Bytes(8 * 256)]
    public void Sigmoid256OfTensors() => TensorPrimitives.Sigmoid<float>(Source(256), Destination(256));

    [Benchmark, Bytes(8 * 4096)]
    public void Sigmoid4096() => _cases.Sigmoid(Source(4096), Destination(4096));

    [Benchmark, Bytes(8 * 4096)]
    public void Sigmoid4096OfTensors() => TensorPrimitives.Sigmoid<float>(Source(4096), Destination(4096));

    [Benchmark, Bytes(8 * Outputs)]
    public void Relu() => _cases.PositivePart(Source(Outputs), Destination(Outputs));

    [Benchmark, Bytes(8 * Outputs)]
    public void ReluOfTensors() => TensorPrimitives.Max(Source(Outputs), 0f, Destination(Outputs));

    [Benchmark, Bytes(5 * Pixels)]
    public void PixelsToFloats() => BlockKernels.PixelsToUnitInterval(_bytes, Destination(Pixels));

    [Benchmark, Bytes(5 * Pixels)]
    public void PixelsToFloatsOfTensors()
    {
        TensorPrimitives.ConvertTruncating<byte, float>(_bytes, Destination(Pixels));
        TensorPrimitives.Multiply(Destination(Pixels), 1f / 255, Destination(Pixels));
    }

    [Benchmark, Bytes(4L * Parameters)]
    public double SumOfSquares() => _blocks.SumOfSquares(Source(Parameters));

    [Benchmark, Bytes(4L * Parameters)]
    public float SumOfSquaresOfTensors() => TensorPrimitives.SumOfSquares(Source(Parameters));

    /// <summary>The comparison for a snapshot without sharing mode.</summary>
    [Benchmark, Bytes(8L * Parameters)]
    public void CopyOfSpans() => Source(Parameters).CopyTo(Destination(Parameters));

    private ReadOnlySpan<float> Source(int length) => _source.Span[..length];

    private Span<float> Destination(int length) => _destination.Span[..length];
}
