using System.Linq;
using System.Numerics.Tensors;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Psi;

namespace AsyncRL.Training.Tests.ActorCriticReplay;

/// <summary>
/// Whole turns of ACER: the gradients of segments and of replayed stretches against sums in double, the average policy, and the counts.
/// </summary>
public class AcerLearnerTests
{
    private const int Turns = 40;

    [Theory]
    [InlineData("probabilities", "retrace")]
    [InlineData("log-probabilities", "tree-backup")]
    [InlineData("logits", "importance")]
    [InlineData("probabilities", "q-lambda")]
    public void Gradients_and_averages_are_those_of_the_definition(string space, string trace)
    {
        (int replays, int projections) = (0, 0);
        PropertyCheck.ForAllSeeds($"ACER in {space}", 25, seed =>
        {
            (int replayed, int projected) = AssertTurns(space, trace, seed);
            (replays, projections) = (replays + replayed, projections + projected);
        });
        Assert.True(replays > 200, $"Only {replays} stretches were replayed.");
        Assert.True(projections > 20, $"Only {projections} agent steps were projected.");
    }

    /// <summary>
    /// With this seed the untruncated ratios let θ grow until a probability is 0, also in double, and at last a gradient is refused.
    /// </summary>
    [Fact]
    public void A_policy_with_a_probability_of_zero_has_a_gradient() => AssertTurns("logits", "importance", 4797155640761787246);

    /// <summary>Replayed rows count neither in T nor as episodes, and nothing is replayed before the memory is large enough.</summary>
    [Fact]
    public void Only_acting_counts_as_agent_steps()
    {
        var options = new AcerOptions { TMax = 5, Discount = 0.5, ReplayRatio = 3, ReplayStart = 40, ReplaySize = 1000 };
        LearnerBench bench = Bench(new ScriptedTask(new StepOutcome(1, false, false)), options, 3, false);
        int acted = 0, replayed = 0;
        for (int turn = 0; turn < 2000; turn++)
        {
            int steps = bench.RunSegment();
            Assert.Equal(bench.Algorithm.HasActed ? 5 : 0, steps);
            if (bench.Algorithm.HasActed) acted++;
            else replayed++;
            if (acted < 9) Assert.Equal(0, replayed);
        }

        Assert.Equal((5 * acted, 5 * acted), (bench.Environment.Steps, (int)bench.Shared.AgentSteps));
        Assert.Equal(2000, bench.Shared.Updates);
        Assert.Equal(3, replayed / (acted - 8.0), 0.5);
    }

    /// <summary>A memory that was not saved has nothing to replay, so the replays that were due are left out.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Replays_that_were_due_need_a_saved_memory(bool savesReplay)
    {
        var options = new AcerOptions { TMax = 5, ReplayRatio = 8, ReplayStart = 10, ReplaySize = 100, SaveReplay = savesReplay };
        LearnerBench bench = NewBench(), resumed = NewBench();
        int replayed = 0;
        for (int turn = 0; replayed < 2; turn++)
        {
            Assert.True(turn < 1000, "No two turns in succession were replays.");
            bench.RunSegment();
            replayed = bench.Algorithm.HasActed ? 0 : replayed + 1;
        }

        using var state = new MemoryStream();
        bench.Algorithm.Transfer(new StateTransfer(new BinaryWriter(state)));
        state.Position = 0;
        resumed.Algorithm.Transfer(new StateTransfer(new BinaryReader(state)));
        bench.RunSegment();
        Assert.False(bench.Algorithm.HasActed);
        resumed.RunSegment();
        Assert.Equal(!savesReplay, resumed.Algorithm.HasActed);

        LearnerBench NewBench() => Bench(new ScriptedTask(new StepOutcome(1, false, false)), options, 3, false);
    }

    /// <summary>The average moves after every update, and with a decay of 0 it is θ.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_average_policy_is_theta_or_never_moves(double decay)
    {
        AcerOptions options = new() { AverageDecay = decay, ReplayStart = 10, ReplaySize = 100 };
        LearnerBench bench = Bench(new ScriptedTask(new StepOutcome(1, false, false)), options, 3, false);
        float[] first = bench.Theta;
        for (int turn = 0; turn < 10; turn++) bench.RunSegment();
        Bits.AssertDiffer(first, bench.Theta, "theta");
        Bits.AssertSame(decay == 0 ? bench.Theta : first, AverageOf(bench), "the average");
    }

    [Theory]
    [InlineData("acer", "catch-lstm", "learns from the middle of past episodes; expected a network without memory.")]
    [InlineData("pgql", "catch-lstm", "learns from the middle of past episodes; expected a network without memory.")]
    public void Networks_with_memory_are_refused(string algorithm, string network, string reason)
    {
        var request = new TrainingRequest { Environment = "catch", Algorithm = algorithm, Network = network };
        string sentence = Sentence.Of(() => TrainingConfiguration.Resolve(request));
        Assert.Equal($"The network {network} has memory, but {algorithm} {reason}", sentence);
    }

    internal static LearnerBench Bench(ScriptedTask task, AcerOptions options, ulong seed, bool fusesUpdate) => new(
        task,
        new Acer(),
        options,
        ReplayGradientTests.AcerStructure(ScriptedTask.ObservationSize, 7, ScriptedTask.ActionCount),
        seed,
        fusesUpdate: fusesUpdate);

