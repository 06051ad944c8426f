using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// The update of one number of θ, given its gradient and up to two statistics (RMSProp's g, momentum's m, Adam's m and v). A rule is
/// written over vectors. Therefore the sweeps of all sharing modes, with vectors or one number at a time, run the same arithmetic and give
/// the same bits.
/// </summary>
/// <remarks>
/// The methods of a rule have <see cref="System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining"/>. A call for each vector of
/// θ would make a sweep half as fast again.
/// </remarks>
public interface IUpdateRule
{
    /// <summary>Number of statistics for each number of θ: 0, 1 or 2.</summary>
    static abstract int Statistics { get; }

    /// <summary>Whether a gradient of 0 leaves θ unchanged, for every statistic.</summary>
    static abstract bool KeepsThetaWithoutGradient { get; }

    /// <summary>Computes the first statistic after this gradient. It is not called if the rule has none.</summary>
    /// <typeparam name="TVector">The vector.</typeparam>
    /// <param name="first">The statistic before.</param>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The statistic.</returns>
    TVector NextFirst<TVector>(TVector first, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float>;

    /// <summary>Computes the second statistic after this gradient. It is not called if the rule has only one.</summary>
    /// <typeparam name="TVector">The vector.</typeparam>
    /// <param name="second">The statistic before.</param>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The statistic.</returns>
    TVector NextSecond<TVector>(TVector second, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float>;

    /// <summary>Computes the number to subtract from θ.</summary>
    /// <typeparam name="TVector">The vector.</typeparam>
    /// <param name="gradient">The gradient.</param>
    /// <param name="nextFirst">The result of <see cref="NextFirst"/>; 0 if the rule has no statistic.</param>
    /// <param name="nextSecond">The result of <see cref="NextSecond"/>; 0 if the rule has only one statistic.</param>
    /// <returns>The step.</returns>
    TVector Step<TVector>(TVector gradient, TVector nextFirst, TVector nextSecond)
        where TVector : unmanaged, IVector<TVector, float>;
}
