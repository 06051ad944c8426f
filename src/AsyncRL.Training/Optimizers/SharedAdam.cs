using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Optimizers;

/// <summary>
/// Adam with m, v and t shared by all threads. The step count t is shared because a separate t per thread would count fewer gradients than
/// the shared means contain, and the bias corrections would be too large.
/// </summary>
/// <param name="options">The constants.</param>
internal sealed class SharedAdam(OptimizerOptions options) : Optimizer
{
    public override string Summary => "Adam with moments and step count shared by all threads, updated without locks";

    public override void Apply(SharedParameters shared, ReadOnlySpan<float> gradient, double learningRate) =>
        shared.ApplyMoments(new AdamRule(options, learningRate, shared.CountMomentUpdate()), gradient);

    public override void ApplyAndSnapshot(SharedParameters shared, in SegmentUpdate update, double learningRate) =>
        shared.ApplyMomentsAndSnapshot(new AdamRule(options, learningRate, shared.CountMomentUpdate()), in update);
}
