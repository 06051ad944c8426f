using System.Numerics;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics.Terms;

/// <summary>log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|): a smooth positive part. Its derivative is the logistic sigmoid.</summary>
public static class Softplus
{
    /// <summary>Computes the function.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="x">Any number.</param>
    /// <returns>At least 0; 0 where e^x is below the element's rounding of 1.</returns>
    public static T Value<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T power = ScalarLane<T>.Sum(Exponential.Invoke<ScalarLane<T>, T>(ScalarLane<T>.Broadcast(-T.Abs(x))));
        T logarithm = ScalarLane<T>.Sum(Logarithm.Invoke<ScalarLane<T>, T>(ScalarLane<T>.Broadcast(T.One + power)));
        return T.Max(x, T.Zero) + logarithm;
    }

    /// <summary>Computes the derivative.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="x">Any number.</param>
    /// <returns>From 0 to 1.</returns>
    public static T Derivative<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ScalarLane<T>.Sum(LogisticSigmoid.Invoke<ScalarLane<T>, T>(ScalarLane<T>.Broadcast(x)));
}
