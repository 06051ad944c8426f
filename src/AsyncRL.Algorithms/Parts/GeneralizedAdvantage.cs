using System.Numerics;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// Generalized advantage estimation (Schulman et al. 2016, equation 16), computed backward over a segment:
/// Aᵢ = δᵢ + γλ Aᵢ₊₁ with δᵢ = rᵢ + γ V(sᵢ₊₁) − V(sᵢ). λ = 0 gives the one-step advantage, λ = 1 the n-step one of Algorithm S3.
/// </summary>
/// <remarks>
/// In float the error of one agent step is at most four units in the last place of its terms and four of A. The error of a segment of any
/// length is at most that divided by 1 − γλ.
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

    /// <summary>Computes the advantage of the agent step before that of the last call.</summary>
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

/// <summary>
/// Advantages and the targets of V of one environment, computed backward over time steps in which episodes may end. λ = 1 gives the n-step
/// return of Algorithm S3, other λ generalized advantage estimation.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="discount">γ.</param>
/// <param name="lambda">λ.</param>
/// <param name="learnsLambdaReturn">Whether the target is V + A; otherwise it is the n-step return.</param>
internal struct BatchAdvantage<T>(T discount, T lambda, bool learnsLambdaReturn)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private GeneralizedAdvantage<T> _generalized;
    private T _returns;

    /// <summary>Begins after the last time step, or where an episode ended: what follows belongs to another episode.</summary>
    /// <param name="end">The return from there on: V of the last observation, or 0 after a terminal state.</param>
    internal void Begin(T end) => (_returns, _generalized) = (end, new GeneralizedAdvantage<T>(discount, lambda, end));

    /// <summary>Computes the time step before that of the last call.</summary>
    /// <param name="reward">rᵢ.</param>
    /// <param name="value">V(sᵢ).</param>
    /// <returns>Aᵢ, and the target of V(sᵢ).</returns>
    internal (T Advantage, T Target) Previous(T reward, T value)
    {
        _returns = reward + (discount * _returns);
        T advantage = lambda == T.One ? _returns - value : _generalized.Previous(reward, value);
        return (advantage, learnsLambdaReturn ? value + advantage : _returns);
    }
}
