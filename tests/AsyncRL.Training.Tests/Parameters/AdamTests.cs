using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

public class AdamTests
{
    private static readonly OptimizerOptions Shared = new() { Optimizer = "shared-adam" };

    private static readonly OptimizerOptions PerThread = Shared with { Optimizer = "adam" };

    [Theory]
    [MemberData(nameof(SharingModes.All), MemberType = typeof(SharingModes))]
    public void One_client_follows_the_formula(string sharing, VectorWidth width) =>
        PropertyCheck.ForAllSeeds($"Adam, {sharing} over {width}", 10, seed =>
        {
            foreach (OptimizerOptions options in new[] { Shared, PerThread })
            {
                var bench = new OptimizerBench(options, clients: 1, sharing, width);
                var reference = new ReferenceAdam(bench.Length, options);
                bench.RunTrajectory(seed, (_, gradient, learningRate) => reference.Update(gradient, learningRate));
                bench.AssertTheta(reference.Theta);
            }
        });

    [Theory]
    [MemberData(nameof(SharingModes.All), MemberType = typeof(SharingModes))]
    public void Interleaved_clients_of_shared_adam_share_both_moments_and_the_step_count(string sharing, VectorWidth width) =>
        PropertyCheck.ForAllSeeds($"shared Adam, three clients, {sharing} over {width}", 10, seed =>
        {
            var bench = new OptimizerBench(Shared, clients: 3, sharing, width);
            var reference = new ReferenceAdam(bench.Length, Shared);
            bench.RunTrajectory(seed, (_, gradient, learningRate) => reference.Update(gradient, learningRate));
            bench.AssertTheta(reference.Theta);
        });

    [Theory]
    [MemberData(nameof(SharingModes.All), MemberType = typeof(SharingModes))]
    public void Interleaved_clients_of_adam_have_moments_and_a_step_count_each(string sharing, VectorWidth width) =>
        PropertyCheck.ForAllSeeds($"Adam, two clients, {sharing} over {width}", 10, seed =>
        {
            var bench = new OptimizerBench(PerThread, clients: 2, sharing, width);
            var first = new ReferenceAdam(bench.Length, PerThread);
            ReferenceAdam[] references = [first, first.AnotherClient()];
            bench.RunTrajectory(seed, (client, gradient, learningRate) => references[client].Update(gradient, learningRate));
            bench.AssertTheta(first.Theta);
            Assert.NotSame(bench.Client(0), bench.Client(1));
        });

    /// <summary>Without the corrections it would be η (1 − β₁) / √(1 − β₂) = 3.2 η.</summary>
    [Theory]
    [InlineData("shared-adam", 1e-3f)]
    [InlineData("shared-adam", -1e6f)]
    [InlineData("adam", 1e-3f)]
    [InlineData("adam", -1e6f)]
    public void The_first_step_is_the_learning_rate_whatever_the_size_of_the_gradient(string optimizer, float gradient)
    {
        var bench = new OptimizerBench(Shared with { Optimizer = optimizer, AdamEpsilon = 1e-12 }, clients: 1);
        Assert.Equal(-0.25 * Math.Sign(gradient), bench.Update(gradient, learningRate: 0.25), 1e-7);
    }

    /// <summary>
    /// Gradients of Δₖ ∝ (β₁ / β₂)ᵏ, the latest one first, have the largest |m̂| / √v̂ of all: up to 7.27 for the usual decays. The step
    /// is not bounded there, and follows the formula.
    /// </summary>
    [Theory]
    [InlineData(0.9, 0.999, 200, 3.096)]
    [InlineData(0.9, 0.999, 3000, 7.09)]
    [InlineData(0.9, 0.999, 1, 1)]
    [InlineData(0.5, 0.9, 50, 1.856)]
    [InlineData(0.99, 0.9, 30, 1.375)]
    public void The_largest_step_that_gradients_can_make_is_not_bounded(double meanDecay, double squareDecay, int updates, double ratio)
    {
        OptimizerOptions options = Shared with { AdamMeanDecay = meanDecay, AdamSquareDecay = squareDecay, AdamEpsilon = 1e-12 };
        var bench = new OptimizerBench(options, clients: 1);
        var reference = new ReferenceAdam(1, options);
        float before = 0, after = 0;
        for (int k = updates - 1; k >= 0; k--)
        {
            float gradient = (float)Math.Pow(meanDecay / squareDecay, k);
            (before, after) = (after, bench.Update(gradient, learningRate: 0.001));
            reference.Update([gradient], 0.001);
            Assert.Equal(reference.Theta[0], after, 1e-5);
        }

        Assert.Equal(ratio, AdamRule.LargestRatio(meanDecay, squareDecay, updates), 0.01 * ratio);
        Assert.Equal(0.001 * ratio, before - after, 0.02 * 0.001 * ratio);
    }

