using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using BenchmarkDotNet.Attributes;

namespace AsyncRL.Benchmarks.Sharing;

/// <summary>
/// Measures a snapshot and an update by shared RMSProp under each sharing mode: one thread, no other load, the paper's network of 677 943
/// parameters.
/// </summary>
public class SharingBenchmarks
{
    private const double LearningRate = 7e-4;

    private SharedParameters _shared = null!;
    private OptimizerStatistics _statistics = null!;
    private float[] _own = null!;
    private SegmentGradient<float> _gradient = null!;

    [ParamsSource(nameof(SharingModes))]
    public string Sharing { get; set; } = null!;

    public static IEnumerable<string> SharingModes => SharingMode.Names;

    [GlobalSetup]
    public void Setup()
    {
        var structure = new NetworkStructure(
            NetworkCatalogue.Find("mnih2013")!, new Shape(84, 84, 4), new HeadDescription("policy", 6), new HeadDescription("value", 1));
        _shared = new SharedParameters(structure.Layout, SharingMode.Create(Sharing, VectorChoice.Widest)!);
        _statistics = new OptimizerStatistics(Optimizer.Create(new OptimizerOptions()), _shared.Length);
        _own = new float[_shared.Length];
        _gradient = new SegmentGradient<float>(new Activations<float>(structure, 1), keepsFactors: false);
        for (int i = 0; i < _shared.Length; i++) _gradient.Stored[i] = 0.001f * MathF.Sin(i);
    }

    [Benchmark]
    public void Snapshot() => _shared.Snapshot(_own);

    [Benchmark]
    public void Update() => _shared.Update(_gradient, _statistics, LearningRate);
}
