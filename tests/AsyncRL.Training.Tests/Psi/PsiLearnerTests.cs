using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Psi;

/// <summary>The learners of the choices of ψ: their gradients against sums in double, and the identities between them.</summary>
public class PsiLearnerTests
{
    private const int LongestEpisode = 12;
    private const int Segments = 6;

    public static TheoryData<string> Choices => [.. PsiChoice.Names.Split(' ').Where(name => name != PsiChoice.Default)];

    [Theory]
    [MemberData(nameof(Choices))]
    public void Gradients_are_those_of_the_definition(string psi) => PropertyCheck.ForAllSeeds($"psi = {psi}", 60, seed =>
    {
        var generator = new RandomGenerator(seed);
        A3COptions options = Draw(psi, generator);
        var task = new ScriptedTask(DrawEpisodes(generator));
        LearnerBench bench = Bench(task, options, seed, fusesUpdate: generator.NextInteger(2) == 0);
        var reference = new ReferencePsi(bench.Structure, options);
        for (int segment = 0; segment < Segments; segment++)
        {
            float[] acting = bench.Theta;
            int first = bench.Environment.Steps;
            int steps = bench.Algorithm.Compute();
            if (psi == "v-trace") Disturb(bench, generator);
            float[] theta = psi == "v-trace" ? bench.Theta : acting;
            bench.Algorithm.Apply();
            StepOutcome[] outcomes = [.. Enumerable.Range(first, steps).Select(i => task.Outcomes[i % task.Outcomes.Count])];
            Assert.True(outcomes[^1].IsEnd || (!options.Choice.NeedsWholeEpisodes && steps == options.TMax));
            AssertClose(reference.Gradient(theta, acting, bench.Environment, first, outcomes), bench.Gradient);
        }
    });

    /// <summary>The learner of the choices with ψ = gae is A3C, which has a learner of its own.</summary>
    [Fact]
    public void The_learner_of_the_choices_with_gae_is_a3c() => PropertyCheck.ForAllSeeds("gae", 30, seed =>
    {
        var generator = new RandomGenerator(seed);
        A3COptions options = Draw("gae", generator);
        StepOutcome[] script = DrawEpisodes(generator);
        LearnerBench expected = Bench(new ScriptedTask(script), options, seed);
        var actual = new LearnerBench(new ScriptedTask(script), new A3C(), options, expected.Structure, seed, createLearner: context =>
        {
            var policy = new SoftmaxPolicy(context.Network.Structure, context.Actor.Actions, options, options.TMax);
            return new PsiLearner(context, options, options.Choice, options.TMax, policy);
        });
        AssertSameRuns(expected, actual);
    });

    [Fact]
    public void A_residual_is_the_policy_row_of_gae_with_lambda_0() => PropertyCheck.ForAllSeeds("td", 30, seed =>
    {
        var generator = new RandomGenerator(seed);
        A3COptions options = Draw("td", generator) with { Lambda = 0, CriticTarget = "lambda-return" };
        StepOutcome[] script = DrawEpisodes(generator);
        AssertSameRuns(
            Bench(new ScriptedTask(script), options with { Psi = "gae" }, seed), Bench(new ScriptedTask(script), options, seed));

        // With the critic at rest λ of the target does not matter.
        options = options with { ValueGradientScale = 0, Lambda = 0.5 };
        AssertSameRuns(
            Bench(new ScriptedTask(script), options with { Psi = "gae", Lambda = 0 }, seed),
            Bench(new ScriptedTask(script), options, seed));
    });

    [Fact]
    public void A_return_with_baseline_is_gae_with_lambda_1_over_whole_episodes() => PropertyCheck.ForAllSeeds("baseline", 30, seed =>
    {
        var generator = new RandomGenerator(seed);
        A3COptions options = Draw("return-baseline", generator) with { Lambda = 1, TMax = LongestEpisode + generator.NextInteger(3) };
        StepOutcome[] script = DrawEpisodes(generator);
        AssertSameRuns(
            Bench(new ScriptedTask(script), options with { Psi = "gae" }, seed), Bench(new ScriptedTask(script), options, seed));
    });

