using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Optimizers;

/// <summary>
/// Adam (Kingma and Ba 2015, Algorithm 1): m ← β₁ m + (1 − β₁) Δ, v ← β₂ v + (1 − β₂) Δ², θ ← θ − η m̂ / (√v̂ + ε). The bias corrections
/// are m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ). ε is <b>outside</b> the root.
/// </summary>
internal readonly struct AdamRule : IMomentsRule
{
    private readonly float _meanDecay;
    private readonly float _squareDecay;
    private readonly float _epsilon;
    private readonly float _meanCorrection;
    private readonly float _squareCorrection;

    /// <summary>Prepares the arithmetic of one update.</summary>
    /// <param name="options">β₁, β₂ and ε.</param>
    /// <param name="learningRate">η at this update.</param>
    /// <param name="update">t, starting at 1.</param>
    internal AdamRule(OptimizerOptions options, double learningRate, long update)
    {
        (_meanDecay, _squareDecay, _epsilon) = ((float)options.AdamMeanDecay, (float)options.AdamSquareDecay, (float)options.AdamEpsilon);

        // Computed in double, but from the float values of the decays: 1 − 0.999f differs from 0.001 by a relative 5·10⁻⁵, and the weights
        // of the gradients sum to 1 only if the correction differs by the same amount.
        _meanCorrection = (float)(learningRate / (1 - Math.Pow(_meanDecay, update)));
        _squareCorrection = (float)(1 / (1 - Math.Pow(_squareDecay, update)));
    }

    public TVector NextMean<TVector>(TVector mean, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> => Blend(mean, gradient, _meanDecay);

    public TVector NextSquare<TVector>(TVector square, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> => Blend(square, gradient * gradient, _squareDecay);

    public TVector Step<TVector>(TVector nextMean, TVector nextSquare)
        where TVector : unmanaged, IVector<TVector, float> =>
        TVector.Broadcast(_meanCorrection) * nextMean
            / (TVector.SquareRoot(TVector.Broadcast(_squareCorrection) * nextSquare) + TVector.Broadcast(_epsilon));

    private static TVector Blend<TVector>(TVector old, TVector present, float decay)
        where TVector : unmanaged, IVector<TVector, float> =>
        TVector.MultiplyAdd(TVector.Broadcast(decay), old, TVector.Broadcast(1 - decay) * present);
}
