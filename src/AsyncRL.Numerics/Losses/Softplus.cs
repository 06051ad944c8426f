using System.Numerics;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Losses;

/// <summary>log(1 + eˣ) = max(x, 0) + log1p(e^−|x|): a smooth positive part. Its derivative is the logistic sigmoid.</summary>
/// <remarks>
/// log1p(y) = log(1 + y) without the rounding of 1 + y, which in floats would take all digits of a y below 6e-8. The relative error is at
/// most 6 units in the last place at every x.
/// </remarks>
public static class Softplus
{
    /// <summary>Computes the function.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="x">Any number.</param>
    /// <returns>At least 0; 0 only where eˣ is below the smallest subnormal number.</returns>
    public static T Value<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T power = ScalarVector<T>.Sum(Exponential.Invoke<ScalarVector<T>, T>(ScalarVector<T>.Broadcast(-T.Abs(x))));
        T logarithm = ScalarVector<T>.Sum(LogarithmOfOnePlus.Invoke<ScalarVector<T>, T>(ScalarVector<T>.Broadcast(power)));
        return T.Max(x, T.Zero) + logarithm;
    }

    /// <summary>Computes the derivative.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="x">Any number.</param>
    /// <returns>From 0 to 1.</returns>
    public static T Derivative<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ScalarVector<T>.Sum(LogisticSigmoid.Invoke<ScalarVector<T>, T>(ScalarVector<T>.Broadcast(x)));
}