    private static AcerOptions Draw(RandomGenerator generator) => new()
    {
        TMax = 1 + generator.NextInteger(8),
        Discount = generator.NextDouble(),
        Lambda = generator.NextDouble(),
        EntropyWeight = generator.NextDouble(),
        ValueGradientScale = 2 * generator.NextDouble(),
        RewardClip = generator.NextInteger(3) == 0 ? 0.5 : 0,
        RewardScale = 0.5 + generator.NextDouble(),
        Truncation = 0.5 + generator.NextDouble(),
        TrustRegion = generator.NextInteger(5) == 0 ? 0 : 0.3 * generator.NextDouble(),
        AverageDecay = generator.NextDouble(),
        ReplayRatio = 1.5,
        ReplayStart = 1 + generator.NextInteger(20),
        ReplaySize = 20 + generator.NextInteger(40),
    };

    private static (int Replayed, int Projected) AssertTurns(string space, string trace, ulong seed)
    {
        var generator = new RandomGenerator(seed);
        AcerOptions drawn = Draw(generator);

        // Near the average policy k by the logits is short and has few digits as a float. A slow average stays far away.
        AcerOptions options = drawn with { TrustRegionSpace = space, Trace = trace };
        if (space == "logits")
            options = options with { AverageDecay = 1 - (0.1 * drawn.AverageDecay), TrustRegion = 0.1 * drawn.TrustRegion };
        var task = new ScriptedTask(ScriptedTask.DrawScript(generator));
        LearnerBench bench = Bench(task, options, seed, generator.NextInteger(2) == 0);
        return AssertTurns(bench, task, options);
    }

    private static (int Replayed, int Projected) AssertTurns(LearnerBench bench, ScriptedTask task, AcerOptions options)
    {
        AcerSegment segment = ((AcerLearner)bench.Algorithm).Segment;
        var reference = new ReferenceAcer(bench.Structure, options);
        var history = new List<ActedStep?>();
        float[] average = bench.Theta;
        int replayed = 0;
        for (int turn = 0; turn < Turns; turn++)
        {
            float[] theta = bench.Theta;
            int first = bench.Environment.Steps;
            bench.Algorithm.Compute();
            ActedStep[] steps;
            if (bench.Algorithm.HasActed)
            {
                int rows = history.Count;
                AddHistory(history, bench, task, reference, theta, first);
                steps = [.. history.Skip(rows).OfType<ActedStep>()];
            }
            else
            {
                replayed++;
                steps = Stretch(history, segment.FirstRow, options);
                Assert.True(segment.FirstRow >= history.Count - segment.Memory.Ring.Capacity);
            }

            Assert.Equal(steps.Length, segment.Steps);
            double[] expected = reference.Gradient(theta, average, steps);
            if (IsRefused(bench))
            {
                // A sum of squares that a float holds must not be refused.
                Assert.False(double.IsFinite((float)TensorPrimitives.SumOfSquares<double>(expected)));
                break;
            }

            PsiLearnerTests.AssertClose(expected, bench.Gradient);
            if (options.TrustRegion == 0) continue;
            float[] next = bench.Theta;
            float kept = (float)options.AverageDecay;
            for (int i = 0; i < average.Length; i++) average[i] = (kept * average[i]) + ((1 - kept) * next[i]);
            Bits.AssertSame(average, AverageOf(bench), "the average");
        }

        return (replayed, (int)bench.Statistics.SumOf("projected"));
    }

    /// <summary>Ratios that are not truncated may let θ grow without bound.</summary>
    private static bool IsRefused(LearnerBench bench)
    {
        try
        {
            bench.Algorithm.Apply();
            return false;
        }
        catch (NonFiniteGradientException)
        {
            return true;
        }
    }

    private static void AddHistory(
        List<ActedStep?> history, LearnerBench bench, ScriptedTask task, ReferenceAcer reference, float[] theta, int first)
    {
        for (int i = first; i < bench.Environment.Steps; i++)
        {
            (float[] before, float[] after) = bench.Environment.Seen[i];
            StepOutcome outcome = task.Outcomes[i % task.Outcomes.Count];
            history.Add(new ActedStep(
                before,
                after,
                bench.Environment.Taken[i],
                outcome.Reward,
                reference.Policy(theta, before),
                outcome.Terminated,
                outcome.IsEnd));

            // The last observation before a time limit has a row of its own.
            if (outcome.IsEnd && !outcome.Terminated) history.Add(null);
        }
    }

    /// <summary>
    /// What can be replayed from a row on: to the end of the episode, but not the last agent step while its episode runs.
    /// </summary>
    private static ActedStep[] Stretch(List<ActedStep?> history, long first, AcerOptions options)
    {
        var steps = new List<ActedStep>();
        for (int row = (int)first; steps.Count < options.TMax; row++)
        {
            if (row == history.Count || history[row] is not { } step) break;
            if (row == history.Count - 1 && !step.IsEnd) break;
            steps.Add(step);
            if (step.IsEnd) break;
        }

        Assert.NotEmpty(steps);
        return [.. steps];
    }

    private static float[] AverageOf(LearnerBench bench)
    {
        var average = new float[bench.Shared.Length];
        bench.Shared.Average(AverageNetwork.Name).Snapshot(average);
        return average;
    }
}
