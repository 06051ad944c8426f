using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Exchange;

/// <summary>Ranks of one process whose rounds a test runs by hand, on one thread.</summary>
internal sealed class ExchangeBench
{
    private static readonly NetworkStructure Structure = Structures.Perceptron(3, 20, 2);

    internal ExchangeBench(int ranks, ExchangeOptions options, string sharing = "hogwild", Optimizer? optimizer = null)
    {
        InProcessCommunicator[] communicators = InProcessCommunicator.Create(ranks);
        Shared = new SharedParameters[ranks];
        Statistics = new OptimizerStatistics?[ranks];
        Exchanges = new ParameterExchange[ranks];
        for (int rank = 0; rank < ranks; rank++)
        {
            Shared[rank] = new SharedParameters(Structure.Layout, SharingModes.Create(sharing, VectorChoice.Widest));
            Statistics[rank] = optimizer is null ? null : new OptimizerStatistics(optimizer, Shared[rank].Length);
            Exchanges[rank] = new ParameterExchange(communicators[rank], Shared[rank], Statistics[rank], options);
        }

        Threads.Run([.. Array.ConvertAll(Exchanges, exchange => (Action)exchange.Start)]);
    }

    internal SharedParameters[] Shared { get; }

    internal OptimizerStatistics?[] Statistics { get; }

    internal ParameterExchange[] Exchanges { get; }

    internal int Length => Shared[0].Length;

    /// <summary>Moves the θ of a rank, as its actor-learners do.</summary>
    internal void Move(int rank, Func<int, float> by)
    {
        Span<float> theta = Shared[rank].Theta;
        for (int i = 0; i < theta.Length; i++) theta[i] += by(i);
    }

    /// <summary>Runs a round.</summary>
    /// <param name="during">Called with each rank between the begin and the end of its round.</param>
    /// <param name="signals">What each rank tells the others.</param>
    /// <returns>What the ranks have told each other.</returns>
    internal RankSignals Round(Action<int>? during = null, Func<int, RankSignals>? signals = null)
    {
        for (int rank = 0; rank < Exchanges.Length; rank++) Exchanges[rank].Begin(signals?.Invoke(rank) ?? RankSignals.None);
        for (int rank = 0; rank < Exchanges.Length; rank++) during?.Invoke(rank);
        var agreed = new RankSignals[Exchanges.Length];
        for (int rank = 0; rank < Exchanges.Length; rank++) Assert.True(Exchanges[rank].TryEnd(out agreed[rank]));
        Assert.All(agreed, each => Assert.Equal(agreed[0], each));
        for (int rank = 1; rank < Exchanges.Length; rank++)
            Bits.AssertSame(Exchanges[0].Common, Exchanges[rank].Common, $"the common θ of rank {rank}");
        return agreed[0];
    }
}
