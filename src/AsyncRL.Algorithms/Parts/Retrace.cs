using System.Numerics;

namespace AsyncRL.Algorithms.Parts;

/// <summary>The coefficient c of a trace, by which a later error changes an earlier target (Munos et al. 2016, table 1).</summary>
internal enum Trace
{
    /// <summary>λ min(1, ρ).</summary>
    Retrace,

    /// <summary>ρ: importance sampling.</summary>
    Importance,

    /// <summary>λ: Q(λ).</summary>
    QLambda,

    /// <summary>λ π(a|s): tree backup.</summary>
    TreeBackup,
}

/// <summary>
/// Retrace (Munos et al. 2016), the target of Q(s, a) from agent steps of another policy, computed backward over a segment:
/// Q_ret,t = r_t + γ (c_{t+1} (Q_ret,t+1 − Q_{t+1}) + V_{t+1}).
/// </summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="trace">The kind of c.</param>
/// <param name="discount">γ.</param>
/// <param name="lambda">λ.</param>
internal struct Retrace<T>(Trace trace, T discount, T lambda)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The names of the traces, in the order of <see cref="Trace"/>.</summary>
    internal const string Names = "retrace importance q-lambda tree-backup";

    private T _return;

    /// <summary>Begins after the last agent step.</summary>
    /// <param name="bootstrap">V of the state after the segment; 0 if that is terminal.</param>
    internal void Begin(T bootstrap) => _return = bootstrap;

    /// <summary>Moves to the agent step before: Q_ret ← r + γ Q_ret.</summary>
    /// <param name="reward">r.</param>
    /// <returns>The target of Q(s, a).</returns>
    internal T Target(T reward) => _return = reward + (discount * _return);

    /// <summary>Completes the agent step: Q_ret ← c (Q_ret − Q(s, a)) + V(s).</summary>
    /// <param name="ratio">ρ = π(a|s) / μ(a|s).</param>
    /// <param name="probability">π(a|s).</param>
    /// <param name="actionValue">Q(s, a).</param>
    /// <param name="value">V(s).</param>
    internal void Complete(T ratio, T probability, T actionValue, T value)
    {
        T coefficient = trace switch
        {
            Trace.Importance => ratio,
            Trace.QLambda => lambda,
            Trace.TreeBackup => lambda * probability,
            _ => lambda * T.Min(T.One, ratio),
        };
        _return = (coefficient * (_return - actionValue)) + value;
    }

    /// <summary>The trace of a name.</summary>
    internal static Trace Find(string name) => (Trace)Array.IndexOf(Names.Split(' '), name);
}
