using System.Text.Json.Nodes;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Problems;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Psi;

/// <summary>The weights ψ in double: against cases that were computed independently, and under the gradient checker.</summary>
public class PolicyWeightsTests
{
    public static TheoryData<string> Cases => MethodCases.NamesOf("psi_choices");

    public static TheoryData<string> Choices => [.. PsiChoice.Names.Split(' ')];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weights_are_those_of_the_cases(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        MethodCases.AssertClose(expected.Numbers("totalReturn"), Weights("total", inputs));
        MethodCases.AssertClose(expected.Numbers("returnToGo"), Weights("return", inputs));
        MethodCases.AssertClose(expected.Numbers("returnMinusBaseline"), Weights("return-baseline", inputs));
        MethodCases.AssertClose(expected.Numbers("actionValue"), Weights("q", inputs));
        MethodCases.AssertClose(expected.Numbers("advantage"), Weights("advantage", inputs));
        MethodCases.AssertClose(expected.Numbers("temporalDifference"), Weights("td", inputs));
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void Every_parameter_agrees_with_central_differences(string psi) =>
        GradientProperty.Check($"psi = {psi}", 60, (generator, steps, terminal) =>
        {
            A3COptions options = new()
            {
                Psi = psi,
                Discount = generator.NextDouble(),
                Lambda = generator.NextInteger(2) == 0 ? 1 : generator.NextDouble(),
                EntropyWeight = generator.NextInteger(4) == 0 ? 0 : generator.NextDouble(),
                ValueGradientScale = 2 * generator.NextDouble(),
            };
            return new PsiProblem(Structure(options, 1 + generator.NextInteger(5)), steps, terminal, options);
        });

    /// <summary>
    /// The target of Q(s, a) is the return of expected Sarsa(λ), R ← r + γ ((1 − λ) V′ + λ R′), which starts from V(s_end).
    /// </summary>
    [Fact]
    public void The_target_of_an_action_value_is_the_return_of_expected_sarsa() => PropertyCheck.ForAllSeeds("target", 200, seed =>
    {
        var generator = new RandomGenerator(seed);
        (double gamma, double lambda, double end) = (generator.NextDouble(), generator.NextDouble(), generator.NextNormal());
        int steps = 1 + generator.NextInteger(20);
        var weights = new PolicyWeights<double>(AsyncRL.Algorithms.Parts.Psi.Q, gamma, lambda, learnsLambdaReturn: lambda != 1);
        weights.Begin(end, []);
        (double nextValue, double target) = (end, end);
        for (int i = 0; i < steps; i++)
        {
            (double reward, double value, double actionValue) = (generator.NextNormal(), generator.NextNormal(), generator.NextNormal());
            target = reward + (gamma * (((1 - lambda) * nextValue) + (lambda * target)));
            nextValue = value;
            weights.AddReward(reward);
            weights.AddValue(value);
            Assert.Equal(actionValue, weights.Of(actionValue));
            Assert.Equal(target, weights.Target, 1e-12);
        }
    });

    internal static NetworkStructure Structure(A3COptions options, int actions) => new(
        new NetworkDescription("test", "a test", [new FullyConnected(5), new Rectifier()]),
        Shape.Vector(ScriptedTask.ObservationSize),
        new A3C { Options = options }.Heads(ActionSpecification.Discrete(actions)));

    private static double[] Weights(string psi, JsonNode inputs)
    {
        (double[] rewards, double[] values) = (inputs.Numbers("rewards"), inputs.Numbers("values"));
        double[] actionValues = inputs.Numbers("actionValues");
        var weights = new PolicyWeights<double>(new PsiChoice(psi, 1, 1).Psi, inputs.Number("gamma"), 1, learnsLambdaReturn: false);
        weights.Begin(0, rewards);
        var found = new double[rewards.Length];
        for (int i = rewards.Length - 1; i >= 0; i--)
        {
            weights.AddReward(rewards[i]);
            weights.AddValue(values[i]);
            found[i] = weights.Of(actionValues[i]);
        }

        return found;
    }
}
