using System.Numerics;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Losses;

/// <summary>
/// The softmax policy of a discrete action space: p[j] = exp(z[j]) / Σₖ exp(z[k]). It is computed as log p[j] = z[j] − m − ln Σₖ exp(z[k] −
/// m) with m = max z. Therefore no finite logit overflows.
/// </summary>
/// <remarks>Action spaces are small. The loops process one number at a time, and therefore give the same bits on every vector.</remarks>
public static class Softmax
{
    /// <summary>Computes the distribution of one row of logits.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="logits">[actions], finite.</param>
    /// <param name="probabilities">[actions], overwritten; they sum to 1 within rounding.</param>
    /// <param name="logProbabilities">[actions], overwritten; finite for finite logits.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0.</exception>
    public static void Distribution<T>(ReadOnlySpan<T> logits, Span<T> probabilities, Span<T> logProbabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.LengthAtLeast("softmax", "logits", logits.Length, 1);
        Check.SameLength(probabilities.Length, logits.Length);
        Check.SameLength(logProbabilities.Length, logits.Length);
        T maximum = logits[0];
        foreach (T logit in logits) maximum = logit > maximum ? logit : maximum;

        for (int j = 0; j < logits.Length; j++) logProbabilities[j] = logits[j] - maximum;
        VectorMath.Exp<ScalarVector<T>, T>(logProbabilities, probabilities);
        T sum = T.Zero;
        foreach (T exponential in probabilities) sum += exponential;

        T logSum = ScalarVector<T>.Sum(Logarithm.Invoke<ScalarVector<T>, T>(ScalarVector<T>.Broadcast(sum)));
        for (int j = 0; j < logits.Length; j++)
        {
            probabilities[j] /= sum;
            logProbabilities[j] -= logSum;
        }
    }

    /// <summary>Picks an action by its probability: the first action whose cumulative probability exceeds the uniform number.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="probabilities">[actions].</param>
    /// <param name="uniform">From [0, 1).</param>
    /// <returns>The index of an action of positive probability.</returns>
    public static int Pick<T>(ReadOnlySpan<T> probabilities, T uniform)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T cumulated = T.Zero;
        int lastPossible = 0;
        for (int j = 0; j < probabilities.Length; j++)
        {
            if (probabilities[j] <= T.Zero) continue;
            cumulated += probabilities[j];
            lastPossible = j;
            if (uniform < cumulated) return j;
        }

        // Rounding can make the sum slightly smaller than 1.
        return lastPossible;
    }

    /// <summary>The most probable action. If several are equally probable, the first of them.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="probabilities">[actions], at least one.</param>
    /// <returns>Its index.</returns>
    public static int MostProbable<T>(ReadOnlySpan<T> probabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int best = 0;
        for (int j = 1; j < probabilities.Length; j++)
        {
            if (probabilities[j] > probabilities[best]) best = j;
        }

        return best;
    }
}
