namespace AsyncRL.Algorithms.Parts;

/// <summary>The constants of the loss of a minibatch.</summary>
/// <param name="Clip">ε of the ratio; infinite for no clip.</param>
/// <param name="EntropyWeight">β.</param>
/// <param name="Penalty">b, the factor of KL(old‖new); 0 for no penalty.</param>
internal readonly record struct ProximalTerms(float Clip, float EntropyWeight, float Penalty);

/// <summary>The sums over rows that are reported as means.</summary>
internal sealed class ProximalSums
{
    internal double Rows { get; private set; }

    internal double Surrogate { get; private set; }

    /// <summary>Σ KL(old‖new).</summary>
    internal double Divergence { get; private set; }

    /// <summary>Σ (r − 1 − log r), an estimate of the divergence that is never negative.</summary>
    internal double EstimatedDivergence { get; private set; }

    /// <summary>Number of rows whose ratio is outside of [1 − ε, 1 + ε].</summary>
    internal double Clipped { get; private set; }

    internal void Clear() => (Rows, Surrogate, Divergence, EstimatedDivergence, Clipped) = (0, 0, 0, 0, 0);

    internal void Add(float logRatio, float ratio, float surrogate, float divergence, float clip)
    {
        Rows++;
        Surrogate += surrogate;
        Divergence += divergence;
        EstimatedDivergence += ratio - 1.0 - logRatio;
        if (Math.Abs(ratio - 1) > clip) Clipped++;
    }
}
