using System.Collections.Immutable;
using System.Linq;
using AsyncRL.Profiling;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Exchange;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Profiling;

/// <summary>Profiles the exchange between ranks that are threads of one process.</summary>
public class RankProfilerTests
{
    private const double Seconds = 0.4;

    public static TheoryData<string, string> Algorithms { get; } = new() { { "a3c", "catch" }, { "a2c", "catch" }, { "ppo", "cartpole" } };

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Each_rank_works_alone_and_together_and_counts_its_rounds(string algorithm, string environment)
    {
        var configuration = TrainingConfiguration.Resolve(Request(algorithm) with { Environment = environment, Network = "mlp" });
        (ImmutableArray<RankProfile>[] results, double seconds) = ProfileLongEnough(
            [configuration, configuration, configuration],
            rank => rank.Exchange.Rounds > 0 && rank.Rates.Concat(rank.AloneRates).All(rate => rate > 0));
        Assert.Empty(results[1]);
        Assert.Empty(results[2]);
        Assert.Equal([0, 1, 2], results[0].Select(rank => rank.Rank));
        Assert.All(results[0], rank =>
        {
            Assert.Equal((Environment.MachineName, 1), (rank.Host, rank.Threads));
            Assert.Equal(RankProfiler.TurnsOf(seconds), rank.Rates.Length);
            Assert.Equal(rank.Rates.Length, rank.AloneRates.Length);
            Assert.All([.. rank.Rates, .. rank.AloneRates], rate => Assert.True(rate > 0));
            Assert.Equal(rank.Rank, rank.Exchange.Group);
            Assert.True(rank.Exchange.Rounds > 0);
            Assert.True(rank.Exchange.Bytes > 0);
            Assert.InRange(rank.Exchange.Seconds, seconds / 2, 250 * seconds);
            Assert.True(rank.Exchange.RoundSeconds > 0);

            // A synchronous algorithm hands in gradients and takes nothing from θ.
            Assert.Equal(algorithm == "a3c", rank.Exchange.TakeSeconds > 0);
        });
    }

    [Fact]
    public void The_rates_are_those_of_the_counted_turns_of_each_engine()
    {
        const double WarmUp = 1.5;
        List<bool>[] turns = [[], []];
        TrainingConfiguration[] slow = Array.ConvertAll(turns, own =>
        {
            var kinds = new EngineKinds();
            return Request("a3c").For(new WalkTask
            {
                Alter = (_, outcome) =>
                {
                    bool isAlone = kinds.IsAlone, isFirst = !own.Contains(isAlone);
                    if (own.Count == 0 || own[^1] != isAlone) own.Add(isAlone);
                    if (!isAlone) Thread.Sleep(isFirst ? TimeSpan.FromSeconds(WarmUp) : TimeSpan.FromMilliseconds(2));
                    return outcome;
                },
            });
        });
        Assert.All(Profile(slow)[0], rank =>
        {
            Assert.True(rank.Rates[0] < 500);
            Assert.True(rank.AloneRates[0] > 2 * rank.Rates[0]);
            Assert.Equal(rank.Rates[0] / rank.AloneRates[0], rank.MedianRatio);
            Assert.InRange(rank.Exchange.Seconds, Seconds / 2, WarmUp);
        });

        // The turns of the second pair are in reverse order, so that two turns of the engines together follow each other.
        Assert.All(turns, own => Assert.Equal([true, false, true], own));
    }

    [Fact]
    public void The_estimate_of_memory_has_both_engines()
    {
        TrainingConfiguration configuration = Request("a3c").For(new WalkTask());
        var engine = new MemoryEstimate();
        Int128 program = engine.Bytes;
        engine.AddEngine(configuration);
        Int128 training = MemoryEstimate.OfTraining(configuration, 2).Bytes;
        Assert.Equal(training + engine.Bytes - program, RankProfiler.EstimateMemory(configuration, 2).Bytes);
    }

    [Fact]
    public void A_rank_waits_for_the_others_as_long_as_in_training()
    {
        TrainingConfiguration configuration = Request("a3c").For(new WalkTask());
        ICommunicator[] communicators = Array.ConvertAll(InProcessCommunicator.Create(2), inner => new LosingCommunicator(inner));
        Profile([configuration, configuration], communicators);
        Assert.Equal(TimeSpan.FromSeconds(configuration.Exchange.TimeoutSeconds), communicators[0].LongestWait);
        Assert.True(communicators[1].LongestWait > communicators[0].LongestWait);
    }

    /// <summary>The workers of a synchronous algorithm wait after an agreement, which in a profile would be for ever.</summary>
    [Theory]
    [InlineData("a3c")]
    [InlineData("a2c")]
    public void No_rank_waits_for_an_evaluation(string algorithm)
    {
        var request = Request(algorithm) with
        {
            Environment = "catch",
            Network = "mlp",
            Assignments = new Dictionary<string, string> { ["evaluation-interval"] = "1" },
        };
        var configuration = TrainingConfiguration.Resolve(request);
        ImmutableArray<RankProfile>[] results = ProfileLongEnough([configuration, configuration], rank => rank.Exchange.Rounds > 5).Results;
        Assert.All(results[0], rank => Assert.True(rank.Exchange.Rounds > 5));
    }

