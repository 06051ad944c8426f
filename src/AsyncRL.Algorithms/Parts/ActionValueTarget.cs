using System.Numerics;
using AsyncRL.Numerics.Losses;

namespace AsyncRL.Algorithms.Parts;

/// <summary>The value that Q(s, a) should have.</summary>
internal static class ActionValueTarget
{
    /// <summary>y = R + factor · Q(s′, b), where b is the best action of s′ in the opinion of one of two networks.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="sum">R, the sum of the rewards before s′.</param>
    /// <param name="factor">γᵏ; 0 after a terminal state.</param>
    /// <param name="choosing">Q(s′, ·) that chooses b: that of θ⁻, or with double Q-learning that of θ (van Hasselt et al. 2016).</param>
    /// <param name="values">Q(s′, ·; θ⁻).</param>
    internal static T Of<T>(T sum, T factor, ReadOnlySpan<T> choosing, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        sum + (factor * values[Softmax.MostProbable(choosing)]);
}

/// <summary>
/// The function h(x) = sign(x) (√(|x| + 1) − 1) + ε x, which makes large values smaller and keeps their order, and its inverse (Pohlen et
/// al. 2018; Kapturowski et al. 2019). A network that learns h(Q) needs no clipping of rewards.
/// </summary>
internal static class ValueRescaling
{
    /// <summary>ε, which keeps the inverse's slope bounded.</summary>
    internal const double Slope = 1e-3;

    /// <summary>h(x).</summary>
    internal static T Of<T>(T value, double slope = Slope)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T size = T.Abs(value);

        // √(s + 1) − 1 = s / (√(s + 1) + 1), without the difference of two numbers near 1.
        return T.CopySign(size / (T.Sqrt(size + T.One) + T.One), value) + (T.CreateChecked(slope) * value);
    }

    /// <summary>The x with h(x) = y, in a form without the difference of nearly equal numbers.</summary>
    internal static T Inverse<T>(T rescaled, double slope = Slope)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T epsilon = T.CreateChecked(slope), two = T.One + T.One;
        T b = T.Abs(rescaled) + T.One + epsilon;
        T root = two * b / (T.Sqrt(T.One + (two * two * epsilon * b)) + T.One);
        return T.CopySign((root - T.One) * (root + T.One), rescaled);
    }
}
