using System.Numerics;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// V-trace (Espeholt et al. 2018, equation 1): the targets of V and the advantages of the present policy π, from agent steps that an older
/// policy μ took. It is computed backward over time steps in which episodes may end. While π and μ are equal the target is the n-step
/// return of Algorithm S3, or with λ below 1 the λ-return.
/// </summary>
/// <remarks>
/// δᵢ = ρ̄ᵢ (rᵢ + γ V(sᵢ₊₁) − V(sᵢ)) and vᵢ − V(sᵢ) = δᵢ + γ cᵢ (vᵢ₊₁ − V(sᵢ₊₁)), with ρ̄ᵢ = min(ρ̄, ρᵢ), cᵢ = λ min(c̄, ρᵢ) and
/// ρᵢ = π(aᵢ|sᵢ) / μ(aᵢ|sᵢ).
/// No gradient flows through vᵢ, Aᵢ or ρᵢ.
/// </remarks>
/// <typeparam name="T">The element.</typeparam>
/// <param name="settings">The constants.</param>
internal struct VTrace<T>(VTraceSettings<T> settings)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T _nextValue;
    private T _nextTarget;

    /// <summary>Begins after the last time step, or where an episode ended: what follows belongs to another episode.</summary>
    /// <param name="end">The return from there on: V of the last observation, or 0 after a terminal state.</param>
    internal void Begin(T end) => (_nextValue, _nextTarget) = (end, end);

    /// <summary>Computes the time step before that of the last call.</summary>
    /// <param name="reward">rᵢ.</param>
    /// <param name="value">V(sᵢ) by the present θ.</param>
    /// <param name="ratio">ρᵢ.</param>
    /// <returns>ρᵢ Aᵢ, the weight of log π(aᵢ|sᵢ), with ρᵢ clipped; and vᵢ, the target of V(sᵢ).</returns>
    internal (T Weight, T Target) Previous(T reward, T value, T ratio)
    {
        (T gamma, T lambda, T rhoBar, T cBar, T policyRhoBar) = settings;
        T surprise = T.Min(rhoBar, ratio) * (reward + (gamma * _nextValue) - value);
        T weight = T.Min(policyRhoBar, ratio) * (reward + (gamma * _nextTarget) - value);
        T correction = surprise + (gamma * lambda * T.Min(cBar, ratio) * (_nextTarget - _nextValue));
        (_nextValue, _nextTarget) = (value, value + correction);
        return (weight, _nextTarget);
    }
}

/// <summary>The constants of V-trace.</summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="Discount">γ.</param>
/// <param name="Lambda">λ, the factor of every cᵢ.</param>
/// <param name="RhoBar">ρ̄, the largest ratio in δ. It determines the policy whose value V becomes.</param>
/// <param name="CBar">c̄, the largest ratio by which a later surprise changes an earlier target. It determines only the speed.</param>
/// <param name="PolicyRhoBar">The largest ratio in the weight of log π; ρ̄ in the paper.</param>
internal readonly record struct VTraceSettings<T>(T Discount, T Lambda, T RhoBar, T CBar, T PolicyRhoBar)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
