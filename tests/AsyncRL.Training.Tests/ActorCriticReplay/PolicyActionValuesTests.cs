using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.ActorCriticReplay;

/// <summary>The action values of PGQL: computed cases and identities.</summary>
public class PolicyActionValuesTests
{
    public static TheoryData<string> Steps => MethodCases.NamesOf("pgql_step");

    public static TheoryData<string> FixedPoints => MethodCases.NamesOf("pgql_fixed_point");

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_step_is_that_of_the_case(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] logits = inputs.Numbers("logits"), next = inputs.Numbers("nextLogits");
        int action = inputs.Whole("action");
        var values = new PolicyActionValues<double>(logits.Length, inputs.Number("alpha"));
        values.Read(next, inputs.Number("nextValue"));
        MethodCases.AssertClose(expected.Numbers("nextQTilde"), All(values, next.Length));
        double target = inputs.Number("reward") + (inputs.Number("factor") * values.Largest);
        values.Read(logits, inputs.Number("value"));
        MethodCases.AssertClose(expected.Numbers("qTilde"), All(values, logits.Length));
        double error = target - values.Of(action);
        MethodCases.AssertClose(expected.Number("error"), error);
        MethodCases.AssertClose(expected.Number("paper_dLdV"), -error);
        MethodCases.AssertClose(expected.Number("exact_dLdV"), -error);
        var gradient = new double[logits.Length];
        values.WriteGradient(action, error, gradient);
        MethodCases.AssertClose(expected.Numbers("paper_dLdz"), gradient);
        values.WriteExactGradient(action, error, gradient);
        MethodCases.AssertClose(expected.Numbers("exact_dLdz"), gradient);
        values.WriteExactGradient(action, -1, gradient);
        MethodCases.AssertClose(expected.Numbers("dQtilde_dz"), gradient);
    }

    /// <summary>Where π is the softmax of Q / α and V its mean, the action values are Q.</summary>
    [Theory]
    [MemberData(nameof(FixedPoints))]
    public void At_the_fixed_point_of_the_case_they_are_q(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] actionValues = inputs.Numbers("actionValues");
        double alpha = inputs.Number("alpha");
        double[] logits = Array.ConvertAll(actionValues, value => value / alpha), policy = TextbookLoss.Softmax(logits);
        MethodCases.AssertClose(expected.Numbers("policy"), policy);
        MethodCases.AssertClose(expected.Number("entropy"), TextbookLoss.Entropy(policy));
        MethodCases.AssertClose(expected.Number("value"), Mean(policy, actionValues));
        var values = new PolicyActionValues<double>(policy.Length, alpha);
        values.Read(logits, expected.Number("value"));
        MethodCases.AssertClose(expected.Numbers("qTilde"), All(values, policy.Length));
        MethodCases.AssertClose(actionValues, All(values, policy.Length));
    }

    [Fact]
    public void Their_mean_under_the_policy_is_the_value() => PropertyCheck.ForAllSeeds("mean of the action values", 200, seed =>
    {
        var generator = new RandomGenerator(seed);
        double[] logits = Array.ConvertAll(new double[1 + generator.NextInteger(6)], _ => 3 * generator.NextNormal());
        double value = generator.NextNormal();
        var values = new PolicyActionValues<double>(logits.Length, generator.NextDouble());
        values.Read(logits, value);
        double[] all = All(values, logits.Length);
        Assert.Equal(value, Mean(TextbookLoss.Softmax(logits), all), 1e-12);
        Assert.Equal(System.Linq.Enumerable.Max(all), values.Largest);
    });

    private static double Mean(double[] policy, double[] values)
    {
        double mean = 0;
        for (int b = 0; b < policy.Length; b++) mean += policy[b] * values[b];
        return mean;
    }

    private static double[] All(PolicyActionValues<double> values, int actions)
    {
        var all = new double[actions];
        for (int b = 0; b < actions; b++) all[b] = values.Of(b);
        return all;
    }
}
