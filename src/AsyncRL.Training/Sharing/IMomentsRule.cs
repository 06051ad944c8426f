using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Training.Sharing;

/// <summary>
/// The update of one number of θ with two statistics: a mean of the gradients and a mean of their squares (Adam).
/// </summary>
public interface IMomentsRule
{
    /// <summary>Computes the mean after this gradient.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="mean">The mean before.</param>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The mean.</returns>
    TLane NextMean<TLane>(TLane mean, TLane gradient)
        where TLane : unmanaged, ILane<TLane, float>;

    /// <summary>Computes the mean square after this gradient.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="square">The mean square before.</param>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The mean square.</returns>
    TLane NextSquare<TLane>(TLane square, TLane gradient)
        where TLane : unmanaged, ILane<TLane, float>;

    /// <summary>Computes the number to subtract from θ.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="nextMean">The result of <see cref="NextMean"/>.</param>
    /// <param name="nextSquare">The result of <see cref="NextSquare"/>.</param>
    /// <returns>The step.</returns>
    TLane Step<TLane>(TLane nextMean, TLane nextSquare)
        where TLane : unmanaged, ILane<TLane, float>;
}
