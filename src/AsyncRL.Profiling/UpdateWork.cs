using AsyncRL.Algorithms.Parameters;

namespace AsyncRL.Profiling;

/// <summary>
/// The work of an optimizer per number of θ, counted in its rule. A multiply-add counts as two operations, a root or a quotient as one.
/// </summary>
/// <param name="FlopsPerNumber">Floating-point operations.</param>
/// <param name="StatisticBlocks">Blocks of statistics, each read and written: one for RMSProp and momentum, two for Adam.</param>
/// <param name="KeepsThetaWithoutGradient">Whether θ does not change if the gradient is 0, so that a fused sweep only copies it.</param>
public sealed record UpdateWork(int FlopsPerNumber, int StatisticBlocks, bool KeepsThetaWithoutGradient)
{
    /// <summary>Counts the work of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <returns>The work.</returns>
    public static UpdateWork Of(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return new UpdateWork(optimizer.FlopsPerNumber, optimizer.Statistics, optimizer.KeepsThetaWithoutGradient);
    }
}
