using AsyncRL.Core.Randomness;

namespace AsyncRL.Algorithms.Replay;

/// <summary>A number with a Poisson distribution: how often a thread learns from its memory between two segments of acting.</summary>
internal static class PoissonDraw
{
    /// <summary>The largest mean. e to the power of −mean is a normal number up to 708.</summary>
    internal const double LargestMean = 500;

    /// <summary>Draws a number: how many uniform numbers are multiplied until the product falls below e^−mean, less one (Knuth).</summary>
    /// <param name="mean">From 0 to <see cref="LargestMean"/>. With 0 nothing is drawn.</param>
    /// <param name="generator">The source of chance.</param>
    /// <returns>The number, at least 0.</returns>
    internal static int Of(double mean, RandomGenerator generator)
    {
        if (mean <= 0) return 0;
        double limit = Math.Exp(-mean);
        int count = 0;
        for (double product = generator.NextDouble(); product > limit; product *= generator.NextDouble()) count++;
        return count;
    }
}
