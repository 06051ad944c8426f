using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Training.Sharing;

/// <summary>
/// How one number of θ moves, given its gradient and one number of statistics (RMSProp's g, momentum's m). Written over lanes, so that the
/// sweeps of all disciplines, vector or one number at a time, run the same arithmetic and give the same bits.
/// </summary>
public interface IUpdateRule
{
    /// <summary>Whether a gradient of 0 leaves θ where it is, whatever the statistic.</summary>
    static abstract bool StandsStillWithoutGradient { get; }

    /// <summary>The statistic after this gradient.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="statistic">The statistic before.</param>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The statistic.</returns>
    TLane NextStatistic<TLane>(TLane statistic, TLane gradient)
        where TLane : unmanaged, ILane<TLane, float>;

    /// <summary>What to subtract from θ.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="nextStatistic">What <see cref="NextStatistic"/> returned.</param>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The step.</returns>
    TLane Step<TLane>(TLane nextStatistic, TLane gradient)
        where TLane : unmanaged, ILane<TLane, float>;
}
