using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Optimizers;

/// <summary>
/// <see cref="RmsPropRule"/> that computes Δ · (g + ε)^(−½) from a refined estimate instead of a root and a division. g is the same, bit
/// for bit. The step is within the relative error of <see cref="IVector{TVector, TElement}.ReciprocalSquareRoot"/> and two roundings.
/// </summary>
/// <param name="learningRate">η at this update.</param>
/// <param name="decay">α.</param>
/// <param name="epsilon">ε, above 0, so that the root is never 0.</param>
internal readonly struct FastRmsPropRule(float learningRate, float decay, float epsilon) : IUpdateRule
{
    private readonly RmsPropRule _exact = new(learningRate, decay, epsilon);

    public static bool KeepsThetaWithoutGradient => true;

    public TVector NextStatistic<TVector>(TVector statistic, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> => _exact.NextStatistic(statistic, gradient);

    public TVector Step<TVector>(TVector nextStatistic, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> =>
        TVector.Broadcast(learningRate) * gradient * TVector.ReciprocalSquareRoot(nextStatistic + TVector.Broadcast(epsilon));
}
