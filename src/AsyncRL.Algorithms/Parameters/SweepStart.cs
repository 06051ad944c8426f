namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// Where sweeps over shared parameters begin. Each begins at another position, so that threads do not follow each other line by line.
/// </summary>
internal static class SweepStart
{
    private const int FloatsPerCacheLine = 16;

    /// <summary>
    /// The position in the block at which a sweep begins: the fractional part of ticket · 0.618…. The starting positions of consecutive
    /// sweeps are at least 0.38 of the block apart. The position is a multiple of the floats per cache line.
    /// </summary>
    internal static int Of(long ticket, int length)
    {
        const double GoldenRatio = 0.6180339887498949;
        double fraction = ticket * GoldenRatio % 1;
        return (int)(fraction * (length / FloatsPerCacheLine)) * FloatsPerCacheLine;
    }
}
