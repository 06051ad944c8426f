using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Training.Sharing;

/// <summary>
/// How one number of θ moves, given two numbers of statistics: a mean of the gradients and a mean of their squares (Adam).
/// </summary>
public interface IMomentsRule
{
    /// <summary>The mean after this gradient.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="mean">The mean before.</param>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The mean.</returns>
    TLane NextMean<TLane>(TLane mean, TLane gradient)
        where TLane : unmanaged, ILane<TLane, float>;

    /// <summary>The mean square after this gradient.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="square">The mean square before.</param>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The mean square.</returns>
    TLane NextSquare<TLane>(TLane square, TLane gradient)
        where TLane : unmanaged, ILane<TLane, float>;

    /// <summary>What to subtract from θ.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="nextMean">What <see cref="NextMean"/> returned.</param>
    /// <param name="nextSquare">What <see cref="NextSquare"/> returned.</param>
    /// <returns>The step.</returns>
    TLane Step<TLane>(TLane nextMean, TLane nextSquare)
        where TLane : unmanaged, ILane<TLane, float>;
}
