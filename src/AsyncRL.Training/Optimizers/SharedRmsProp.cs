using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Optimizers;

/// <summary>
/// RMSProp with one g for all threads, updated without locks (paper, sections 4 and 8). It is the most robust optimizer in the paper, and
/// the default.
/// </summary>
/// <param name="options">The constants.</param>
internal sealed class SharedRmsProp(OptimizerOptions options) : Optimizer
{
    private readonly float _decay = (float)options.Decay;
    private readonly float _epsilon = (float)options.Epsilon;

    public override string Summary =>
        "RMSProp with one g for all threads, updated without locks (paper, sections 4 and 8): the paper's most robust";

    public override void Apply(SharedParameters shared, ReadOnlySpan<float> gradient, double learningRate) =>
        shared.Apply(new RmsPropRule((float)learningRate, _decay, _epsilon), gradient);

    public override void ApplyAndSnapshot(SharedParameters shared, in SegmentUpdate update, double learningRate) =>
        shared.ApplyAndSnapshot(new FastRmsPropRule((float)learningRate, _decay, _epsilon), in update);
}
