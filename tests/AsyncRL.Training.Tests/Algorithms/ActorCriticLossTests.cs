using AsyncRL.Algorithms;
using AsyncRL.Core.Randomness;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>The direction in which a small step down the loss moves the policy and the value.</summary>
public class ActorCriticLossTests
{
    private const double StepSize = 1e-4;

    [Fact]
    public void Descent_makes_an_action_with_positive_advantage_more_probable() => PropertyCheck.ForAllSeeds("advantage > 0", 200, seed =>
    {
        Draw(seed, out double[] logits, out int action);
        double[] moved = Descend(logits, action, advantage: 0.7, entropyWeight: 0);
        Assert.True(TextbookLoss.Softmax(moved)[action] > TextbookLoss.Softmax(logits)[action]);
    });

    [Fact]
    public void Descent_makes_an_action_with_negative_advantage_less_probable() => PropertyCheck.ForAllSeeds("advantage < 0", 200, seed =>
    {
        Draw(seed, out double[] logits, out int action);
        double[] moved = Descend(logits, action, advantage: -0.7, entropyWeight: 0);
        Assert.True(TextbookLoss.Softmax(moved)[action] < TextbookLoss.Softmax(logits)[action]);
    });

    [Fact]
    public void Descent_with_an_entropy_weight_raises_the_entropy() => PropertyCheck.ForAllSeeds("entropy", 200, seed =>
    {
        Draw(seed, out double[] logits, out int action);
        double[] moved = Descend(logits, action, advantage: 0, entropyWeight: 0.5);
        Assert.True(TextbookLoss.Entropy(TextbookLoss.Softmax(moved)) > TextbookLoss.Entropy(TextbookLoss.Softmax(logits)));
    });

    [Fact]
    public void Without_advantage_and_entropy_weight_the_policy_stays()
    {
        Draw(1, out double[] logits, out int action);
        Assert.Equal(logits, Descend(logits, action, advantage: 0, entropyWeight: 0));
    }

    [Fact]
    public void A_uniform_policy_has_no_entropy_to_gain()
    {
        double[] logits = [0.3, 0.3, 0.3, 0.3];
        Assert.All(Descend(logits, 0, advantage: 0, entropyWeight: 1), logit => Assert.Equal(0.3, logit, 1e-15));
    }

    [Theory]
    [InlineData(0.2, 1.0)]
    [InlineData(0.2, -1.0)]
    public void Descent_moves_the_value_towards_the_return(double value, double target)
    {
        var loss = TestLoss.Softmax(0, 0.5);
        var gradient = new double[1];
        loss.AddValueStep(value, target, gradient);
        Assert.True(Math.Abs(target - (value - (StepSize * gradient[0]))) < Math.Abs(target - value));
    }

    [Theory]
    [InlineData(2, 1.6, 0.64)]
    [InlineData(1, 0.8, 0.32)]
    [InlineData(0.5, 0.4, 0.16)]
    public void The_scale_is_the_factor_of_the_gradient_and_two_is_the_literal_square(
        double scale, double expectedGradient, double expectedLoss)
    {
        var loss = TestLoss.Softmax(0, scale);
        var gradient = new double[1];
        loss.AddValueStep(1, 0.2, gradient);
        Assert.Equal(expectedGradient, gradient[0], 1e-15);
        Assert.Equal(expectedLoss, loss.ValueLoss, 1e-15);
    }

    [Fact]
    public void The_default_scale_is_the_authors_halved_critic() => Assert.Equal(0.5, new A3COptions().ValueGradientScale);

    [Fact]
    public void Logit_gradients_of_an_agent_step_sum_to_zero() => PropertyCheck.ForAllSeeds("row sum", 200, seed =>
    {
        Draw(seed, out double[] logits, out int action);
        double sum = 0;
        foreach (double component in Gradient(logits, action, advantage: 3, entropyWeight: 0.3)) sum += component;
        Assert.Equal(0, sum, 1e-14);
    });

    [Fact]
    public void The_terms_are_summed_over_the_segment_and_total_to_the_textbooks_loss() => PropertyCheck.ForAllSeeds("total", 100, seed =>
    {
        var loss = TestLoss.Softmax(0.2, 0.5);
        loss.AddValueStep(17, 4, new double[1]);
        loss.Begin(0.2);
        var generator = new RandomGenerator(seed);
        double expected = 0;
        for (int i = 0; i < 5; i++)
        {
            double[] logits = Array.ConvertAll(new double[4], _ => generator.NextNormal());
            (double advantage, double value, double target) = (generator.NextNormal(), generator.NextNormal(), generator.NextNormal());
            loss.AddPolicyStep(logits, i % 4, advantage, new double[4]);
            loss.AddValueStep(value, target, new double[1]);
            expected += new TextbookLoss(0.2, 0.5).At(logits, i % 4, advantage, value, target);
        }

        Assert.Equal(expected, loss.Total, 1e-12);
        Assert.Equal(expected, loss.PolicyLoss - (0.2 * loss.Entropy) + loss.ValueLoss, 1e-12);
    });

    private static double[] Descend(double[] logits, int action, double advantage, double entropyWeight)
    {
        double[] gradient = Gradient(logits, action, advantage, entropyWeight);
        var moved = new double[logits.Length];
        for (int j = 0; j < logits.Length; j++) moved[j] = logits[j] - (StepSize * gradient[j]);
        return moved;
    }

    private static double[] Gradient(double[] logits, int action, double advantage, double entropyWeight)
    {
        var gradient = new double[logits.Length];
        Array.Fill(gradient, double.NaN);
        TestLoss.Softmax(entropyWeight, 0.5).AddPolicyStep(logits, action, advantage, gradient);
        return gradient;
    }

    /// <summary>Logits that differ by at least 0.1, because only a policy that is not uniform can gain entropy.</summary>
    private static void Draw(ulong seed, out double[] logits, out int action)
    {
        var generator = new RandomGenerator(seed);
        logits = new double[2 + generator.NextInteger(6)];
        for (int j = 0; j < logits.Length; j++) logits[j] = (0.5 * j) + (0.4 * generator.NextDouble());
        action = generator.NextInteger(logits.Length);
    }
}
