using AsyncRL.Training.Optimizers;

namespace AsyncRL.Training.Profiling;

/// <summary>
/// The work of an optimizer per number of θ, counted in its rule. A multiply-add counts as two operations, a root or a quotient as one.
/// </summary>
/// <param name="FlopsPerNumber">Floating-point operations.</param>
/// <param name="StatisticBlocks">Blocks of statistics, each read and written: one for RMSProp and momentum, two for Adam.</param>
/// <param name="StandsStill">Whether θ does not change if the gradient is 0, so that a fused sweep only copies it.</param>
public sealed record UpdateWork(int FlopsPerNumber, int StatisticBlocks, bool StandsStill)
{
    /// <summary>Counts the work of an optimizer.</summary>
    /// <param name="options">The name of the optimizer.</param>
    /// <returns>The work.</returns>
    /// <exception cref="ArgumentException">There is no such optimizer.</exception>
    public static UpdateWork Of(OptimizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Optimizer switch
        {
            "shared-rmsprop" or "rmsprop" => new UpdateWork(9, 1, true),
            "momentum-sgd" => new UpdateWork(5, 1, false),
            "shared-adam" or "adam" => new UpdateWork(13, 2, false),
            _ => throw new ArgumentException($"There is no optimizer \"{options.Optimizer}\".", nameof(options)),
        };
    }
}
