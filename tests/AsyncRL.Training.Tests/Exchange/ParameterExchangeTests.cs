using AsyncRL.Algorithms.Parameters;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Exchange;

/// <summary>The arithmetic of a round, against the formulas in double precision.</summary>
public class ParameterExchangeTests
{
    private const double Tolerance = 2e-6;

    public static TheoryData<string, int> SchemesAndRanks
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string scheme in new[] { "mean", "sum", "elastic", "turns" })
            {
                foreach (int ranks in new[] { 1, 2, 3, 5 }) data.Add(scheme, ranks);
            }

            return data;
        }
    }

    /// <summary>Six rounds with movements before, and during, each round. A reference with doubles does the same.</summary>
    [Theory]
    [MemberData(nameof(SchemesAndRanks))]
    public void A_scheme_moves_theta_and_the_common_theta_by_its_formula(string scheme, int ranks)
    {
        var bench = new ExchangeBench(ranks, new ExchangeOptions { Combine = scheme });
        var reference = new ReferenceExchange(scheme, ranks, bench.Length);
        for (int round = 0; round < 6; round++)
        {
            Move(round, 0);
            reference.Begin(round);
            bench.Round(during: rank => MoveRank(rank, round, 1));
            reference.End();
            for (int rank = 0; rank < ranks; rank++)
            {
                AssertNear(reference.Theta[rank], bench.Shared[rank].Theta, $"θ of rank {rank} after round {round}");
                AssertNear(reference.Common, bench.Exchanges[rank].Common, $"the common θ after round {round}");
            }
        }

        void Move(int round, int when)
        {
            for (int rank = 0; rank < ranks; rank++) MoveRank(rank, round, when);
        }

        void MoveRank(int rank, int round, int when)
        {
            float By(int i) => MathF.Sin((rank * 1.7f) + (round * 0.9f) + (when * 0.3f) + i) * 0.01f;
            bench.Move(rank, By);
            reference.Move(rank, By);
        }
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("sum")]
    [InlineData("turns")]
    public void One_rank_keeps_every_bit_of_its_theta(string scheme)
    {
        var bench = new ExchangeBench(1, new ExchangeOptions { Combine = scheme });
        for (int round = 0; round < 20; round++)
        {
            bench.Move(0, i => MathF.Sin(i + round) * 0.1f);
            float[] before = bench.Shared[0].Theta.ToArray();
            bench.Round();
            Bits.AssertSame(before, bench.Shared[0].Theta, $"θ after round {round}");
        }
    }

    /// <summary>What all ranks moved is in the common θ after the next round, whatever they moved during the last one.</summary>
    [Theory]
    [InlineData("hogwild")]
    [InlineData("volatile")]
    [InlineData("interlocked")]
    public void The_sum_of_what_moved_is_conserved(string sharing)
    {
        const int Ranks = 3;
        var bench = new ExchangeBench(Ranks, new ExchangeOptions { Combine = "sum" }, sharing);

        // Sums of powers of two are exact.
        for (int round = 0; round < 8; round++) bench.Round(during: rank => bench.Move(rank, i => (i % 7) * (rank + 1) * 0.25f));
        bench.Round();
        for (int i = 0; i < bench.Length; i++)
        {
            float expected = 8 * (i % 7) * (1 + 2 + 3) * 0.25f;
            Assert.Equal(expected, bench.Exchanges[0].Common[i]);
            for (int rank = 0; rank < Ranks; rank++) Assert.Equal(expected, bench.Shared[rank].Theta[i]);
        }
    }

    [Fact]
    public void Statistics_become_their_mean()
    {
        var optimizer = (Optimizer)new SharedRmsProp().With(new OptimizerOptions());
        var bench = new ExchangeBench(4, new ExchangeOptions { Statistics = "mean" }, optimizer: optimizer);
        for (int rank = 0; rank < 4; rank++) bench.Statistics[rank]!.Block(0).Fill(rank + 1);
        bench.Round();
        for (int rank = 0; rank < 4; rank++) Assert.All(bench.Statistics[rank]!.Block(0).ToArray(), number => Assert.Equal(2.5f, number));
    }

    [Fact]
    public void Statistics_stay_apart_unless_they_are_exchanged()
    {
        var optimizer = (Optimizer)new SharedRmsProp().With(new OptimizerOptions());
        var bench = new ExchangeBench(2, new ExchangeOptions(), optimizer: optimizer);
        for (int rank = 0; rank < 2; rank++) bench.Statistics[rank]!.Block(0).Fill(rank + 1);
        bench.Round();
        for (int rank = 0; rank < 2; rank++)
            Assert.All(bench.Statistics[rank]!.Block(0).ToArray(), number => Assert.Equal(rank + 1f, number));
    }

    /// <summary>Floats of the sum would lose agent steps beyond 2²⁴.</summary>
    [Fact]
    public void Agent_steps_of_all_ranks_are_counted_exactly()
    {
        var bench = new ExchangeBench(3, new ExchangeOptions());
        bench.Shared[0].AddAgentSteps(16_777_217);
        bench.Shared[1].AddAgentSteps(40_000_001);
        bench.Round(during: rank => bench.Shared[rank].AddAgentSteps(rank));
        long agreed = 16_777_217 + 40_000_001;
        for (int rank = 0; rank < 3; rank++)
            Assert.Equal((agreed, agreed + rank), (bench.Exchanges[rank].AgentSteps, bench.Shared[rank].AgentSteps));
        bench.Round();
        for (int rank = 0; rank < 3; rank++) Assert.Equal(agreed + 3, bench.Shared[rank].AgentSteps);
    }

    [Fact]
    public void Every_signal_of_one_rank_reaches_all_and_the_end_needs_all()
    {
        var bench = new ExchangeBench(3, new ExchangeOptions());
        foreach (RankSignals signal in Enum.GetValues<RankSignals>())
        {
            RankSignals agreed = bench.Round(signals: rank => rank == 1 ? signal : RankSignals.None);
            Assert.Equal(signal == RankSignals.Ended ? RankSignals.None : signal, agreed);
        }

        RankSignals end = bench.Round(signals: rank => RankSignals.Ended | (rank == 2 ? RankSignals.Save : 0));
        Assert.Equal(RankSignals.Ended | RankSignals.Save, end);
    }

    [Fact]
    public void A_common_theta_that_differs_is_found_and_replaced_by_that_of_rank_0()
    {
        var bench = new ExchangeBench(3, new ExchangeOptions());
        bench.Move(0, i => 1 + i);
        bench.Round();
        Assert.All(bench.Exchanges, exchange => Assert.False(exchange.HasMismatch));
        bench.Exchanges[2].DamageCommon();
        int rounds = 0;
        for (; rounds < 32 && !Array.Exists(bench.Exchanges, exchange => exchange.HasMismatch); rounds++) RoundOfUnequal(bench);
        Assert.InRange(rounds, 1, 16);
        Threads.Run([.. Array.ConvertAll(bench.Exchanges, exchange => (Action)exchange.MendCommon)]);
        bench.Round();
    }

    [Fact]
    public void A_rank_that_does_not_answer_is_named()
    {
        var communicator = new OtherProcesses(InProcessCommunicator.Create(3)[0]);
        var bench = new ExchangeBench(1, new ExchangeOptions());
        var options = new ExchangeOptions { TimeoutSeconds = 0.001 };
        var exchange = new ParameterExchange(communicator, bench.Shared[0], null, options);
        exchange.Begin(RankSignals.None);
        Thread.Sleep(5);
        var missing = Assert.Throws<RankMissingException>(() => exchange.TryEnd(out _));
        Assert.StartsWith("The ranks 1, 2 have not answered for ", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rounds_allocate_nothing()
    {
        var bench = new ExchangeBench(2, new ExchangeOptions { Combine = "mean", Statistics = "mean" },
            optimizer: (Optimizer)new SharedRmsProp().With(new OptimizerOptions()));
        for (int round = 0; round < 40; round++) RoundOfUnequal(bench);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 100; round++) RoundOfUnequal(bench);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void RoundOfUnequal(ExchangeBench bench)
    {
        foreach (ParameterExchange exchange in bench.Exchanges) exchange.Begin(RankSignals.None);
        foreach (ParameterExchange exchange in bench.Exchanges) exchange.TryEnd(out _);
    }

    private static void AssertNear(double[] expected, ReadOnlySpan<float> actual, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - actual[i]);
            Assert.True(error <= Tolerance, $"{what}: number {i} is {actual[i]}; expected {expected[i]}.");
        }
    }
}

/// <summary>A communicator whose ranks may end alone, as processes do.</summary>
/// <param name="inner">Does the work.</param>
internal sealed class OtherProcesses(ICommunicator inner) : ForwardingCommunicator(inner)
{
    public override bool CanLoseRanks => true;
}
