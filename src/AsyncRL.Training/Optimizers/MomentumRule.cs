using AsyncRL.Numerics.Lanes;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Optimizers;

/// <summary>
/// Momentum SGD as in the paper (equation S1): m ← α m + (1 − α) Δ, θ ← θ − η m. The factor (1 − α) dampens. With α = 0 it is plain SGD.
/// </summary>
/// <param name="learningRate">η at this update.</param>
/// <param name="decay">α.</param>
internal readonly struct MomentumRule(float learningRate, float decay) : IUpdateRule
{
    private readonly float _oneMinusDecay = 1 - decay;

    public static bool StandsStillWithoutGradient => false;

    public TLane NextStatistic<TLane>(TLane statistic, TLane gradient)
        where TLane : unmanaged, ILane<TLane, float> =>
        TLane.MultiplyAdd(TLane.Broadcast(decay), statistic, TLane.Broadcast(_oneMinusDecay) * gradient);

    public TLane Step<TLane>(TLane nextStatistic, TLane gradient)
        where TLane : unmanaged, ILane<TLane, float> => TLane.Broadcast(learningRate) * nextStatistic;
}
