using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.ActorCriticReplay;

/// <summary>The targets of Retrace and of the other traces: computed cases, the sum that defines them, and identities.</summary>
public class RetraceTests
{
    public static TheoryData<string> Cases => MethodCases.NamesOf("retrace");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Targets_are_those_of_the_case(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        var segment = new Segment(
            inputs.Numbers("rewards"),
            inputs.Numbers("q"),
            inputs.Numbers("v"),
            inputs.Numbers("ratios"),
            inputs.Numbers("probabilities"),
            inputs.Number("bootstrap"));
        (double gamma, double lambda) = (inputs.Number("gamma"), inputs.Number("lam"));
        MethodCases.AssertClose(expected.Numbers("importance"), Targets(segment, Trace.Importance, gamma, lambda));
        MethodCases.AssertClose(expected.Numbers("qlambda"), Targets(segment, Trace.QLambda, gamma, lambda));
        MethodCases.AssertClose(expected.Numbers("treebackup"), Targets(segment, Trace.TreeBackup, gamma, lambda));
        MethodCases.AssertClose(expected.Numbers("retrace"), Targets(segment, Trace.Retrace, gamma, lambda));
    }

    [Fact]
    public void Names_are_in_the_order_of_the_traces() => Assert.Equal(
        [Trace.Retrace, Trace.Importance, Trace.QLambda, Trace.TreeBackup],
        Array.ConvertAll(Retrace<double>.Names.Split(' '), Retrace<double>.Find));

    /// <summary>Munos et al. 2016, equation 3: Q + Σ γᵏ (Π c) δ with δ = r + γ V′ − Q.</summary>
    [Fact]
    public void Targets_are_sums_of_corrections() => PropertyCheck.ForAllSeeds("retrace", 200, seed =>
    {
        var generator = new RandomGenerator(seed);
        (Segment segment, double gamma, double lambda) = (Draw(generator), generator.NextDouble(), generator.NextDouble());
        foreach (Trace trace in Enum.GetValues<Trace>())
        {
            double[] actual = Targets(segment, trace, gamma, lambda);
            for (int start = 0; start < actual.Length; start++)
            {
                (double sum, double product) = (segment.Values[start], 1);
                for (int i = start; i < actual.Length; i++)
                {
                    if (i > start) product *= gamma * Coefficient(trace, lambda, segment.Ratios[i], segment.Probabilities[i]);
                    double next = i + 1 < actual.Length ? segment.States[i + 1] : segment.Bootstrap;
                    sum += product * (segment.Rewards[i] + (gamma * next) - segment.Values[i]);
                }

                Assert.Equal(sum, actual[start], 1e-9 * (1 + Math.Abs(sum)));
            }
        }
    });

    [Fact]
    public void Where_no_ratio_is_below_1_retrace_is_q_lambda() => PropertyCheck.ForAllSeeds("ratios of 1 and more", 100, seed =>
    {
        var generator = new RandomGenerator(seed);
        Segment segment = Draw(generator);
        foreach (ref double ratio in segment.Ratios.AsSpan()) ratio = 1 + generator.NextDouble();
        Assert.Equal(Targets(segment, Trace.QLambda, 0.9, 1), Targets(segment, Trace.Retrace, 0.9, 1));
    });

    [Fact]
    public void Where_ratios_are_0_the_target_is_that_of_expected_sarsa() => PropertyCheck.ForAllSeeds("ratios of 0", 100, seed =>
    {
        Segment segment = Draw(new RandomGenerator(seed));
        segment.Ratios.AsSpan().Clear();
        double[] targets = Targets(segment, Trace.Retrace, 0.9, 1);
        for (int i = 0; i < targets.Length; i++)
        {
            double next = i + 1 < targets.Length ? segment.States[i + 1] : segment.Bootstrap;
            Assert.Equal(segment.Rewards[i] + (0.9 * next), targets[i], 1e-12);
        }
    });

    [Fact]
    public void With_ratios_of_1_and_equal_values_importance_is_the_n_step_return() => PropertyCheck.ForAllSeeds("on policy", 100, seed =>
    {
        Segment segment = Draw(new RandomGenerator(seed));
        segment.Ratios.AsSpan().Fill(1);
        segment.Values.CopyTo(segment.States.AsSpan());
        double[] targets = Targets(segment, Trace.Importance, 0.9, 0.3);
        double sum = segment.Bootstrap;
        for (int i = targets.Length - 1; i >= 0; i--)
        {
            sum = segment.Rewards[i] + (0.9 * sum);
            Assert.Equal(sum, targets[i], 1e-12 * (1 + Math.Abs(sum)));
        }
    });

    private static double Coefficient(Trace trace, double lambda, double ratio, double probability) => trace switch
    {
        Trace.Importance => ratio,
        Trace.QLambda => lambda,
        Trace.TreeBackup => lambda * probability,
        _ => lambda * Math.Min(1, ratio),
    };

    private static double[] Targets(Segment segment, Trace trace, double gamma, double lambda)
    {
        var targets = new double[segment.Rewards.Length];
        var retrace = new Retrace<double>(trace, gamma, lambda);
        retrace.Begin(segment.Bootstrap);
        for (int i = targets.Length - 1; i >= 0; i--)
        {
            targets[i] = retrace.Target(segment.Rewards[i]);
            retrace.Complete(segment.Ratios[i], segment.Probabilities[i], segment.Values[i], segment.States[i]);
        }

        return targets;
    }

    private static Segment Draw(RandomGenerator generator)
    {
        int steps = 1 + generator.NextInteger(12);
        return new Segment(
            Normal(), Normal(), Normal(), Array.ConvertAll(Normal(), Math.Exp), Array.ConvertAll(Normal(), x => 1 / (1 + Math.Exp(x))),
            generator.NextNormal());

        double[] Normal() => Array.ConvertAll(new double[steps], _ => generator.NextNormal());
    }

    private sealed record Segment(
        double[] Rewards, double[] Values, double[] States, double[] Ratios, double[] Probabilities, double Bootstrap);
}
