using System.Numerics;

namespace AsyncRL.Algorithms.Parts;

/// <summary>The weight ψ of ∇ log π(a|s) in a policy gradient (Schulman et al. 2016, section 2).</summary>
internal enum Psi
{
    /// <summary>Generalized advantage estimation; with λ = 1 the n-step advantage of Algorithm S3.</summary>
    Gae,

    /// <summary>The residual of one agent step, r + γ V′ − V.</summary>
    Td,

    /// <summary>The return of the whole episode: REINFORCE.</summary>
    Total,

    /// <summary>The return to go: what follows the action.</summary>
    Return,

    /// <summary>The return to go minus V.</summary>
    ReturnBaseline,

    /// <summary>Q(s, a).</summary>
    Q,

    /// <summary>Q(s, a) − V, with V = Σ p Q.</summary>
    Advantage,

    /// <summary>V-trace: the advantage of the present policy, from agent steps of the snapshot.</summary>
    VTrace,
}

/// <summary>
/// Computes ψ, the weight of log π(a|s), and the target of the critic, backward over the agent steps of a segment of one episode.
/// </summary>
/// <remarks>
/// All choices of ψ have the same two recursions: R ← r + γ R, and δ ← r + γ V′ − V with A ← δ + γλ A. With a critic of action values V is
/// Σ p Q, and the target of Q(s, a) is the same V + A, because it equals r + γ ((1 − λ) V′ + λ R′), the return of expected Sarsa(λ).
/// </remarks>
/// <typeparam name="T">The element.</typeparam>
/// <param name="psi">The choice of ψ.</param>
/// <param name="discount">γ.</param>
/// <param name="lambda">λ.</param>
/// <param name="learnsLambdaReturn">Whether the critic's target is V + A; otherwise it is R.</param>
internal struct PolicyWeights<T>(Psi psi, T discount, T lambda, bool learnsLambdaReturn)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private GeneralizedAdvantage<T> _generalized;
    private T _total;
    private T _return;
    private T _reward;
    private T _value;
    private T _nextValue;
    private T _advantage;

    /// <summary>What the critic learns at the present agent step.</summary>
    internal readonly T Target => learnsLambdaReturn ? _value + _advantage : _return;

    /// <summary>Begins after the last agent step.</summary>
    /// <param name="end">V of the state after the segment; 0 if that is terminal or ψ has no critic.</param>
    /// <param name="rewards">The rewards of the segment in order; only the return of the whole episode reads them here.</param>
    internal void Begin(T end, ReadOnlySpan<T> rewards)
    {
        (_return, _value, _total) = (end, end, T.Zero);
        _generalized = new GeneralizedAdvantage<T>(discount, lambda, end);
        if (psi != Psi.Total) return;
        for (int i = rewards.Length - 1; i >= 0; i--) _total = rewards[i] + (discount * _total);
    }

    /// <summary>Moves to the agent step before the present one: R ← r + γ R.</summary>
    internal void AddReward(T reward)
    {
        _reward = reward;
        _return = reward + (discount * _return);
    }

    /// <summary>Completes the agent step by V(s): δ ← r + γ V′ − V, A ← δ + γλ A.</summary>
    internal void AddValue(T value)
    {
        (_nextValue, _value) = (_value, value);
        _advantage = lambda == T.One ? _return - value : _generalized.Previous(_reward, value);
    }

    /// <summary>ψ of the present agent step.</summary>
    /// <param name="actionValue">Q(s, a), if ψ needs it.</param>
    internal readonly T Of(T actionValue) => psi switch
    {
        Psi.Td => _reward + (discount * _nextValue) - _value,
        Psi.Total => _total,
        Psi.Return => _return,
        Psi.ReturnBaseline => _return - _value,
        Psi.Q => actionValue,
        Psi.Advantage => actionValue - _value,
        _ => _advantage,
    };
}
