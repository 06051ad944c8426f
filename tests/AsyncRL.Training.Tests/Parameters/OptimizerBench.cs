using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

/// <summary>Shared parameters, all 0, and clients that update them.</summary>
internal sealed class OptimizerBench
{
    private static readonly NetworkStructure Structure = Structures.Perceptron(4, 12, 3);

    private readonly OptimizerOptions _options;
    private readonly OptimizerStatistics[] _clients;

    internal OptimizerBench(
        OptimizerOptions options, int clients, string sharing = "hogwild", VectorWidth width = VectorWidth.Scalar)
    {
        _options = options;
        Shared = new SharedParameters(Structure.Layout, SharingModes.Create(sharing, width));
        _clients = new OptimizerStatistics[clients];
        OptimizerStatistics first = TestUpdates.Statistics(options with { ClipNorm = 0 }, Shared);
        for (int i = 0; i < clients; i++)
            _clients[i] = first.Optimizer.IsShared ? first : TestUpdates.Statistics(options with { ClipNorm = 0 }, Shared);
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

    /// <summary>The last statistic that a client uses: g, m, or Adam's v.</summary>
    internal float[] Statistic(int client = 0) => Client(client).Block(Client(client).Optimizer.Statistics - 1).ToArray();

    /// <summary>Adam's m.</summary>
    internal float[] Mean(int client = 0) => Client(client).Block(0).ToArray();

    internal OptimizerStatistics Client(int index) => _clients[index];

    /// <summary>Makes another bench that continues from this one's state, as restored from a checkpoint.</summary>
    internal OptimizerBench Resume()
    {
        var resumed = new OptimizerBench(_options, _clients.Length);
        resumed.Shared.Restore(Theta, Shared.AgentSteps, Shared.Updates);
        for (int i = 0; i < _clients.Length; i++)
        {
            using var state = new MemoryStream();
            _clients[i].Transfer(new StateTransfer(new BinaryWriter(state)));
            state.Position = 0;
            resumed._clients[i].Transfer(new StateTransfer(new BinaryReader(state)));
            Assert.Equal(state.Length, state.Position);
        }

        return resumed;
    }

    /// <summary>Applies one update by a gradient of equal numbers.</summary>
    internal float Update(float gradient, double learningRate, int client = 0)
    {
        var gradients = new float[Length];
        Array.Fill(gradients, gradient);
        Shared.Update(TestUpdates.Gradient(Structure, gradients), _clients[client], learningRate);
        return Theta[0];
    }

    /// <summary>Applies random gradients by random clients with random learning rates, here and in a reference.</summary>
    internal void RunTrajectory(ulong seed, Action<int, float[], double> reference)
    {
        var generator = new RandomGenerator(seed);
        for (int update = 0; update < 100; update++)
        {
            int client = generator.NextInteger(_clients.Length);
            float[] gradient = Numbers.Normal(generator, Length, Math.Exp(2 * generator.NextNormal()));
            double learningRate = 0.01 * generator.NextDouble();
            Shared.Update(TestUpdates.Gradient(Structure, gradient), _clients[client], learningRate);
            reference(client, gradient, learningRate);
        }
    }

    /// <summary>Asserts that θ equals the reference's within a hundred roundings of the largest number.</summary>
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