    [Fact]
    public void A_rank_that_is_left_before_its_last_turn_has_no_rates()
    {
        int steps = 0;
        var late = new WalkTask
        {
            Alter = (_, outcome) =>
            {
                // The warm-up lasts longer than all turns of the other rank and its wait after them.
                if (Interlocked.Increment(ref steps) == 1) Thread.Sleep(TimeSpan.FromSeconds(10 * Seconds));
                return outcome;
            },
        };
        Exception?[] problems = Problems([Request("a3c").For(new WalkTask()), Request("a3c").For(late)], default);
        Assert.All(problems, problem =>
        {
            Assert.IsType<TrainingFaultException>(problem);
            Assert.StartsWith("Rank 1: The other ranks had ended before", problem.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_turns_share_out_the_seconds()
    {
        Assert.Equal([1, 1, 5, 50], Array.ConvertAll([0.1, 2, 10, 100.0], RankProfiler.TurnsOf));
        Assert.Equal((12 * 1.05) + 0.5, RankProfiler.ExpectedSeconds(10), 1e-9);
    }

    [Theory]
    [InlineData("a3c", false)]
    [InlineData("a3c", true)]
    [InlineData("a2c", false)]
    [InlineData("a2c", true)]
    public void A_failure_of_one_rank_is_told_on_all(string algorithm, bool together)
    {
        var kinds = new EngineKinds();
        var breaking = new WalkTask
        {
            Alter = (_, outcome) => kinds.IsAlone != together ? throw new IOException("The board broke.") : outcome,
        };
        Exception?[] problems = Problems([Request(algorithm).For(new WalkTask()), Request(algorithm).For(breaking)], default);
        Assert.All(problems, problem =>
        {
            Assert.IsType<TrainingFaultException>(problem);
            Assert.StartsWith("Rank 1: ", problem.Message, StringComparison.Ordinal);
            Assert.EndsWith("The board broke.", problem.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("a3c")]
    [InlineData("a2c")]
    public void A_stop_of_one_rank_ends_all(string algorithm)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(0.3));
        TrainingConfiguration configuration = Request(algorithm).For(new WalkTask());
        Exception?[] problems = Problems([configuration, configuration], stop.Token, 600);
        Assert.All(problems, problem => Assert.IsType<OperationCanceledException>(problem));
    }

    /// <summary>
    /// On a busy machine a thread may not run at all in a short turn. The profile is made again with turns of twice the length until every
    /// rank has enough.
    /// </summary>
    private static (ImmutableArray<RankProfile>[] Results, double Seconds) ProfileLongEnough(
        TrainingConfiguration[] configurations, Func<RankProfile, bool> isEnough)
    {
        const double Longest = 5;
        for (double seconds = Seconds; ; seconds *= 2)
        {
            ImmutableArray<RankProfile>[] results = Profile(configurations, seconds: seconds);
            if (results[0].All(isEnough) || seconds > Longest) return (results, seconds);
        }
    }

    private static ImmutableArray<RankProfile>[] Profile(
        TrainingConfiguration[] configurations, ICommunicator[]? communicators = null, double seconds = Seconds)
    {
        var results = new ImmutableArray<RankProfile>[configurations.Length];
        communicators ??= InProcessCommunicator.Create(configurations.Length);
        var work = new Action[configurations.Length];
        for (int i = 0; i < work.Length; i++)
        {
            int rank = i;
            var setup = new ProfileSetup("rank", [configurations[rank]]);
            work[rank] = () => results[rank] = RankProfiler.Profile(setup, communicators[rank], seconds);
        }

        Threads.Run(work);
        return results;
    }

    /// <summary>Only the last rank is stopped.</summary>
    private static Exception?[] Problems(TrainingConfiguration[] configurations, CancellationToken stop, double seconds = Seconds)
    {
        var problems = new Exception?[configurations.Length];
        InProcessCommunicator[] communicators = InProcessCommunicator.Create(configurations.Length);
        var work = new Action[configurations.Length];
        for (int i = 0; i < work.Length; i++)
        {
            int rank = i;
            var setup = new ProfileSetup("rank", [configurations[rank]]);
            CancellationToken own = rank == work.Length - 1 ? stop : CancellationToken.None;
            work[rank] = () => problems[rank] = Record.Exception(() => RankProfiler.Profile(setup, communicators[rank], seconds, own));
        }

        Threads.Run(work);
        return problems;
    }

    private static TrainingRequest Request(string algorithm) => Requests.Small(long.MaxValue) with { Algorithm = algorithm };

    /// <summary>Tells the two engines of a rank apart: each has a thread of its own, and the engine alone has the first turn.</summary>
    private sealed class EngineKinds
    {
        private int _alone;

        internal bool IsAlone
        {
            get
            {
                int own = Environment.CurrentManagedThreadId, first = Interlocked.CompareExchange(ref _alone, own, 0);
                return first == 0 || first == own;
            }
        }
    }

    private sealed class LosingCommunicator(ICommunicator inner) : ForwardingCommunicator(inner)
    {
        public override bool CanLoseRanks => true;
    }
}
