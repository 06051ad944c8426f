using System.Numerics;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// Generalized advantage estimation (Schulman et al. 2016, equation 16), walking back over a segment:
/// Aᵢ = δᵢ + γλ Aᵢ₊₁ with δᵢ = rᵢ + γ V(sᵢ₊₁) − V(sᵢ). λ = 0 gives the one-step advantage, λ = 1 the n-step one of Algorithm S3.
/// </summary>
/// <remarks>
/// In float the error is at most that of one agent step, four units of its terms and four of A, over 1 − γλ, however long the segment.
/// </remarks>
/// <typeparam name="T">The element.</typeparam>
/// <param name="discount">γ.</param>
/// <param name="lambda">λ.</param>
/// <param name="bootstrap">V of the state after the segment; 0 if that is terminal.</param>
internal struct GeneralizedAdvantage<T>(T discount, T lambda, T bootstrap)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T _nextValue = bootstrap;
    private T _nextAdvantage = T.Zero;

    /// <summary>The advantage of the agent step before the one asked for last.</summary>
    /// <param name="reward">rᵢ.</param>
    /// <param name="value">V(sᵢ).</param>
    /// <returns>Aᵢ.</returns>
    internal T Previous(T reward, T value)
    {
        T surprise = reward + (discount * _nextValue) - value;
        _nextAdvantage = surprise + (discount * lambda * _nextAdvantage);
        _nextValue = value;
        return _nextAdvantage;
    }
}
