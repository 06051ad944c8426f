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

    /// <summary>
    /// Bytes of experience in the state of a rank: that of each thread, and what actors and learners share. Ranks of a synchronous
    /// algorithm have none.
    /// </summary>
    /// <param name="size">The sizes of the run.</param>
    internal static Int128 Experience(LearnerMemory size)
    {
        TrainingConfiguration configuration = size.Configuration;
        Int128 ofThreads = size.OwnStore.SavedBytes * configuration.ActorLearners;
        return configuration.Algorithm.IsSynchronous ? ofThreads : ofThreads + size.Store.SavedBytes;
    }

    /// <summary>The states of all ranks, which the first one has while it writes a checkpoint.</summary>
    /// <param name="size">The sizes of the run.</param>
    /// <param name="ranks">Number of ranks.</param>
    internal static MemoryShare States(LearnerMemory size, int ranks)
    {
        // The state of a rank is made on the rank and collected by the first one. One process makes and collects those of all ranks.
        int states = size.Configuration.RanksHere > 1 ? 2 * ranks : ranks + 1;
        Int128 experience = Experience(size), bytes = states * (size.SharedBytes + experience);
        string smaller = experience <= size.SharedBytes ? size.SmallerNetwork : size.SmallerSavedExperience;
        return new MemoryShare("the states of all ranks in a checkpoint", bytes + InPieces(bytes), 0, smaller, Fewer);
    }

    /// <summary>The pieces of the states that are under way, and their copy for the messages.</summary>
    private static Int128 InPieces(Int128 bytes) => 2 * Int128.Min(bytes, RankState.BytesUnderWay);
}
