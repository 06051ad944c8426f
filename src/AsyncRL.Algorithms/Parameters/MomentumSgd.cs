using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>SGD with one m per thread (paper, section 4 and equation S1): m ← α m + (1 − α) Δ, θ ← θ − η m.</summary>
public sealed class MomentumSgd : Optimizer<OptimizerOptions>
{
    /// <inheritdoc/>
    public override string Name => "momentum-sgd";

    /// <inheritdoc/>
    public override string Summary => "stochastic gradient descent with a momentum for each thread (paper, section 4 and equation S1)";

    /// <inheritdoc/>
    public override int Statistics => 1;

    /// <inheritdoc/>
    public override bool IsShared => false;

    /// <inheritdoc/>
    public override string StatisticName(int index) => "momentum";

    /// <inheritdoc/>
    public override bool KeepsThetaWithoutGradient => false;

    /// <inheritdoc/>
    public override int FlopsPerNumber => 5;

    /// <inheritdoc/>
    public override void Apply(in ParameterUpdate update) =>
        update.Apply(new MomentumRule((float)update.LearningRate, (float)Options.Decay));
}

/// <summary>The arithmetic of momentum.</summary>
/// <param name="learningRate">η at this update.</param>
/// <param name="decay">α.</param>
internal readonly struct MomentumRule(float learningRate, float decay) : IUpdateRule
{
    private readonly float _oneMinusDecay = 1 - decay;

    public static int Statistics => 1;

    public static bool KeepsThetaWithoutGradient => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector NextFirst<TVector>(TVector first, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> =>
        TVector.MultiplyAdd(TVector.Broadcast(decay), first, TVector.Broadcast(_oneMinusDecay) * gradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector NextSecond<TVector>(TVector second, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> => second;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector gradient, TVector nextFirst, TVector nextSecond)
        where TVector : unmanaged, IVector<TVector, float> => TVector.Broadcast(learningRate) * nextFirst;
}
