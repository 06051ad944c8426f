namespace AsyncRL.Algorithms.Parts;

/// <summary>The normalization of the advantages of a minibatch: (A − mean) / (deviation + 1e-8), with the population's deviation.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Divisor">The divisor.</param>
internal readonly record struct AdvantageScale(float Mean, float Divisor)
{
    /// <summary>No normalization.</summary>
    internal static AdvantageScale None { get; } = new(0, 1);

    /// <summary>Computes the normalization of a minibatch.</summary>
    /// <param name="advantages">The advantages of a rollout.</param>
    /// <param name="items">The items of the minibatch.</param>
    /// <param name="rowsOfItem">Number of rows of an item; item i has the rows from i times this number on.</param>
    internal static AdvantageScale Of(ReadOnlySpan<float> advantages, ReadOnlySpan<int> items, int rowsOfItem)
    {
        double sum = 0, squares = 0, count = (double)items.Length * rowsOfItem;
        foreach (int item in items)
        {
            foreach (float advantage in advantages.Slice(item * rowsOfItem, rowsOfItem)) sum += advantage;
        }

        double mean = sum / count;
        foreach (int item in items)
        {
            foreach (float advantage in advantages.Slice(item * rowsOfItem, rowsOfItem))
                squares += (advantage - mean) * (advantage - mean);
        }

        return new AdvantageScale((float)mean, (float)(Math.Sqrt(squares / count) + 1e-8));
    }

    /// <summary>The normalized advantage.</summary>
    internal float Of(float advantage) => (advantage - Mean) / Divisor;
}

/// <summary>The factor of the adaptive penalty (Schulman et al. 2017, section 4).</summary>
internal static class PenaltyRule
{
    /// <summary>Halves the factor after a round with a small divergence, and doubles it after one with a large divergence.</summary>
    /// <param name="penalty">b of the round.</param>
    /// <param name="divergence">The mean KL(old‖new) of the round, in nats.</param>
    /// <param name="target">d, in nats.</param>
    /// <returns>b of the next round.</returns>
    internal static float Next(float penalty, double divergence, double target) =>
        divergence < target / 1.5 ? penalty / 2 : divergence > 1.5 * target ? 2 * penalty : penalty;
}