    /// <summary>
    /// The square of one gradient is lost, and no further gradient comes. All steps together are a few thousand times η; without a bound
    /// they would be a hundred thousand (of 1e-3) and a hundred million times η (of 1).
    /// </summary>
    [Theory]
    [InlineData(1e-3f, 1047)]
    [InlineData(1f, 2000)]
    public void A_number_whose_mean_square_is_lost_comes_to_rest(float gradient, double steps)
    {
        var (theta, mean, square, none) = (new float[16], new float[16], new float[16], new float[16]);
        mean[0] = 0.1f * gradient;
        for (int update = 100_000; update < 101_000; update++)
        {
            SharingModes.Create("hogwild", VectorWidth.Scalar)
                .Apply(new AdamRule(Shared, 0.001, update), theta.AsSpan(), new StatisticSpans(mean, square), none);
        }

        Assert.Equal(-0.001 * steps, theta[0], 0.03 * 0.001 * steps);
    }

    /// <summary>
    /// Another thread wrote an old v over that of a gradient, whose m stayed. Without a bound the step would be η · 0.09 / 1e-8, some
    /// nine million times η. The bound is twice what gradients alone can make, 7.27 times η.
    /// </summary>
    [Theory]
    [MemberData(nameof(SharingModes.All), MemberType = typeof(SharingModes))]
    public void A_step_after_a_lost_mean_square_is_bounded(string sharing, VectorWidth width)
    {
        var rule = new AdamRule(Shared, learningRate: 0.001, update: 100_000);
        var (theta, mean, square) = (new float[16], new float[16], new float[16]);
        (mean[0], mean[1]) = (0.1f, -0.1f);
        SharingModes.Create(sharing, width).Apply(rule, theta.AsSpan(), new StatisticSpans(mean, square), new float[16]);
        Assert.InRange(theta[0], -0.0146f, -0.0145f);
        Assert.InRange(theta[1], 0.0145f, 0.0146f);
        Assert.All(theta[2..], number => Assert.Equal(0, number));
    }

    /// <summary>Δ = ε = 0.1: the divisor is 0.2 with ε outside the root, and √0.11 = 0.33 with ε inside.</summary>
    [Theory]
    [InlineData("shared-adam")]
    [InlineData("adam")]
    public void Epsilon_stands_outside_the_root(string optimizer)
    {
        var bench = new OptimizerBench(Shared with { Optimizer = optimizer, AdamEpsilon = 0.1 }, clients: 1);
        Assert.Equal(-0.5, bench.Update(0.1f, learningRate: 1), 1e-6);
    }

    /// <summary>
    /// For a constant gradient m̂ = Δ and v̂ = Δ² at every t, if the corrections are those of t = 1, 2, 3, …: every step is η. If each
    /// client had its own t, the second client's first step would be corrected for one gradient while m contains two: 1.9 / √1.999 = 1.34
    /// η.
    /// </summary>
    [Fact]
    public void Clients_of_shared_adam_count_their_steps_together()
    {
        var bench = new OptimizerBench(Shared, clients: 2);
        float before = 0;
        for (int update = 0; update < 20; update++)
        {
            float after = bench.Update(3, learningRate: 1, client: update % 2);
            Assert.Equal(1, before - after, 1e-5);
            before = after;
        }
    }

    /// <summary>
    /// The preset of catch starts RMSProp's g from 1. If Adam's v started from 1, the correction would multiply it by a thousand.
    /// </summary>
    [Theory]
    [InlineData("shared-adam", 0)]
    [InlineData("adam", 0)]
    [InlineData("momentum-sgd", 0)]
    [InlineData("shared-rmsprop", 1)]
    [InlineData("rmsprop", 1)]
    public void Only_rmsprop_starts_from_the_initial_mean_square(string optimizer, float expected)
    {
        var options = new OptimizerOptions { Optimizer = optimizer, InitialMeanSquare = 1 };
        var statistics = new OptimizerStatistics(Optimizer.Create(options), 16);
        for (int i = 0; i < statistics.Optimizer.Statistics; i++)
            Assert.All(statistics.Block(i).ToArray(), number => Assert.Equal(expected, number));
    }
}
