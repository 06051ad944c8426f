using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.ActorCriticReplay;

/// <summary>ACER's gradient at one agent step and over a segment: computed cases and identities.</summary>
public class AcerStepTests
{
    public static TheoryData<string> Steps => MethodCases.NamesOf("acer_step");

    public static TheoryData<string> Segments => MethodCases.NamesOf("acer_segment");

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_step_is_that_of_the_case(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        State state = State.Of(inputs, inputs.Numbers("logits"), "averageLogits", "behaviour", "actionValues");
        (double target, int action) = (inputs.Number("qret"), inputs.Whole("action"));
        (double c, double delta) = (inputs.Number("c"), inputs.Number("delta"));
        AcerStep<double> step = state.Step(new AcerConstants(c, delta, TrustRegionSpace.Probabilities), action, target);
        MethodCases.AssertClose(expected.Number("V"), step.Value);
        MethodCases.AssertClose(expected.Numbers("rho"), step.Ratios.ToArray());
        double[] corrections = Array.ConvertAll(step.Ratios.ToArray(), ratio => Math.Max(0, 1 - (c / ratio)));
        MethodCases.AssertClose(expected.Numbers("correction"), corrections);
        MethodCases.AssertClose(expected.Number("scale"), step.Pull);
        MethodCases.AssertClose(expected.Numbers("dLdz"), Gradient(step));

        // By the probabilities: g = u / p, k = −average / p, and z* = g − s k.
        double[] p = step.Probabilities.ToArray(), average = step.Average.ToArray(), weights = step.Weights.ToArray();
        MethodCases.AssertClose(expected.Numbers("g"), [.. weights.Zip(p, (u, q) => u / q)]);
        MethodCases.AssertClose(expected.Numbers("zStar"), [.. weights.Select((u, b) => (u + (step.Pull * average[b])) / p[b])]);

        step = state.Step(new AcerConstants(c, delta, TrustRegionSpace.LogProbabilities), action, target);
        MethodCases.AssertClose(expected["logProbabilitySpace"]!.Numbers("g"), step.Weights.ToArray());
        AssertSpace(expected["logProbabilitySpace"]!, step);
        AssertSpace(expected["logitSpace"]!, state.Step(new AcerConstants(c, delta, TrustRegionSpace.Logits), action, target));
        step.LeaveUnprojected();
        MethodCases.AssertClose(expected.Numbers("noTrustRegion_dLdz"), Gradient(step));

        var values = new double[p.Length];
        var loss = new AcerLoss<double>(1);
        loss.Begin(0);
        loss.AddActionValueStep(state.Values, action, target, values);
        MethodCases.AssertClose(expected.Numbers("dQ"), values);
    }

