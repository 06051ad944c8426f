using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Training.Sharing;

/// <summary>
/// The update of one number of θ with two statistics: a mean of the gradients and a mean of their squares (Adam).
/// </summary>
public interface IMomentsRule
{
    /// <summary>Computes the mean after this gradient.</summary>
    /// <typeparam name="TVector">The vector.</typeparam>
    /// <param name="mean">The mean before.</param>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The mean.</returns>
    TVector NextMean<TVector>(TVector mean, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float>;

    /// <summary>Computes the mean square after this gradient.</summary>
    /// <typeparam name="TVector">The vector.</typeparam>
    /// <param name="square">The mean square before.</param>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The mean square.</returns>
    TVector NextSquare<TVector>(TVector square, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float>;

    /// <summary>Computes the number to subtract from θ.</summary>
    /// <typeparam name="TVector">The vector.</typeparam>
    /// <param name="nextMean">The result of <see cref="NextMean"/>.</param>
    /// <param name="nextSquare">The result of <see cref="NextSquare"/>.</param>
    /// <returns>The step.</returns>
    TVector Step<TVector>(TVector nextMean, TVector nextSquare)
        where TVector : unmanaged, IVector<TVector, float>;
}
