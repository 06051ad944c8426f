using System.Numerics;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics;

/// <summary>
/// The elementary functions, vectorized. They are built from exactly rounded operations alone. Therefore a machine gives the same bits at
/// every width, and machines that fuse multiply-add (<see cref="VectorChoice.IsFused"/>) agree with each other.
/// </summary>
/// <remarks>Error bounds, in units in the last place (ulp) against correctly rounded results: <see cref="Exp"/> 2, <see cref="Log"/> 2,
/// <see cref="Log1P"/> 3, <see cref="Tanh"/> 4, <see cref="Sigmoid"/> 4. Source and destination may be the same span.</remarks>
public static class VectorMath
{
    /// <summary>destination[i] = e to the power source[i].</summary>
    /// <typeparam name="TVector">The vector to compute over.</typeparam>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="source">Any numbers. A number above 88.7228 (doubles: 709.7827) gives infinity, NaN gives NaN.</param>
    /// <param name="destination">As long as the source.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Exp<TVector, T>(ReadOnlySpan<T> source, Span<T> destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Elementwise.Map<Exponential, TVector, T>(source, destination);

    /// <summary>destination[i] = the natural logarithm of source[i].</summary>
    /// <typeparam name="TVector">The vector to compute over.</typeparam>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="source">Any numbers. 0 gives −∞, a negative number or NaN gives NaN.</param>
    /// <param name="destination">As long as the source.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Log<TVector, T>(ReadOnlySpan<T> source, Span<T> destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Elementwise.Map<Logarithm, TVector, T>(source, destination);

    /// <summary>destination[i] = the natural logarithm of 1 + source[i], with all digits of a small one.</summary>
    /// <typeparam name="TVector">The vector to compute over.</typeparam>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="source">−1 gives −∞, a number below it or NaN gives NaN.</param>
    /// <param name="destination">As long as the source.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Log1P<TVector, T>(ReadOnlySpan<T> source, Span<T> destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Elementwise.Map<LogarithmOfOnePlus, TVector, T>(source, destination);

    /// <summary>destination[i] = the hyperbolic tangent of source[i].</summary>
    /// <typeparam name="TVector">The vector to compute over.</typeparam>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="source">Any numbers; NaN gives NaN, −0 gives +0.</param>
    /// <param name="destination">As long as the source.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Tanh<TVector, T>(ReadOnlySpan<T> source, Span<T> destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Elementwise.Map<HyperbolicTangent, TVector, T>(source, destination);

    /// <summary>destination[i] = 1 / (1 + e to the power −source[i]).</summary>
    /// <typeparam name="TVector">The vector to compute over.</typeparam>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="source">Any numbers; NaN gives NaN.</param>
    /// <param name="destination">As long as the source.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Sigmoid<TVector, T>(ReadOnlySpan<T> source, Span<T> destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Elementwise.Map<LogisticSigmoid, TVector, T>(source, destination);
}
