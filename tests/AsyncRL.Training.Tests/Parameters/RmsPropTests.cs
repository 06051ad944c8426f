using AsyncRL.Algorithms.Parameters;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

public class RmsPropTests
{
    private static readonly OptimizerOptions Shared = new() { Optimizer = "shared-rmsprop", Decay = 0.9, Epsilon = 0.1 };

    private static readonly OptimizerOptions PerThread = Shared with { Optimizer = "rmsprop" };

    [Fact]
    public void Shared_rmsprop_follows_the_formula() => PropertyCheck.ForAllSeeds("shared RMSProp", 50, seed =>
    {
        var bench = new OptimizerBench(Shared, clients: 1);
        var reference = new ReferenceOptimizer(bench.Length, Shared.Decay, Shared.Epsilon);
        bench.RunTrajectory(seed, (_, gradient, learningRate) => reference.RmsProp(gradient, learningRate));
        bench.AssertTheta(reference.Theta);
    });

    [Fact]
    public void Interleaved_clients_of_shared_rmsprop_share_one_g() => PropertyCheck.ForAllSeeds("shared RMSProp, two clients", 50, seed =>
    {
        var bench = new OptimizerBench(Shared, clients: 2);
        var reference = new ReferenceOptimizer(bench.Length, Shared.Decay, Shared.Epsilon);
        bench.RunTrajectory(seed, (_, gradient, learningRate) => reference.RmsProp(gradient, learningRate));
        bench.AssertTheta(reference.Theta);
    });

    [Fact]
    public void Interleaved_clients_of_rmsprop_have_a_g_each() => PropertyCheck.ForAllSeeds("RMSProp, two clients", 50, seed =>
    {
        var bench = new OptimizerBench(PerThread, clients: 2);
        var first = new ReferenceOptimizer(bench.Length, PerThread.Decay, PerThread.Epsilon);
        ReferenceOptimizer[] references = [first, first.AnotherClient()];
        bench.RunTrajectory(seed, (client, gradient, learningRate) => references[client].RmsProp(gradient, learningRate));
        bench.AssertTheta(first.Theta);
        Assert.NotSame(bench.Client(0), bench.Client(1));
    });

    /// <summary>
    /// From g = 0 and Δ = 1: g = 1 − α = 0.1, and the root of g + ε is √0.2. With ε outside the root, the divisor would be √0.1 + 0.1.
    /// </summary>
    [Theory]
    [InlineData("shared-rmsprop")]
    [InlineData("rmsprop")]
    public void Epsilon_stands_inside_the_root(string optimizer)
    {
        var bench = new OptimizerBench(Shared with { Optimizer = optimizer }, clients: 1);
        Assert.Equal(-1 / Math.Sqrt(0.2), bench.Update(1, learningRate: 1), 1e-6);
    }

    /// <summary>The difference is largest for a small gradient: the divisor is √ε ≈ 0.316, not ε = 0.1.</summary>
    [Fact]
    public void A_tiny_gradient_is_divided_by_the_root_of_epsilon()
    {
        var bench = new OptimizerBench(Shared, clients: 1);
        Assert.Equal(-1e-6 / Math.Sqrt(0.1), bench.Update(1e-6f, learningRate: 1), 1e-12);
    }

    /// <summary>
    /// In centered RMSProp, g minus the squared mean of Δ would fall to 0 for a constant gradient, and steps would grow to η Δ / √ε.
    /// </summary>
    [Fact]
    public void The_mean_square_is_not_centered()
    {
        var bench = new OptimizerBench(Shared, clients: 1);
        for (int update = 0; update < 500; update++) bench.Update(3, learningRate: 1);
        float before = bench.Theta[0];
        float step = before - bench.Update(3, learningRate: 1);
        Assert.Equal(3 / Math.Sqrt(9.1), step, 1e-4);
    }

    /// <summary>With a bias correction, g would be Δ² = 1 after the first update, not (1 − α) Δ² = 0.1.</summary>
    [Fact]
    public void The_mean_square_is_not_corrected_for_its_bias()
    {
        var bench = new OptimizerBench(Shared, clients: 1);
        bench.Update(1, learningRate: 1);
        Assert.Equal(0.1, bench.Statistic()[0], 1e-7);
    }

    /// <summary>From g = 1 and Δ = 2: g = 0.9 · 1 + 0.1 · 4 = 1.3.</summary>
    [Fact]
    public void The_mean_square_of_a_thread_may_start_above_zero()
    {
        var bench = new OptimizerBench(PerThread with { InitialMeanSquare = 1 }, clients: 1);
        Assert.Equal(-2 / Math.Sqrt(1.4), bench.Update(2, learningRate: 1), 1e-6);
    }

    [Fact]
    public void The_update_descends()
    {
        Assert.True(new OptimizerBench(Shared, clients: 1).Update(2, learningRate: 0.1) < 0);
        Assert.True(new OptimizerBench(Shared, clients: 1).Update(-2, learningRate: 0.1) > 0);
    }
}
