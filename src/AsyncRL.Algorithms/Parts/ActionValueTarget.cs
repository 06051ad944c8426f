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
