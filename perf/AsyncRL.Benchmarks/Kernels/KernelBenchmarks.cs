using AsyncRL.Numerics.Vectors;
using AsyncRL.Profiling;
using BenchmarkDotNet.Attributes;

namespace AsyncRL.Benchmarks.Kernels;

/// <summary>
/// Measures the kernels at the shapes of the paper's network (mnih2013 on 84×84×4), with every vector that the machine accelerates.
/// </summary>
public class KernelBenchmarks
{
    /// <summary>Number of rows of a segment with t_max 5.</summary>
    private const int Rows = 5;

    private readonly BandwidthCase _bandwidth = new();
    private KernelCases _cases = null!;

    [ParamsSource(nameof(Widths))]
    public VectorWidth VectorWidth { get; set; }

    public static IEnumerable<VectorWidth> Widths
    {
        get
        {
            if (Vector128Float.IsAccelerated) yield return VectorWidth.Vector128;
            if (Vector256Float.IsAccelerated) yield return VectorWidth.Vector256;
            if (Vector512Float.IsAccelerated) yield return VectorWidth.Vector512;
            if (!Vector128Float.IsAccelerated) yield return VectorWidth.Scalar;
        }
    }

    [GlobalSetup]
    public void Setup() => _cases = KernelCases.Over(VectorWidth, Rows);

    [Benchmark, MultiplyAdds(MultiplyAddPeak.MultiplyAdds)]
    public float FmaPeak() => _cases.Peak.Run();

    [Benchmark, Bytes(BandwidthCase.Bytes)]
    public float ThirdLevelRead() => _bandwidth.Read();

    [Benchmark, MultiplyAdds(400 * 16 * 256)]
    public void Conv1Forward() => _cases.Conv1.Forward();

    [Benchmark, MultiplyAdds(Rows * 400 * 16 * 256)]
    public void Conv1WeightGradient() => _cases.Conv1.Backward(withInputGradient: false);

    [Benchmark, MultiplyAdds(81 * 32 * 256)]
    public void Conv2Forward() => _cases.Conv2.Forward();

    [Benchmark, MultiplyAdds(Rows * 81 * 32 * 256)]
    public void Conv2WeightGradient() => _cases.Conv2.Backward(withInputGradient: false);

    [Benchmark, MultiplyAdds(2 * Rows * 81 * 32 * 256)]
    public void Conv2BothGradients() => _cases.Conv2.Backward(withInputGradient: true);

    [Benchmark, MultiplyAdds(2592 * 256), Bytes(4L * 2592 * 256)]
    public void DenseForward() => _cases.Dense.Forward();

    [Benchmark, MultiplyAdds(2592 * 256 / 2), Bytes(4L * 2592 * 256 / 2)]
    public void DenseForwardHalfZeros() => _cases.SparseDense.Forward();

    [Benchmark, MultiplyAdds(Rows * 2592 * 256)]
    public void DenseWeightGradient() => _cases.Dense.Backward(withInputGradient: false);

    [Benchmark, MultiplyAdds(Rows * 2592 * 256), Bytes(4L * 2592 * 256)]
    public void DenseDataGradient() => _cases.Dense.Backward(withInputGradient: true, withWeightGradient: false);

    [Benchmark, MultiplyAdds(Rows * 2592 * 256 / 2), Bytes(4L * 2592 * 256 / 2)]
    public void DenseDataGradientHalfClosed() => _cases.SparseDense.Backward(withInputGradient: true, withWeightGradient: false);

    [Benchmark, MultiplyAdds(2 * Rows * 2592 * 256)]
    public void DenseBothGradients() => _cases.Dense.Backward(withInputGradient: true);

    [Benchmark, MultiplyAdds(2 * 256 * 1024), Bytes(4L * 2 * 256 * 1024)]
    public void LstmForward() => _cases.Lstm.Forward();

    /// <summary>Goes through time, row by row, and then computes the gradient with respect to the inputs.</summary>
    [Benchmark, MultiplyAdds(((Rows - 1) + Rows) * 256 * 1024), Bytes(4L * Rows * 256 * 1024)]
    public void LstmDataGradient() => _cases.Lstm.Backward(withInputGradient: true, withWeightGradient: false);

    [Benchmark, MultiplyAdds(((Rows - 1) + Rows + (2 * Rows)) * 256 * 1024)]
    public void LstmAllGradients() => _cases.Lstm.Backward(withInputGradient: true);
}
