using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>Compares the recursion of generalized advantage estimation with the sums that define it.</summary>
public class GeneralizedAdvantageTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void With_lambda_1_it_is_the_n_step_advantage() => PropertyCheck.ForAllSeeds("lambda = 1", 500, seed =>
    {
        Segment segment = Segment.Draw(seed);
        double[] advantages = segment.Recursion(lambda: 1);
        double returns = segment.Bootstrap;
        for (int i = segment.Rewards.Length - 1; i >= 0; i--)
        {
            returns = segment.Rewards[i] + (segment.Discount * returns);
            AssertClose(returns - segment.Values[i], advantages[i]);
        }
    });

    [Fact]
    public void With_lambda_0_it_is_the_one_step_advantage() => PropertyCheck.ForAllSeeds("lambda = 0", 500, seed =>
    {
        Segment segment = Segment.Draw(seed);
        double[] advantages = segment.Recursion(lambda: 0);
        for (int i = 0; i < advantages.Length; i++) AssertClose(segment.Surprise(i), advantages[i]);
    });

    [Fact]
    public void In_between_it_is_the_discounted_sum_of_surprises() => PropertyCheck.ForAllSeeds("lambda", 500, seed =>
    {
        Segment segment = Segment.Draw(seed);
        double lambda = new RandomGenerator(seed + 1).NextDouble();
        double[] advantages = segment.Recursion(lambda);
        for (int i = 0; i < advantages.Length; i++)
        {
            double sum = 0;
            for (int l = 0; i + l < advantages.Length; l++) sum += Math.Pow(segment.Discount * lambda, l) * segment.Surprise(i + l);
            AssertClose(sum, advantages[i]);
        }
    });

    /// <summary>
    /// A whole episode in float: an agent step adds the rounding errors of its own terms, and earlier errors decay by γλ. Therefore the
    /// error of a segment of any length is at most that of one agent step divided by 1 − γλ.
    /// </summary>
    [Theory]
    [InlineData(0.99f, 1f)]
    [InlineData(0.99f, 0.95f)]
    [InlineData(0.9f, 0.5f)]
    public void In_float_the_error_does_not_grow_with_the_segment(float discount, float lambda)
    {
        var generator = new RandomGenerator(1);
        var single = new GeneralizedAdvantage<float>(discount, lambda, 0.5f);
        var precise = new GeneralizedAdvantage<double>(discount, lambda, 0.5);
        double terms = 0, largest = 0, error = 0;
        for (int i = 0; i < 100_000; i++)
        {
            (float reward, float value) = ((float)generator.NextNormal(), (float)generator.NextNormal());
            double expected = precise.Previous(reward, value);
            terms = Math.Max(terms, Math.Abs(reward) + (2 * Math.Abs(value)));
            largest = Math.Max(largest, Math.Abs(expected));
            error = Math.Max(error, Math.Abs(expected - single.Previous(reward, value)));
        }

        Assert.InRange(error, 0, Math.Pow(2, -24) * ((4 * terms) + (4 * largest)) / (1 - ((double)discount * lambda)));
    }

    private static void AssertClose(double expected, double actual)
    {
        double bound = Tolerance * Math.Max(1, Math.Abs(expected));
        Assert.InRange(actual, expected - bound, expected + bound);
    }

    private sealed record Segment(double[] Rewards, double[] Values, double Bootstrap, double Discount)
    {
        internal static Segment Draw(ulong seed)
        {
            var generator = new RandomGenerator(seed);
            int steps = 1 + generator.NextInteger(20);
            (double[] rewards, double[] values) = (new double[steps], new double[steps]);
            for (int i = 0; i < steps; i++) (rewards[i], values[i]) = (generator.NextNormal(), generator.NextNormal());
            double bootstrap = generator.NextInteger(2) == 0 ? 0 : generator.NextNormal();
            return new Segment(rewards, values, bootstrap, generator.NextDouble());
        }

        internal double Surprise(int i) =>
            Rewards[i] + (Discount * (i + 1 < Values.Length ? Values[i + 1] : Bootstrap)) - Values[i];

        internal double[] Recursion(double lambda)
        {
            var recursion = new GeneralizedAdvantage<double>(Discount, lambda, Bootstrap);
            var advantages = new double[Rewards.Length];
            for (int i = advantages.Length - 1; i >= 0; i--) advantages[i] = recursion.Previous(Rewards[i], Values[i]);
            return advantages;
        }
    }
}
