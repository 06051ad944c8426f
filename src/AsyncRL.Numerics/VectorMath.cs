using System.Numerics;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics;

/// <summary>
/// The elementary functions, vectorised. They are built from exactly rounded operations alone. Therefore a machine gives the same bits at
/// every width, and machines that fuse multiply-add (<see cref="LaneChoice.IsFused"/>) agree with each other.
/// </summary>
/// <remarks>Error bounds, in units in the last place (ulp) against correctly rounded results: <see cref="Exp"/> 2, <see cref="Log"/> 2,
/// <see cref="Log1P"/> 3, <see cref="Tanh"/> 4, <see cref="Sigmoid"/> 4. Source and destination may be the same span.</remarks>
public static class VectorMath
{
    /// <summary>destination[i] = e to the power source[i].</summary>
    /// <typeparam name="TLane">The lane to compute over.</typeparam>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="source">Any numbers. A number above 88.7228 (doubles: 709.7827) gives infinity, NaN gives NaN.</param>
    /// <param name="destination">As long as the source.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Exp<TLane, T>(ReadOnlySpan<T> source, Span<T> destination)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Elementwise.Map<Exponential, TLane, T>(source, destination);

    /// <summary>destination[i] = the natural logarithm of source[i].</summary>
    /// <typeparam name="TLane">The lane to compute over.</typeparam>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="source">Any numbers. 0 gives −∞, a negative number or NaN gives NaN.</param>
    /// <param name="destination">As long as the source.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Log<TLane, T>(ReadOnlySpan<T> source, Span<T> destination)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Elementwise.Map<Logarithm, TLane, T>(source, destination);

    /// <summary>destination[i] = the natural logarithm of 1 + source[i], with all digits of a small one.</summary>
    /// <typeparam name="TLane">The lane to compute over.</typeparam>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="source">−1 gives −∞, a number below it or NaN gives NaN.</param>
    /// <param name="destination">As long as the source.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Log1P<TLane, T>(ReadOnlySpan<T> source, Span<T> destination)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Elementwise.Map<LogarithmOfOnePlus, TLane, T>(source, destination);

    /// <summary>destination[i] = the hyperbolic tangent of source[i].</summary>
    /// <typeparam name="TLane">The lane to compute over.</typeparam>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="source">Any numbers; NaN gives NaN, −0 gives +0.</param>
    /// <param name="destination">As long as the source.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Tanh<TLane, T>(ReadOnlySpan<T> source, Span<T> destination)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Elementwise.Map<HyperbolicTangent, TLane, T>(source, destination);

    /// <summary>destination[i] = 1 / (1 + e to the power −source[i]).</summary>
    /// <typeparam name="TLane">The lane to compute over.</typeparam>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="source">Any numbers; NaN gives NaN.</param>
    /// <param name="destination">As long as the source.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Sigmoid<TLane, T>(ReadOnlySpan<T> source, Span<T> destination)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Elementwise.Map<LogisticSigmoid, TLane, T>(source, destination);
}
