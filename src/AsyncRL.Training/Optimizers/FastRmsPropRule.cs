using AsyncRL.Numerics.Lanes;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Optimizers;

/// <summary>
/// <see cref="RmsPropRule"/> that computes Δ · (g + ε)^(−½) from a refined estimate instead of a root and a division. g is the same, bit
/// for bit. The step is within the relative error of <see cref="ILane{TLane, TElement}.ReciprocalSquareRoot"/> and two roundings.
/// </summary>
/// <param name="learningRate">η at this update.</param>
/// <param name="decay">α.</param>
/// <param name="epsilon">ε, above 0, so that the root is never 0.</param>
internal readonly struct FastRmsPropRule(float learningRate, float decay, float epsilon) : IUpdateRule
{
    private readonly RmsPropRule _exact = new(learningRate, decay, epsilon);

    public static bool StandsStillWithoutGradient => true;

    public TLane NextStatistic<TLane>(TLane statistic, TLane gradient)
        where TLane : unmanaged, ILane<TLane, float> => _exact.NextStatistic(statistic, gradient);

    public TLane Step<TLane>(TLane nextStatistic, TLane gradient)
        where TLane : unmanaged, ILane<TLane, float> =>
        TLane.Broadcast(learningRate) * gradient * TLane.ReciprocalSquareRoot(nextStatistic + TLane.Broadcast(epsilon));
}
