using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Queued;

/// <summary>V-trace in double: cases that were computed independently, and its identities.</summary>
public class VTraceTests
{
    public static TheoryData<string> Cases => MethodCases.NamesOf("vtrace");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Targets_and_advantages_are_those_of_the_sum(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double gamma = inputs.Numbers("discounts").Max();
        var settings = new VTraceSettings<double>(
            gamma, inputs.Number("lam"), inputs.Number("rhoBar"), inputs.Number("cBar"), inputs.Number("rhoBarPg"));
        (double[] weights, double[] targets) = Run(
            settings,
            inputs.Numbers("rewards"),
            inputs.Numbers("values"),
            inputs.Numbers("ratios"),
            [.. inputs.Numbers("discounts").Select(discount => discount == 0)],
            inputs.Number("bootstrap"));
        MethodCases.AssertClose(expected.Numbers("vs"), targets);
        MethodCases.AssertClose(expected.Numbers("advantages"), weights);
    }

    public static TheoryData<string> Gradients => MethodCases.NamesOf("impala_gradients");

    /// <summary>Ratios from logits, V-trace, and the gradients of the heads together.</summary>
    [Theory]
    [MemberData(nameof(Gradients))]
    public void The_gradients_of_the_heads_are_those_of_the_learner(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        (double[][] logits, double[][] behaviour) = (inputs.Rows("logits"), inputs.Rows("behaviourLogits"));
        (double[] actions, double[] values) = (inputs.Numbers("actions"), inputs.Numbers("values"));
        double[] ratios =
            [.. logits.Select((row, i) => Math.Exp(LogOf(row, (int)actions[i]) - LogOf(behaviour[i], (int)actions[i])))];
        var settings = new VTraceSettings<double>(inputs.Numbers("discounts").Max(), 1, 1, 1, 1);
        (double[] weights, double[] targets) = Run(
            settings, inputs.Numbers("rewards"), values, ratios, new bool[values.Length], inputs.Number("bootstrap"));
        SoftmaxLoss<double> loss = TestLoss.Softmax(inputs.Number("beta"), inputs.Number("baselineCost"));
        var valueGradients = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            var gradient = new double[logits[i].Length];
            loss.AddPolicyStep(logits[i], (int)actions[i], weights[i], gradient);
            loss.AddValueStep(values[i], targets[i], valueGradients.AsSpan(i, 1));
            MethodCases.AssertClose(expected.Rows("dLdz")[i], gradient);
        }

        MethodCases.AssertClose(expected.Numbers("ratios"), ratios);
        MethodCases.AssertClose(expected.Numbers("dLdV"), valueGradients);

        static double LogOf(double[] row, int action) => row[action] - Math.Log(row.Sum(Math.Exp));
    }

    /// <summary>With ratios of 1 the target is V + A of generalized advantage estimation. With λ = 1 the advantages are equal.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0.8)]
    [InlineData(0)]
    public void While_the_policies_are_equal_the_target_is_the_lambda_return(double lambda)
    {
        var generator = new RandomGenerator(3);
        for (int draw = 0; draw < 50; draw++)
        {
            int steps = 1 + generator.NextInteger(12);
            double[] rewards = Numbers(generator, steps), values = Numbers(generator, steps);
            bool[] ends = [.. rewards.Select(_ => generator.NextInteger(4) == 0)];
            double end = generator.NextDouble();
            var settings = new VTraceSettings<double>(0.9, lambda, 1, 1, 1);
            (double[] weights, double[] targets) = Run(settings, rewards, values, [.. rewards.Select(_ => 1.0)], ends, end);
            var batch = new BatchAdvantage<double>(0.9, lambda, learnsLambdaReturn: true);
            batch.Begin(end);
            for (int i = steps - 1; i >= 0; i--)
            {
                if (ends[i]) batch.Begin(0);
                (double advantage, double target) = batch.Previous(rewards[i], values[i]);
                Assert.Equal(target, targets[i], 1e-12);
                if (lambda == 1) Assert.Equal(advantage, weights[i], 1e-12);
            }
        }
    }

    /// <summary>
    /// Repeated expected updates over a state with two actions converge to the value of the policy that is proportional to min(ρ̄ μ, π).
    /// </summary>
    [Fact]
    public void The_fixed_point_is_the_value_of_the_clipped_policy()
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find("vtrace/fixed-point");
        double[] policy = inputs.Numbers("policy"), behaviour = inputs.Numbers("behaviour"), rewards = [1, -1];
        var settings = new VTraceSettings<double>(0, 1, inputs.Number("rhoBar"), 1, 1);
        double value = 0;
        for (int i = 0; i < 2000; i++)
        {
            double step = 0;
            for (int action = 0; action < policy.Length; action++)
            {
                var trace = new VTrace<double>(settings);
                trace.Begin(0);
                step += behaviour[action] * (trace.Previous(rewards[action], value, policy[action] / behaviour[action]).Target - value);
            }

            value += 0.1 * step;
        }

        double[] clipped = expected.Numbers("policy");
        Assert.Equal((rewards[0] * clipped[0]) + (rewards[1] * clipped[1]), value, 1e-9);
    }

    /// <summary>ρ̄ bounds the surprise and the policy's weight, c̄ only the influence of later surprises.</summary>
    [Fact]
    public void The_two_bounds_act_at_different_places()
    {
        double[] rewards = [0, 1], values = [0, 0], ratios = [4, 4];
        bool[] ends = [false, true];
        Assert.Equal([8, 2], Run(new VTraceSettings<double>(1, 1, 2, 4, 2), rewards, values, ratios, ends, 0).Targets);
        Assert.Equal([6, 2], Run(new VTraceSettings<double>(1, 1, 2, 3, 2), rewards, values, ratios, ends, 0).Targets);
        Assert.Equal([8, 4], Run(new VTraceSettings<double>(1, 1, 2, 4, 4), rewards, values, ratios, ends, 0).Weights);
    }

    private static (double[] Weights, double[] Targets) Run(
        VTraceSettings<double> settings, double[] rewards, double[] values, double[] ratios, bool[] ends, double bootstrap)
    {
        var trace = new VTrace<double>(settings);
        (double[] weights, double[] targets) = (new double[rewards.Length], new double[rewards.Length]);
        trace.Begin(bootstrap);
        for (int i = rewards.Length - 1; i >= 0; i--)
        {
            if (ends[i]) trace.Begin(0);
            (weights[i], targets[i]) = trace.Previous(rewards[i], values[i], ratios[i]);
        }

        return (weights, targets);
    }

    private static double[] Numbers(RandomGenerator generator, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (2 * generator.NextDouble()) - 1)];
}
