using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Psi;

/// <summary>V-trace inside the asynchronous learner: fresh segments, the bounds, and what is held between the halves.</summary>
public class VTraceLearnerTests
{
    private const int Segments = 8;

    /// <summary>
    /// The learner computes the rows in one pass, and acting in one pass each. Therefore the ratios differ from 1 by rounding.
    /// </summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 4)]
    [InlineData(true, 4)]
    public void Without_staleness_it_is_a3c(bool fusesUpdate, int cells)
    {
        LearnerBench[] benches = Array.ConvertAll(new[] { "gae", "v-trace" }, psi => Bench(psi, fusesUpdate, cells));
        for (int segment = 0; segment < Segments; segment++)
        {
            Assert.Equal(benches[0].RunSegment(), benches[1].RunSegment());
            PsiLearnerTests.AssertClose(Array.ConvertAll(benches[0].Gradient, number => (double)number), benches[1].Gradient);
        }

        Assert.Equal(benches[0].Environment.Taken, benches[1].Environment.Taken);
        Assert.Equal(0, Lag(benches[1].Statistics));
    }

    /// <summary>With λ below 1 it is A3C with the λ-return, whose advantage r + γ v′ − V is another than that of GAE.</summary>
    [Fact]
    public void Without_staleness_lambda_is_that_of_the_target()
    {
        var options = new A3COptions { Psi = "v-trace", Lambda = 0.5, EntropyWeight = 0, TMax = 4 };
        LearnerBench trace = PsiLearnerTests.Bench(new ScriptedTask(Script()), options, seed: 2);
        LearnerBench gae = PsiLearnerTests.Bench(new ScriptedTask(Script()), options with { Psi = "gae" }, seed: 2);
        trace.RunSegment();
        gae.RunSegment();
        ParameterSlice weights = trace.Structure.Layout.Slices.First(slice => slice.Name.StartsWith("value", StringComparison.Ordinal));
        PsiLearnerTests.AssertClose(
            Array.ConvertAll(weights.Of(gae.Gradient.AsSpan()).ToArray(), number => (double)number),
            weights.Of(trace.Gradient.AsSpan()).ToArray());
    }

    /// <summary>With ρ̄ = 0 every agent step weighs nothing: v = V and A = 0.</summary>
    [Fact]
    public void With_a_largest_ratio_of_0_nothing_is_learned()
    {
        LearnerBench bench = Bench("v-trace", fusesUpdate: false, cells: 0, rhoBar: 0);
        for (int segment = 0; segment < Segments; segment++)
        {
            bench.RunSegment();
            Assert.All(bench.Gradient, number => Assert.Equal(0, number));
        }
    }

    /// <summary>A small ρ̄ makes each ratio of a fresh segment ρ̄: the policy's gradient is that factor of the one with ρ̄ = 1.</summary>
    [Fact]
    public void A_small_largest_ratio_scales_the_weights()
    {
        const double RhoBar = 0.25;
        var options = new A3COptions { Psi = "v-trace", EntropyWeight = 0, TMax = 1, ValueGradientScale = 0 };
        LearnerBench whole = PsiLearnerTests.Bench(new ScriptedTask(Script()), options, seed: 3);
        LearnerBench part = PsiLearnerTests.Bench(new ScriptedTask(Script()), options with { RhoBar = RhoBar }, seed: 3);
        whole.RunSegment();
        part.RunSegment();
        PsiLearnerTests.AssertClose(Array.ConvertAll(whole.Gradient, number => RhoBar * number), part.Gradient);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void A_segment_that_is_restored_between_its_halves_is_applied_bit_for_bit(int cells)
    {
        LearnerBench saved = Bench("v-trace", fusesUpdate: false, cells);
        for (int segment = 0; segment < Segments; segment++) saved.RunSegment();
        saved.Algorithm.Compute();
        using var state = new MemoryStream();
        saved.Transfer(new StateTransfer(new BinaryWriter(state)));
        LearnerBench restored = Bench("v-trace", fusesUpdate: false, cells, seed: 99);
        restored.RunSegment();
        state.Position = 0;
        restored.Transfer(new StateTransfer(new BinaryReader(state)));
        restored.Shared.Restore(saved.Theta, saved.Shared.AgentSteps, saved.Shared.Updates);
        foreach (LearnerBench bench in new[] { saved, restored })
        {
            PsiLearnerTests.Disturb(bench, new RandomGenerator(5));
            bench.Algorithm.Apply();
        }

        Assert.Equal(state.Length, state.Position);
        Bits.AssertSame(saved.Gradient, restored.Gradient, "the gradient");
        Bits.AssertSame(saved.Theta, restored.Theta, "theta");
        Assert.Equal(Lag(saved.Statistics), Lag(restored.Statistics));
    }

    /// <summary>The lag counts updates before the second snapshot, the staleness those after it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Updates_of_others_before_the_update_are_lag(bool fusesUpdate)
    {
        LearnerBench bench = Bench("v-trace", fusesUpdate, cells: 0);
        for (int segment = 0; segment < 4; segment++)
        {
            bench.Algorithm.Compute();
            for (int i = 0; i < 3; i++) bench.Shared.Apply(new MomentumRule(1, 0), new float[bench.Shared.Length]);
            bench.Algorithm.Apply();
        }

        ActorCounts counts = bench.Statistics.Read();
        Assert.Equal((4, 0), (counts.Updates, counts.Staleness));
        Assert.Equal(12, Lag(bench.Statistics));
    }

    [Fact]
    public void An_abandoned_segment_is_not_saved()
    {
        LearnerBench bench = Bench("v-trace", fusesUpdate: false, cells: 0);
        bench.Algorithm.Compute();
        using var held = new MemoryStream();
        bench.Transfer(new StateTransfer(new BinaryWriter(held)));
        bench.Algorithm.Model.Abandon();
        bench.Algorithm.Abandon();
        using var left = new MemoryStream();
        bench.Transfer(new StateTransfer(new BinaryWriter(left)));
        Assert.True(held.Length > left.Length + (3 * ScriptedTask.ObservationSize * sizeof(float)));
    }

    private static StepOutcome[] Script() => PsiLearnerTests.DrawEpisodes(new RandomGenerator(11));

    /// <summary>A bench of V-trace or A3C, with an LSTM of some cells or without.</summary>
    private static LearnerBench Bench(string psi, bool fusesUpdate, int cells, double rhoBar = 1, ulong seed = 1)
    {
        var options = new A3COptions { Psi = psi, TMax = 4, RhoBar = rhoBar, EntropyWeight = rhoBar == 0 ? 0 : 0.01 };
        NetworkStructure structure = cells > 0
            ? Structures.ActorCritic(
                Shape.Vector(ScriptedTask.ObservationSize),
                ScriptedTask.ActionCount,
                new FullyConnected(16),
                new LongShortTermMemory(cells))
            : Structures.Perceptron(ScriptedTask.ObservationSize, 16, ScriptedTask.ActionCount);
        return new LearnerBench(new ScriptedTask(Script()), new A3C(), options, structure, seed, fusesUpdate: fusesUpdate);
    }

    /// <summary>The sum of the metric policy_lag.</summary>
    private static double Lag(ActorStatistics statistics) =>
        statistics.Read().MetricSums[statistics.Measures.FindMetric("policy_lag")!.Index];
}
