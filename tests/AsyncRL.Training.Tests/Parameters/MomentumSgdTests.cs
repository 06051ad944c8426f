using AsyncRL.Algorithms.Parameters;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

public class MomentumSgdTests
{
    private static readonly OptimizerOptions Options = new() { Optimizer = "momentum-sgd", Decay = 0.9 };

    [Fact]
    public void Interleaved_clients_follow_the_formula_with_an_m_each() => PropertyCheck.ForAllSeeds("momentum", 50, seed =>
    {
        var bench = new OptimizerBench(Options, clients: 2);
        var first = new ReferenceOptimizer(bench.Length, Options.Decay, epsilon: 0);
        ReferenceOptimizer[] references = [first, first.AnotherClient()];
        bench.RunTrajectory(seed, (client, gradient, learningRate) => references[client].Momentum(gradient, learningRate));
        bench.AssertTheta(first.Theta);
        Assert.NotSame(bench.Client(0), bench.Client(1));
    });

    /// <summary>Without the factor 1 − α, the first step would be η Δ, and steps would grow to η Δ / (1 − α).</summary>
    [Fact]
    public void Momentum_is_dampened()
    {
        var bench = new OptimizerBench(Options, clients: 1);
        Assert.Equal(-0.2, bench.Update(2, learningRate: 1), 1e-6);
        for (int update = 0; update < 500; update++) bench.Update(2, learningRate: 1);
        float before = bench.Theta[0];
        Assert.Equal(2, before - bench.Update(2, learningRate: 1), 1e-3);
    }

    [Fact]
    public void Without_decay_it_is_plain_gradient_descent()
    {
        var bench = new OptimizerBench(Options with { Decay = 0 }, clients: 1);
        Assert.Equal(-1.5f, bench.Update(3, learningRate: 0.5));
        Assert.Equal(-1f, bench.Update(-1, learningRate: 0.5));
    }
}
