using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// Centered RMSProp (Mnih et al. 2015): m ← α m + (1 − α) Δ, g ← α g + (1 − α) Δ², θ ← θ − η Δ / √(g − m² + ε). Threads that updated m and
/// g without locks could make g − m² negative. Therefore only algorithms with one update at a time have it.
/// </summary>
public sealed class CenteredRmsProp : Optimizer<OptimizerOptions>
{
    /// <inheritdoc/>
    public override string Name => "centered-rmsprop";

    /// <inheritdoc/>
    public override string Summary => "RMSProp with the mean of the gradients subtracted (Mnih et al. 2015); for one update at a time";

    /// <inheritdoc/>
    public override int Statistics => 2;

    /// <inheritdoc/>
    public override bool IsShared => true;

    /// <inheritdoc/>
    public override bool NeedsOneUpdateAtATime => true;

    /// <inheritdoc/>
    public override bool KeepsThetaWithoutGradient => true;

    /// <inheritdoc/>
    public override int FlopsPerNumber => 14;

    /// <inheritdoc/>
    public override float InitialStatistic(int index) => index == 0 ? 0 : (float)Options.InitialMeanSquare;

    /// <inheritdoc/>
    public override string StatisticName(int index) => index == 0 ? "mean" : "mean square";

    /// <inheritdoc/>
    public override bool IsMeanSquare(int index) => index == 1;

    /// <inheritdoc/>
    public override void Apply(in ParameterUpdate update) =>
        update.Apply(new CenteredRmsPropRule((float)update.LearningRate, (float)Options.Decay, (float)Options.Epsilon));
}

/// <summary>The arithmetic of centered RMSProp.</summary>
/// <param name="learningRate">η at this update.</param>
/// <param name="decay">α.</param>
/// <param name="epsilon">ε, above 0, so that the root is never 0.</param>
internal readonly struct CenteredRmsPropRule(float learningRate, float decay, float epsilon) : IUpdateRule
{
    private readonly float _oneMinusDecay = 1 - decay;

    public static int Statistics => 2;

    public static bool KeepsThetaWithoutGradient => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector NextFirst<TVector>(TVector first, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> =>
        TVector.MultiplyAdd(TVector.Broadcast(decay), first, TVector.Broadcast(_oneMinusDecay) * gradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector NextSecond<TVector>(TVector second, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> =>
        TVector.MultiplyAdd(TVector.Broadcast(decay), second, TVector.Broadcast(_oneMinusDecay) * gradient * gradient);

    /// <summary>The variance g − m² is at least 0 except for rounding, which the maximum takes away.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector gradient, TVector nextFirst, TVector nextSecond)
        where TVector : unmanaged, IVector<TVector, float>
    {
        TVector variance = TVector.Maximum(TVector.Broadcast(0), nextSecond - (nextFirst * nextFirst));
        return TVector.Broadcast(learningRate) * gradient / TVector.SquareRoot(variance + TVector.Broadcast(epsilon));
    }
}
