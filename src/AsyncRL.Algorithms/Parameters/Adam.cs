using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// Adam (Kingma and Ba 2015, Algorithm 1): m ← β₁ m + (1 − β₁) Δ, v ← β₂ v + (1 − β₂) Δ², θ ← θ − η m̂ / (√v̂ + ε). The bias corrections
/// are m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ). ε is <b>outside</b> the root.
/// </summary>
public abstract class Adam : Optimizer<OptimizerOptions>
{
    /// <inheritdoc/>
    public override int Statistics => 2;

    /// <inheritdoc/>
    public override bool KeepsThetaWithoutGradient => false;

    /// <inheritdoc/>
    public override int FlopsPerNumber => 15;

    /// <summary>The statistics are m and v.</summary>
    /// <inheritdoc/>
    public override string StatisticName(int index) => index == 0 ? "mean" : "mean square";

    /// <inheritdoc/>
    public override bool IsMeanSquare(int index) => index == 1;

    /// <inheritdoc/>
    public override void Apply(in ParameterUpdate update) => update.Apply(new AdamRule(Options, update.LearningRate, update.Number));
}

/// <summary>
/// Adam with m, v and t shared by all threads. The step count t is shared because a separate t per thread would count fewer gradients than
/// the shared means contain, and the bias corrections would be too large.
/// </summary>
public sealed class SharedAdam : Adam
{
    /// <inheritdoc/>
    public override string Name => "shared-adam";

    /// <inheritdoc/>
    public override string Summary => "Adam with moments and step count shared by all threads, updated without locks";

    /// <inheritdoc/>
    public override bool IsShared => true;
}

/// <summary>Adam with moments and a step count per thread.</summary>
public sealed class ThreadAdam : Adam
{
    /// <inheritdoc/>
    public override string Name => "adam";

    /// <inheritdoc/>
    public override string Summary => "Adam with moments for each thread (Kingma and Ba 2015)";

    /// <inheritdoc/>
    public override bool IsShared => false;
}

/// <summary>The arithmetic of one update by Adam.</summary>
/// <remarks>
/// A step is at most twice the largest that any sequence of gradients can make. Threads that update the same number at the same time may
/// keep a gradient in m and lose its square in v. Without the bound such a number, if its v was 0, would move by η m̂ / ε: by thousands.
/// </remarks>
internal readonly struct AdamRule : IUpdateRule
{
    /// <summary>For the rounding errors of m and v: gradients alone never reach the bound, and are followed to the last bit.</summary>
    private const double Margin = 2;

    private readonly float _meanDecay;
    private readonly float _squareDecay;
    private readonly float _epsilon;
    private readonly float _meanCorrection;
    private readonly float _squareCorrection;
    private readonly float _largestStep;

    /// <summary>Prepares the arithmetic.</summary>
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
        double largest = learningRate * Margin * LargestRatio(_meanDecay, _squareDecay, update);
        _largestStep = largest <= float.MaxValue ? (float)largest : float.MaxValue;
    }

    public static int Statistics => 2;

    public static bool KeepsThetaWithoutGradient => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector NextFirst<TVector>(TVector first, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> => Blend(first, gradient, _meanDecay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector NextSecond<TVector>(TVector second, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> => Blend(second, gradient * gradient, _squareDecay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector gradient, TVector nextFirst, TVector nextSecond)
        where TVector : unmanaged, IVector<TVector, float> =>
        Bound(TVector.Broadcast(_meanCorrection) * nextFirst
            / (TVector.SquareRoot(TVector.Broadcast(_squareCorrection) * nextSecond) + TVector.Broadcast(_epsilon)));

    /// <summary>
    /// The largest |m̂| / √v̂ after t gradients. With weights aₖ = (1 − β₁) β₁ᵏ and bₖ = (1 − β₂) β₂ᵏ, m is Σ aₖ Δₖ and v is Σ bₖ Δₖ², so
    /// that m² ≤ v Σ aₖ² / bₖ by the inequality of Cauchy and Schwarz. The sum is geometric. It is NaN or
    /// infinite where nothing bounds the ratio, for example at β₂ = 0.
    /// </summary>
    internal static double LargestRatio(double meanDecay, double squareDecay, long update)
    {
        double quotient = meanDecay * meanDecay / squareDecay;
        double sum = Math.Abs(1 - quotient) < 1e-12 ? update : (1 - Math.Pow(quotient, update)) / (1 - quotient);
        double ratio = (1 - meanDecay) * Math.Sqrt(sum / (1 - squareDecay));
        return ratio * Math.Sqrt(1 - Math.Pow(squareDecay, update)) / (1 - Math.Pow(meanDecay, update));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Bound<TVector>(TVector step)
        where TVector : unmanaged, IVector<TVector, float> =>
        TVector.Maximum(TVector.Broadcast(-_largestStep), TVector.Minimum(TVector.Broadcast(_largestStep), step));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Blend<TVector>(TVector old, TVector present, float decay)
        where TVector : unmanaged, IVector<TVector, float> =>
        TVector.MultiplyAdd(TVector.Broadcast(decay), old, TVector.Broadcast(1 - decay) * present);
}
