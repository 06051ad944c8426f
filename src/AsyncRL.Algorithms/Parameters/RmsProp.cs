using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// RMSProp (paper, equations S2 and S3): g ← α g + (1 − α) Δ², θ ← θ − η Δ / √(g + ε), with ε <b>inside</b> the root. It is not centered
/// and has no bias correction.
/// </summary>
public abstract class RmsProp : Optimizer<OptimizerOptions>
{
    /// <inheritdoc/>
    public override int Statistics => 1;

    /// <inheritdoc/>
    public override bool KeepsThetaWithoutGradient => true;

    /// <inheritdoc/>
    public override int FlopsPerNumber => 9;

    /// <inheritdoc/>
    public override float InitialStatistic(int index) => (float)Options.InitialMeanSquare;

    /// <inheritdoc/>
    public override string StatisticName(int index) => "mean square";

    /// <inheritdoc/>
    public override bool IsMeanSquare(int index) => true;

    /// <inheritdoc/>
    public override void Apply(in ParameterUpdate update)
    {
        var rule = new RmsPropRule((float)update.LearningRate, (float)Options.Decay, (float)Options.Epsilon);
        if (ApproximatesRoots) update.Apply(new FastRmsPropRule(rule));
        else update.Apply(rule);
    }
}

/// <summary>
/// RMSProp with one g for all threads, updated without locks (paper, sections 4 and 8). It is the most robust optimizer in the paper, and
/// the default.
/// </summary>
public sealed class SharedRmsProp : RmsProp
{
    /// <inheritdoc/>
    public override string Name => "shared-rmsprop";

    /// <inheritdoc/>
    public override string Summary =>
        "RMSProp with one g for all threads, updated without locks (paper, sections 4 and 8): the paper's most robust";

    /// <inheritdoc/>
    public override bool IsShared => true;
}

/// <summary>RMSProp with one g per thread (paper, section 4): each thread adapts to its own gradients.</summary>
public sealed class ThreadRmsProp : RmsProp
{
    /// <inheritdoc/>
    public override string Name => "rmsprop";

    /// <inheritdoc/>
    public override string Summary => "RMSProp with a g for each thread (paper, section 4)";

    /// <inheritdoc/>
    public override bool IsShared => false;
}

/// <summary>The arithmetic of RMSProp.</summary>
/// <param name="learningRate">η at this update.</param>
/// <param name="decay">α.</param>
/// <param name="epsilon">ε, above 0, so that the root is never 0.</param>
internal readonly struct RmsPropRule(float learningRate, float decay, float epsilon) : IUpdateRule
{
    private readonly float _oneMinusDecay = 1 - decay;

    public static int Statistics => 1;

    public static bool KeepsThetaWithoutGradient => true;

    internal float LearningRate => learningRate;

    internal float Epsilon => epsilon;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector NextFirst<TVector>(TVector first, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> =>
        TVector.MultiplyAdd(TVector.Broadcast(decay), first, TVector.Broadcast(_oneMinusDecay) * gradient * gradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector NextSecond<TVector>(TVector second, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> => second;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector gradient, TVector nextFirst, TVector nextSecond)
        where TVector : unmanaged, IVector<TVector, float> =>
        TVector.Broadcast(learningRate) * gradient / TVector.SquareRoot(nextFirst + TVector.Broadcast(epsilon));
}

/// <summary>
/// <see cref="RmsPropRule"/> that computes Δ · (g + ε)^(−½) from a refined estimate instead of a root and a division. g is the same, bit
/// for bit. The step is within the relative error of <see cref="IVector{TVector, TElement}.ReciprocalSquareRoot"/> and two roundings.
/// </summary>
/// <param name="exact">The rule that is approximated.</param>
internal readonly struct FastRmsPropRule(RmsPropRule exact) : IUpdateRule
{
    public static int Statistics => 1;

    public static bool KeepsThetaWithoutGradient => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector NextFirst<TVector>(TVector first, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> => exact.NextFirst(first, gradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector NextSecond<TVector>(TVector second, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> => second;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector gradient, TVector nextFirst, TVector nextSecond)
        where TVector : unmanaged, IVector<TVector, float> =>
        TVector.Broadcast(exact.LearningRate) * gradient * TVector.ReciprocalSquareRoot(nextFirst + TVector.Broadcast(exact.Epsilon));
}