    [Theory]
    [MemberData(nameof(Segments))]
    public void A_segment_is_that_of_the_case(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] rewards = inputs.Numbers("rewards"), actions = inputs.Numbers("actions");
        double[][] logits = inputs.Rows("logits"), averages = inputs.Rows("averageLogits");
        double[][] behaviors = inputs.Rows("behaviours"), values = inputs.Rows("actionValues");
        var constants = new AcerConstants(inputs.Number("c"), inputs.Number("delta"), TrustRegionSpace.Probabilities);
        var retrace = new Retrace<double>(Trace.Retrace, inputs.Number("gamma"), 1);
        var loss = new AcerLoss<double>(inputs.Number("qCoefficient"));
        retrace.Begin(inputs.Number("bootstrap"));
        loss.Begin(0);
        for (int i = rewards.Length - 1; i >= 0; i--)
        {
            JsonNode wanted = expected["steps"]![i]!;
            int action = (int)actions[i];
            double target = retrace.Target(rewards[i]);
            AcerStep<double> step = new State(logits[i], averages[i], behaviors[i], values[i]).Step(constants, action, target);
            MethodCases.AssertClose(wanted.Number("qret"), target);
            MethodCases.AssertClose(wanted.Number("V"), step.Value);
            MethodCases.AssertClose(wanted.Numbers("dLdz"), Gradient(step));
            var valueGradient = new double[3];
            loss.AddActionValueStep(values[i], action, target, valueGradient);
            MethodCases.AssertClose(wanted.Numbers("dLdQ"), valueGradient);
            retrace.Complete(step.Ratios[action], step.Probabilities[action], values[i][action], step.Value);
        }
    }

    [Fact]
    public void Without_truncation_and_with_equal_values_the_gradient_is_that_of_a3c() => PropertyCheck.ForAllSeeds("a3c", 200, seed =>
    {
        var generator = new RandomGenerator(seed);
        State drawn = State.Draw(generator);
        State state = drawn with { Values = Array.ConvertAll(drawn.Values, _ => drawn.Values[0]) };
        state = state with { Behavior = TextbookLoss.Softmax(state.Logits) };
        (int action, double target) = (generator.NextInteger(state.Logits.Length), generator.NextNormal());
        double beta = generator.NextDouble();
        AcerStep<double> step = state.Step(new AcerConstants(double.PositiveInfinity, 0, default), action, target);
        var expected = new double[state.Logits.Length];
        TestLoss.Softmax(beta, 1).AddPolicyStep(state.Logits, action, target - state.Values[0], expected);
        MethodCases.AssertClose(expected, Gradient(step, beta));
    });

    [Fact]
    public void Gradients_by_the_logits_sum_to_0_and_small_ratios_need_no_correction() => PropertyCheck.ForAllSeeds("sums", 200, seed =>
    {
        var generator = new RandomGenerator(seed);
        State state = State.Draw(generator);
        int action = generator.NextInteger(state.Logits.Length);
        foreach (TrustRegionSpace space in Enum.GetValues<TrustRegionSpace>())
        {
            AcerStep<double> step = state.Step(new AcerConstants(3 * generator.NextDouble(), generator.NextDouble(), space), action, 2);
            double largest = step.Weights.ToArray().Max(Math.Abs);
            Assert.Equal(0, Gradient(step, generator.NextDouble()).Sum(), 1e-10 * (1 + largest + step.Pull));
            step = state.Step(new AcerConstants(step.Ratios.ToArray().Max(), 0, space), action, 2);
            for (int b = 0; b < state.Logits.Length; b++)
                Assert.Equal(b == action ? step.Ratios[b] * (2 - step.Value) : 0, step.Weights[b], 1e-12);
        }
    });

    /// <summary>z* = g − s k has k · z* = min(k · g, δ). A second projection changes nothing, and s is at most |g|² / 4δ.</summary>
    [Fact]
    public void The_projection_is_on_the_border_of_the_trust_region_or_changes_nothing() => PropertyCheck.ForAllSeeds("region", 300, seed =>
    {
        var generator = new RandomGenerator(seed);
        State state = State.Draw(generator);
        (int action, double delta) = (generator.NextInteger(state.Logits.Length), 0.01 + generator.NextDouble());
        foreach (TrustRegionSpace space in Enum.GetValues<TrustRegionSpace>())
        {
            AcerStep<double> step = state.Step(new AcerConstants(1, delta, space), action, 5 * generator.NextNormal());
            double[] p = step.Probabilities.ToArray(), average = step.Average.ToArray(), u = step.Weights.ToArray();
            double sum = u.Sum();
            (double[] g, double[] k) = space switch
            {
                TrustRegionSpace.Probabilities => (u.Zip(p, (a, b) => a / b).ToArray(), average.Zip(p, (a, b) => -a / b).ToArray()),
                TrustRegionSpace.LogProbabilities => (u, average.Select(a => -a).ToArray()),
                _ => (u.Zip(p, (a, b) => a - (b * sum)).ToArray(), p.Zip(average, (a, b) => a - b).ToArray()),
            };
            double[] projected = [.. g.Zip(k, (a, b) => a - (step.Pull * b))];
            double before = Dot(k, g), scale = 1e-9 * (1 + Math.Sqrt(Dot(k, k) * Dot(g, g)));
            Assert.Equal(Math.Min(before, delta), Dot(k, projected), scale);
            Assert.Equal(0, Math.Max(0, Dot(k, projected) - delta), scale);
            Assert.InRange(step.Pull, 0, (Dot(g, g) / (4 * delta) * (1 + 1e-9)) + 1e-12);
            if (before <= delta) Assert.Equal(0, step.Pull);
        }
    });

    [Fact]
    public void At_the_average_policy_the_logits_are_not_projected() => PropertyCheck.ForAllSeeds("equal", 100, seed =>
    {
        State state = State.Draw(new RandomGenerator(seed));
        state = state with { Average = state.Logits };
        Assert.Equal(0, state.Step(new AcerConstants(10, 1e-9, TrustRegionSpace.Logits), 0, 100).Pull);
    });

    /// <summary>A probability of the acting policy that no float can hold neither divides by 0 nor spoils the gradient.</summary>
    [Fact]
    public void Probabilities_that_underflow_leave_a_finite_gradient()
    {
        foreach (TrustRegionSpace space in Enum.GetValues<TrustRegionSpace>())
        {
            var step = new AcerStep<float>(2, new AcerConstants(10, 1, space));
            step.Read([200, -200], [-400, 0], [1, -1]);
            step.Weigh(1, 5, [1, -1]);
            step.Project([-200, 200]);
            var loss = new AcerLoss<float>(1);
            var gradient = new float[2];
            loss.Begin(0.01f);
            loss.AddPolicyStep(step, gradient);
            Assert.All(gradient, number => Assert.True(float.IsFinite(number)));
            Assert.True(float.IsFinite(loss.Total));
        }
    }

    private static void AssertSpace(JsonNode expected, AcerStep<double> step)
    {
        MethodCases.AssertClose(expected.Number("scale"), step.Pull);
        MethodCases.AssertClose(expected.Numbers("dLdz"), Gradient(step));
    }

    private static double[] Gradient(AcerStep<double> step, double beta = 0)
    {
        var gradient = new double[step.Probabilities.Length];
        var loss = new AcerLoss<double>(1);
        loss.Begin(beta);
        loss.AddPolicyStep(step, gradient);
        return gradient;
    }

    private static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();

    private sealed record State(double[] Logits, double[] Average, double[] Behavior, double[] Values)
    {
        internal static State Of(JsonNode inputs, double[] logits, string average, string behavior, string values) =>
            new(logits, inputs.Numbers(average), inputs.Numbers(behavior), inputs.Numbers(values));

        internal static State Draw(RandomGenerator generator)
        {
            int choices = 1 + generator.NextInteger(5);
            return new State(Normal(), Normal(), TextbookLoss.Softmax(Normal()), Normal());

            double[] Normal() => Array.ConvertAll(new double[choices], _ => generator.NextNormal());
        }

        internal AcerStep<double> Step(AcerConstants constants, int action, double target)
        {
            var step = new AcerStep<double>(Logits.Length, constants);
            step.Read(Logits, Array.ConvertAll(Behavior, Math.Log), Values);
            step.Weigh(action, target, Values);
            if (constants.TrustRegion > 0) step.Project(Average);
            else step.LeaveUnprojected();
            return step;
        }
    }
}
