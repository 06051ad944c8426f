using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Training.Sharing;

/// <summary>
/// The update of one number of θ, given its gradient and one statistic (RMSProp's g, momentum's m). A rule is written over lanes. Therefore
/// the sweeps of all disciplines, with vectors or one number at a time, run the same arithmetic and give the same bits.
/// </summary>
public interface IUpdateRule
{
    /// <summary>Whether a gradient of 0 leaves θ unchanged, for every statistic.</summary>
    static abstract bool StandsStillWithoutGradient { get; }

    /// <summary>Computes the statistic after this gradient.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="statistic">The statistic before.</param>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The statistic.</returns>
    TLane NextStatistic<TLane>(TLane statistic, TLane gradient)
        where TLane : unmanaged, ILane<TLane, float>;

    /// <summary>Computes the number to subtract from θ.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="nextStatistic">The result of <see cref="NextStatistic"/>.</param>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The step.</returns>
    TLane Step<TLane>(TLane nextStatistic, TLane gradient)
        where TLane : unmanaged, ILane<TLane, float>;
}
