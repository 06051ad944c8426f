using AsyncRL.Training.Optimizers;

namespace AsyncRL.Training.Profiling;

/// <summary>
/// What an optimiser does to each number of θ: counted in its rule, where a multiply-add is two and a root or a quotient one.
/// </summary>
/// <param name="FlopsPerNumber">Floating-point operations.</param>
/// <param name="StatisticBlocks">Blocks of statistics, each read and written: one for RMSProp and momentum, two for Adam.</param>
/// <param name="StandsStill">Whether θ stays where it is where the gradient is 0, so that a fused sweep only copies it.</param>
public sealed record UpdateWork(int FlopsPerNumber, int StatisticBlocks, bool StandsStill)
{
    /// <summary>The work of an optimiser.</summary>
    /// <param name="options">Which one.</param>
    /// <returns>The work.</returns>
    /// <exception cref="ArgumentException">There is no such optimiser.</exception>
    public static UpdateWork Of(OptimizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Optimizer switch
        {
            "shared-rmsprop" or "rmsprop" => new UpdateWork(9, 1, true),
            "momentum-sgd" => new UpdateWork(5, 1, false),
            "shared-adam" or "adam" => new UpdateWork(13, 2, false),
            _ => throw new ArgumentException($"There is no optimiser \"{options.Optimizer}\".", nameof(options)),
        };
    }
}
