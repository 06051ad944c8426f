using AsyncRL.Algorithms;
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
    /// <param name="configuration">The run.</param>
    internal static Int128 Experience(TrainingConfiguration configuration)
    {
        Algorithm algorithm = configuration.Algorithm;
        Int128 ofThreads = algorithm.OwnStoreSize(configuration.Observation, configuration.Actions).Bytes * configuration.ActorLearners;
        return algorithm.IsSynchronous ? ofThreads : ofThreads + algorithm.StoreSize(
            configuration.Network, configuration.Observation, configuration.Actions, configuration.ActorLearners).Bytes;
    }

    /// <summary>The states of all ranks, which the first one has while it writes a checkpoint.</summary>
    /// <param name="size">The sizes of the run.</param>
    /// <param name="ranks">Number of ranks.</param>
    internal static MemoryShare States(LearnerMemory size, int ranks)
    {
        TrainingConfiguration configuration = size.Configuration;

        // The state of a rank is made on the rank and collected by the first one. One process makes and collects those of all ranks.
        int states = configuration.RanksHere > 1 ? 2 * ranks : ranks + 1;
        return new MemoryShare(
            "the states of all ranks in a checkpoint", states * (size.SharedBytes + Experience(configuration)), 0, size.SmallerNetwork, Fewer);
    }
}
