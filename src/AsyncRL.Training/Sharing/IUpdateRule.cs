using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Training.Sharing;

/// <summary>
/// The update of one number of θ, given its gradient and one statistic (RMSProp's g, momentum's m). A rule is written over vectors.
/// Therefore the sweeps of all sharing modes, with vectors or one number at a time, run the same arithmetic and give the same bits.
/// </summary>
public interface IUpdateRule
{
    /// <summary>Whether a gradient of 0 leaves θ unchanged, for every statistic.</summary>
    static abstract bool KeepsThetaWithoutGradient { get; }

    /// <summary>Computes the statistic after this gradient.</summary>
    /// <typeparam name="TVector">The vector.</typeparam>
    /// <param name="statistic">The statistic before.</param>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The statistic.</returns>
    TVector NextStatistic<TVector>(TVector statistic, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float>;

    /// <summary>Computes the number to subtract from θ.</summary>
    /// <typeparam name="TVector">The vector.</typeparam>
    /// <param name="nextStatistic">The result of <see cref="NextStatistic"/>.</param>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The step.</returns>
    TVector Step<TVector>(TVector nextStatistic, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float>;
}
