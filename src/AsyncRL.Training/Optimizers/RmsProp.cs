using AsyncRL.Numerics.Memory;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Optimizers;

/// <summary>RMSProp with one g per thread (paper, section 4): each thread adapts to its own gradients.</summary>
/// <param name="options">The constants.</param>
/// <param name="length">Length of θ, padding included.</param>
internal sealed class RmsProp(OptimizerOptions options, int length) : Optimizer
{
    private readonly AlignedBlock<float> _meanSquare = InitialStatistic(options, length);
    private readonly float _decay = (float)options.Decay;
    private readonly float _epsilon = (float)options.Epsilon;

    public override string Summary => "RMSProp with a g for each thread (paper, section 4)";

    public override Span<float> OwnStatistic => _meanSquare.Span;

    public override void Apply(SharedParameters shared, ReadOnlySpan<float> gradient, double learningRate) =>
        shared.Apply(new RmsPropRule((float)learningRate, _decay, _epsilon), gradient, _meanSquare.Span);

    public override void ApplyAndSnapshot(SharedParameters shared, in SegmentUpdate update, double learningRate) =>
        shared.ApplyAndSnapshot(new FastRmsPropRule((float)learningRate, _decay, _epsilon), in update, _meanSquare.Span);

    public override void RestoreState(BinaryReader reader)
    {
        base.RestoreState(reader);
        CheckSquares(_meanSquare.Span);
    }
}