    [Theory]
    [InlineData("total")]
    [InlineData("return")]
    public void Reinforce_leaves_the_value_alone(string psi)
    {
        var task = new ScriptedTask(DrawEpisodes(new RandomGenerator(4)));
        LearnerBench bench = Bench(task, new A3COptions { Psi = psi }, seed: 4);
        for (int i = 0; i < Segments; i++) bench.RunSegment();
        int slices = 0;
        foreach (ParameterSlice slice in bench.Structure.Layout.Slices)
        {
            bool isCritic = slice.Name.StartsWith("value", StringComparison.Ordinal);
            Assert.Equal(!isCritic, slice.Of(bench.Gradient.AsSpan()).ContainsAnyExcept(0f));
            slices += isCritic ? 1 : 0;
        }

        Assert.Equal(2, slices);
    }

    [Theory]
    [InlineData("td")]
    [InlineData("return-baseline")]
    [InlineData("v-trace")]
    public void Ends_by_a_time_limit_bootstrap(string psi)
    {
        float[][] gradients = Array.ConvertAll(new[] { true, false }, terminated =>
        {
            var task = new ScriptedTask(new StepOutcome(1, terminated, !terminated));
            LearnerBench bench = Bench(task, new A3COptions { Psi = psi }, seed: 1);
            bench.RunSegment();
            return bench.Gradient;
        });
        Bits.AssertDiffer(gradients[0], gradients[1], "the gradients at a terminal state and at a time limit");
    }

    internal static LearnerBench Bench(ScriptedTask task, A3COptions options, ulong seed, bool fusesUpdate = false) => new(
        task,
        new A3C(),
        options,
        PolicyWeightsTests.Structure(options, ScriptedTask.ActionCount),
        seed,
        fusesUpdate: fusesUpdate,
        longestEpisode: LongestEpisode);

    /// <summary>A script whose episodes end by themselves or by a time limit, after at most <see cref="LongestEpisode"/> steps.</summary>
    internal static StepOutcome[] DrawEpisodes(RandomGenerator generator)
    {
        var script = new List<StepOutcome>();
        for (int episodes = 1 + generator.NextInteger(4); episodes > 0; episodes--)
        {
            for (int steps = generator.NextInteger(LongestEpisode); steps > 0; steps--)
                script.Add(new StepOutcome((float)generator.NextNormal(), false, false));
            bool terminated = generator.NextInteger(2) == 0;
            script.Add(new StepOutcome((float)generator.NextNormal(), terminated, !terminated));
        }

        return [.. script];
    }

    internal static A3COptions Draw(string psi, RandomGenerator generator) => new()
    {
        Psi = psi,
        TMax = 1 + generator.NextInteger(8),
        Discount = generator.NextDouble(),
        Lambda = generator.NextInteger(2) == 0 ? 1 : generator.NextDouble(),
        CriticTarget = psi == "v-trace" || generator.NextInteger(2) == 0 ? "lambda-return" : "n-step",
        EntropyWeight = generator.NextDouble(),
        ValueGradientScale = 2 * generator.NextDouble(),
        RhoBar = 2 * generator.NextDouble(),
        CBar = 2 * generator.NextDouble(),
    };

    /// <summary>Moves θ as updates of others do.</summary>
    internal static void Disturb(LearnerBench bench, RandomGenerator generator)
    {
        for (int updates = generator.NextInteger(4); updates > 0; updates--)
            bench.Shared.Apply(new MomentumRule(1, 0), Numbers.Normal(generator, bench.Shared.Length, 0.1));
    }

    /// <summary>Compares gradients, with an error that belongs to the largest component or to a size that is given.</summary>
    internal static void AssertClose(double[] expected, float[] actual, double size = 1e-3)
    {
        double largest = size;
        foreach (double component in expected) largest = Math.Max(largest, Math.Abs(component));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-4 * largest, $"Number {i} is {actual[i]}; expected {expected[i]}.");
    }

    private static void AssertSameRuns(LearnerBench expected, LearnerBench actual)
    {
        for (int segment = 0; segment < Segments; segment++)
        {
            Assert.Equal(expected.RunSegment(), actual.RunSegment());
            Bits.AssertSame(expected.Gradient, actual.Gradient, "the gradient");
            Bits.AssertSame(expected.Theta, actual.Theta, "theta");
        }
    }
}
