using System.Numerics;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Tests.Infrastructure;

namespace AsyncRL.Numerics.Tests.Losses;

public class PolicyEntropyTests
{
    [Fact]
    public void The_entropy_lies_between_0_and_the_logarithm_of_the_number_of_actions()
    {
        PropertyCheck.ForAll("entropy in double", 300, draw => AssertInRange(new PolicyDraw<double>(draw)));
        PropertyCheck.ForAll("entropy in float", 300, draw => AssertInRange(new PolicyDraw<float>(draw)));
    }

    [Fact]
    public void A_uniform_policy_has_the_largest_entropy_and_gradient_0()
    {
        for (int actions = 1; actions <= 18; actions++)
        {
            AssertUniform(new PolicyDraw<double>(new double[actions]));
            AssertUniform(new PolicyDraw<float>(new float[actions]));
        }
    }

    [Fact]
    public void A_certain_policy_has_entropy_and_gradient_0()
    {
        var policy = new PolicyDraw<float>(1000, -1000, -1000);
        Assert.Equal(0, Entropy(policy));
        Assert.Equal([0, 0, 0], Gradient(policy, 1));
    }

    [Fact]
    public void A_fair_coin_has_one_bit() => Assert.Equal(Math.Log(2), Entropy(new PolicyDraw<double>(3, 3)), 1e-15);

    [Fact]
    public void The_gradient_sums_to_0_over_the_actions()
    {
        PropertyCheck.ForAll("entropy in double", 300, draw => AssertSumsTo0(new PolicyDraw<double>(draw)));
        PropertyCheck.ForAll("entropy in float", 300, draw => AssertSumsTo0(new PolicyDraw<float>(draw)));
    }

    /// <summary>The sign determines whether a bonus increases or prevents exploration: along the gradient the entropy grows.</summary>
    [Fact]
    public void A_small_step_along_the_gradient_raises_the_entropy() => PropertyCheck.ForAll("entropy", 300, draw =>
    {
        var policy = new PolicyDraw<double>(draw);
        double[] gradient = Gradient(policy, 1);
        double squares = 0;
        foreach (double derivative in gradient) squares += derivative * derivative;
        if (squares < 1e-12) return;
        double step = 1e-3;
        var stepped = new double[policy.Actions];
        for (int j = 0; j < stepped.Length; j++) stepped[j] = policy.Logits[j] + (step * gradient[j]);
        double gain = Entropy(new PolicyDraw<double>(stepped)) - Entropy(policy);
        Assert.InRange(gain, 0.5 * step * squares, 2 * step * squares);
    });

    [Fact]
    public void The_gradient_is_scaled_and_added()
    {
        var policy = new PolicyDraw<double>(0.5, -1, 2);
        double[] once = Gradient(policy, 1), sum = [10, 20, 30];
        PolicyEntropy.AddGradient(-0.25, Entropy(policy), policy.Probabilities, policy.LogProbabilities, sum);
        for (int j = 0; j < sum.Length; j++) Assert.Equal((10 * (j + 1)) - (0.25 * once[j]), sum[j], 1e-14);
    }

    [Theory]
    [InlineData(1000, -1000)]
    [InlineData(-1000, -1000)]
    public void Logits_of_1000_stay_finite(float first, float second)
    {
        var policy = new PolicyDraw<float>(first, second, 1000);
        Assert.True(float.IsFinite(Entropy(policy)));
        Assert.All(Gradient(policy, 1), derivative => Assert.True(float.IsFinite(derivative)));
    }

    private static void AssertInRange<T>(PolicyDraw<T> policy)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = Math.Log(policy.Actions);
        Assert.InRange(double.CreateChecked(Entropy(policy)), 0, largest + (policy.Actions * PolicyDraw<T>.Unit * largest));
    }

    private static void AssertUniform<T>(PolicyDraw<T> policy)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double rounding = (policy.Actions + 4) * PolicyDraw<T>.Unit;
        Assert.Equal(Math.Log(policy.Actions), double.CreateChecked(Entropy(policy)), rounding * Math.Log(policy.Actions));
        foreach (T derivative in Gradient(policy, T.One)) Assert.Equal(0, double.CreateChecked(derivative), rounding);
    }

    private static void AssertSumsTo0<T>(PolicyDraw<T> policy)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0, magnitude = 0, entropy = double.CreateChecked(Entropy(policy));
        foreach (T derivative in Gradient(policy, T.One)) sum += double.CreateChecked(derivative);
        for (int j = 0; j < policy.Actions; j++)
        {
            double logarithm = Math.Abs(double.CreateChecked(policy.LogProbabilities[j]));
            magnitude += double.CreateChecked(policy.Probabilities[j]) * (entropy + logarithm + 1);
        }

        Assert.Equal(0, sum, (policy.Actions + 4) * PolicyDraw<T>.Unit * magnitude);
    }

    private static T Entropy<T>(PolicyDraw<T> policy)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => PolicyEntropy.Value<T>(policy.Probabilities, policy.LogProbabilities);

    private static T[] Gradient<T>(PolicyDraw<T> policy, T scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var gradient = new T[policy.Actions];
        PolicyEntropy.AddGradient(scale, Entropy(policy), policy.Probabilities, policy.LogProbabilities, gradient);
        return gradient;
    }
}
