using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Optimizers;
using AsyncRL.Training.Sharing;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Optimizers;

/// <summary>Shared parameters, all 0, and clients that update them.</summary>
internal sealed class OptimizerBench
{
    private static readonly NetworkStructure Structure = Structures.Perceptron(4, 12, 3);

    private readonly OptimizerOptions _options;
    private readonly Optimizer[] _clients;

    internal OptimizerBench(
        OptimizerOptions options, int clients, string sharing = "hogwild", VectorWidth width = VectorWidth.Scalar)
    {
        _options = options;
        Shared = new SharedParameters(Structure.Layout, SharingModes.Create(sharing, width));
        _clients = new Optimizer[clients];
        for (int i = 0; i < clients; i++) _clients[i] = Optimizer.Create(options, Shared.Length);
    }

    internal SharedParameters Shared { get; }

    internal int Length => Shared.Length;

    internal float[] Theta
    {
        get
        {
            var theta = new float[Shared.Length];
            Shared.Snapshot(theta);
            return theta;
        }
    }

    /// <summary>The shared statistics.</summary>
    internal float[] SharedStatistic
    {
        get
        {
            var (theta, statistic) = (new float[Shared.Length], new float[Shared.Length]);
            Shared.ReadForCheckpoint(theta, statistic);
            return statistic;
        }
    }

    /// <summary>The shared means, which Adam alone has.</summary>
    internal float[] SharedMean
    {
        get
        {
            var mean = new float[Shared.Length];
            Shared.ReadMeanAndTarget(mean, []);
            return mean;
        }
    }

    internal Optimizer Client(int index) => _clients[index];

    /// <summary>Another bench that goes on from where this one stands, by what checkpoints hold.</summary>
    internal OptimizerBench Resume()
    {
        var resumed = new OptimizerBench(_options, _clients.Length);
        resumed.Shared.Restore(Theta, SharedStatistic, Shared.AgentSteps, Shared.Updates);
        resumed.Shared.RestoreMeanAndTarget(SharedMean, []);
        for (int i = 0; i < _clients.Length; i++)
        {
            using var state = new MemoryStream();
            _clients[i].SaveState(new BinaryWriter(state));
            state.Position = 0;
            resumed._clients[i].RestoreState(new BinaryReader(state));
            Assert.Equal(state.Length, state.Position);
        }

        return resumed;
    }

    /// <summary>One update by the same number everywhere.</summary>
    internal float Update(float gradient, double learningRate, int client = 0)
    {
        var gradients = new float[Length];
        Array.Fill(gradients, gradient);
        _clients[client].Apply(Shared, gradients, learningRate);
        return Theta[0];
    }

    /// <summary>Random gradients by random clients with random learning rates, each also told to a reference.</summary>
    internal void RunTrajectory(ulong seed, Action<int, float[], double> reference)
    {
        var generator = new RandomGenerator(seed);
        for (int update = 0; update < 100; update++)
        {
            int client = generator.NextInteger(_clients.Length);
            float[] gradient = Numbers.Normal(generator, Length, Math.Exp(2 * generator.NextNormal()));
            double learningRate = 0.01 * generator.NextDouble();
            _clients[client].Apply(Shared, gradient, learningRate);
            reference(client, gradient, learningRate);
        }
    }

    /// <summary>Asserts that θ is the reference's, within a hundred roundings of the largest.</summary>
    internal void AssertTheta(double[] expected)
    {
        float[] theta = Theta;
        double largest = 0;
        foreach (double parameter in expected) largest = Math.Max(largest, Math.Abs(parameter));
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - theta[i]);
            Assert.True(error <= 100 * largest * 6e-8, $"Parameter {i} is {theta[i]:R}; expected {expected[i]:R}.");
        }
    }
}
