using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Optimizers;

/// <summary>
/// RMSProp as in the paper (equations S2 and S3): g ← α g + (1 − α) Δ², θ ← θ − η Δ / √(g + ε), with ε <b>inside</b> the root. It is not
/// centered and has no bias correction.
/// </summary>
/// <param name="learningRate">η at this update.</param>
/// <param name="decay">α.</param>
/// <param name="epsilon">ε, above 0, so that the root is never 0.</param>
internal readonly struct RmsPropRule(float learningRate, float decay, float epsilon) : IUpdateRule
{
    private readonly float _oneMinusDecay = 1 - decay;

    public static bool KeepsThetaWithoutGradient => true;

    public TVector NextStatistic<TVector>(TVector statistic, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> =>
        TVector.MultiplyAdd(TVector.Broadcast(decay), statistic, TVector.Broadcast(_oneMinusDecay) * gradient * gradient);

    public TVector Step<TVector>(TVector nextStatistic, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> =>
        TVector.Broadcast(learningRate) * gradient / TVector.SquareRoot(nextStatistic + TVector.Broadcast(epsilon));
}
