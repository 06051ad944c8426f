using AsyncRL.Numerics.Lanes;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Optimizers;

/// <summary>
/// RMSProp as in the paper (equations S2 and S3): g ← α g + (1 − α) Δ², θ ← θ − η Δ / √(g + ε), with ε <b>inside</b> the root. It is not
/// centred and has no bias correction.
/// </summary>
/// <param name="learningRate">η at this update.</param>
/// <param name="decay">α.</param>
/// <param name="epsilon">ε, above 0, so that the root is never 0.</param>
internal readonly struct RmsPropRule(float learningRate, float decay, float epsilon) : IUpdateRule
{
    private readonly float _oneMinusDecay = 1 - decay;

    public static bool StandsStillWithoutGradient => true;

    public TLane NextStatistic<TLane>(TLane statistic, TLane gradient)
        where TLane : unmanaged, ILane<TLane, float> =>
        TLane.MultiplyAdd(TLane.Broadcast(decay), statistic, TLane.Broadcast(_oneMinusDecay) * gradient * gradient);

    public TLane Step<TLane>(TLane nextStatistic, TLane gradient)
        where TLane : unmanaged, ILane<TLane, float> =>
        TLane.Broadcast(learningRate) * gradient / TLane.SquareRoot(nextStatistic + TLane.Broadcast(epsilon));
}
