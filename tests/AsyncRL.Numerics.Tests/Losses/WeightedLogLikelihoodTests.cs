using System.Numerics;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Tests.Infrastructure;

namespace AsyncRL.Numerics.Tests.Losses;

public class WeightedLogLikelihoodTests
{
    [Fact]
    public void The_value_is_the_weighted_logarithm_of_the_actions_probability() => Assert.Equal(
        -1.5 * Math.Log(0.2), new WeightedLogLikelihood(3, 1, -1.5).Value([Math.Log(5), Math.Log(2), Math.Log(3)]), 1e-14);

    [Fact]
    public void The_gradient_sums_to_0_over_the_actions()
    {
        PropertyCheck.ForAll("log-likelihood in double", 300, draw => AssertSumsTo0(new PolicyDraw<double>(draw)));
        PropertyCheck.ForAll("log-likelihood in float", 300, draw => AssertSumsTo0(new PolicyDraw<float>(draw)));
    }

    [Fact]
    public void The_gradient_is_the_weight_times_what_is_missing_to_certainty()
    {
        var policy = new PolicyDraw<double>(Math.Log(5), Math.Log(2), Math.Log(3));
        double[] gradient = Gradient(policy, 2.0, 1), expected = [-1, 1.6, -0.6];
        for (int j = 0; j < expected.Length; j++) Assert.Equal(expected[j], gradient[j], 1e-14);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_small_step_along_the_gradient_makes_the_action_likelier_if_its_weight_is_positive(double weight) =>
        PropertyCheck.ForAll("log-likelihood", 300, draw =>
        {
            var policy = new PolicyDraw<double>(draw);
            int action = policy.Generator.NextInteger(policy.Actions);
            double[] gradient = Gradient(policy, weight, action);
            double squares = 0;
            foreach (double derivative in gradient) squares += derivative * derivative;
            if (squares < 1e-12) return;
            double step = 1e-3;
            var stepped = new double[policy.Actions];
            for (int j = 0; j < stepped.Length; j++) stepped[j] = policy.Logits[j] + (step * gradient[j]);
            double gain = weight * (new PolicyDraw<double>(stepped).LogProbabilities[action] - policy.LogProbabilities[action]);
            Assert.InRange(gain, 0.5 * step * squares, 2 * step * squares);
        });

    [Fact]
    public void The_gradient_is_added()
    {
        var policy = new PolicyDraw<double>(0.5, -1, 2);
        double[] once = Gradient(policy, 0.7, 2), sum = [10, 20, 30];
        WeightedLogLikelihood.AddGradient(0.7, 2, policy.Probabilities, sum);
        for (int j = 0; j < sum.Length; j++) Assert.Equal((10 * (j + 1)) + once[j], sum[j], 1e-14);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Logits_of_1000_stay_finite(int action)
    {
        var policy = new PolicyDraw<float>(1000, -1000, 0);
        Assert.All(Gradient(policy, 3, action), derivative => Assert.InRange(derivative, -3, 3));
        Assert.True(double.IsFinite(new WeightedLogLikelihood(3, action, 3).Value([1000, -1000, 0])));
    }

    private static void AssertSumsTo0<T>(PolicyDraw<T> policy)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var weight = T.CreateChecked(policy.Generator.NextNormal());
        double sum = 0;
        T[] gradient = Gradient(policy, weight, policy.Generator.NextInteger(policy.Actions));
        foreach (T derivative in gradient) sum += double.CreateChecked(derivative);
        Assert.Equal(0, sum, (policy.Actions + 2) * PolicyDraw<T>.Unit * Math.Abs(double.CreateChecked(weight)));
    }

    private static T[] Gradient<T>(PolicyDraw<T> policy, T weight, int action)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var gradient = new T[policy.Actions];
        WeightedLogLikelihood.AddGradient(weight, action, policy.Probabilities, gradient);
        return gradient;
    }
}
