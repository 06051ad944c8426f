using AsyncRL.Numerics.Vectors;
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

    public static bool KeepsThetaWithoutGradient => false;

    public TVector NextStatistic<TVector>(TVector statistic, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> =>
        TVector.MultiplyAdd(TVector.Broadcast(decay), statistic, TVector.Broadcast(_oneMinusDecay) * gradient);

    public TVector Step<TVector>(TVector nextStatistic, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> => TVector.Broadcast(learningRate) * nextStatistic;
}
