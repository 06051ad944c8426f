using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Rollouts;

/// <summary>
/// How many rows pass through a network together. More rows read the weights more rarely. But the activations of all rows are read again
/// in the backward pass, and they should still be in the caches then.
/// </summary>
internal static class PassSize
{
    /// <summary>
    /// The size of activations in bytes up to which rows pass together. It is a constant, not a size of this machine's caches, because it
    /// determines the order of sums.
    /// </summary>
    private const long Bytes = 4 << 20;

    /// <summary>The same for rows of pixels, which a pass reads and writes only once.</summary>
    private const long BytesOfPixels = 20 << 20;

    /// <summary>The number of rows whose activations fit, at least 1.</summary>
    /// <param name="structure">The network.</param>
    /// <param name="most">The largest number of rows that is useful.</param>
    /// <param name="ofPixels">Whether every observation is written as pixels.</param>
    /// <returns>Rows.</returns>
    internal static int Rows(NetworkStructure structure, int most, bool ofPixels)
    {
        const int Many = 1024;
        Int128 row = ActivationsSize.Of(structure, Many, 1, ofPixels).Numbers * sizeof(float) / Many;
        return (int)Int128.Clamp((ofPixels ? BytesOfPixels : Bytes) / row, 1, Math.Max(1, most));
    }
}
