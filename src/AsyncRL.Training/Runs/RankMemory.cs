using AsyncRL.Training.Exchange;

namespace AsyncRL.Training.Runs;

/// <summary>Estimates the memory that a rank needs besides its engine.</summary>
internal static class RankMemory
{
    private const string Fewer = "fewer ranks";

    /// <summary>
    /// The blocks that the ranks exchange: the gradients of the threads, their sums and the experience of a synchronous algorithm; what θ
    /// moved and the common θ of another one.
    /// </summary>
    /// <param name="size">The sizes of the run.</param>
    /// <param name="options">What is exchanged.</param>
    internal static MemoryShare Exchange(LearnerMemory size, ExchangeOptions options)
    {
        Int128 parameters = size.Parameters, numbers, largest;
        if (size.Configuration.Algorithm.IsSynchronous)
        {
            Int128 gradients = size.Configuration.ActorLearners * parameters, experience = size.Store.Bytes / sizeof(float);
            (numbers, largest) = ((2 * gradients) + parameters + experience, Int128.Max(gradients, experience));
        }
        else
        {
            int blocks = 1 + (options.Statistics == ExchangeOptions.Mean ? size.Configuration.UpdateRule.Statistics : 0);
            int copies = options.Combine == ExchangeOptions.Turns ? 2 : 1;
            (numbers, largest) = (((2 * blocks) + copies) * parameters, blocks * parameters);
        }

        return new MemoryShare("the exchange between ranks", numbers * sizeof(float), largest, size.SmallerNetwork);
    }

    /// <summary>The states of all ranks, which the first one has while it writes a checkpoint.</summary>
    /// <param name="size">The sizes of the run.</param>
    /// <param name="ranks">Number of ranks.</param>
    internal static MemoryShare States(LearnerMemory size, int ranks) =>
        new("the states of all ranks in a checkpoint", ranks * size.SharedBytes, 0, size.SmallerNetwork, Fewer);
}
