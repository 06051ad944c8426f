using AsyncRL.Numerics.Memory;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Optimizers;

/// <summary>SGD with one m per thread (paper, section 4 and equation S1).</summary>
/// <param name="options">The constants.</param>
/// <param name="length">Length of θ, padding included.</param>
internal sealed class MomentumSgd(OptimizerOptions options, int length) : Optimizer
{
    private readonly AlignedBlock<float> _momentum = new(length);
    private readonly float _decay = (float)options.Decay;

    public override string Summary => "stochastic gradient descent with a momentum for each thread (paper, section 4 and equation S1)";

    public override Span<float> OwnStatistic => _momentum.Span;

    public override void Apply(SharedParameters shared, ReadOnlySpan<float> gradient, double learningRate) =>
        shared.Apply(new MomentumRule((float)learningRate, _decay), gradient, _momentum.Span);

    public override void ApplyAndSnapshot(SharedParameters shared, in SegmentUpdate update, double learningRate) =>
        shared.ApplyAndSnapshot(new MomentumRule((float)learningRate, _decay), in update, _momentum.Span);
}
