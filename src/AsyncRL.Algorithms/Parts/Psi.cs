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
