using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>A thread's model with a batch of several environments.</summary>
public class LocalModelTests
{
    private const int Steps = 4;
    private const int Sequences = 3;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_batch_of_sequences_moves_theta_by_the_networks_gradient_and_gives_that_of_the_observations(bool fusesUpdate)
    {
        NetworkStructure structure = Structures.ActorCritic(
            Shape.Vector(5), 3, new FullyConnected(32), new Rectifier(), new LongShortTermMemory(16));
        Network<float> network = NetworkFactory.Single(structure, VectorChoice.Widest);
        float[] theta = Structures.Draw(structure, new RandomGenerator(1));
        SharedParameters shared = Structures.Share(structure, theta);
        OptimizerStatistics optimizer = TestUpdates.Statistics(
            new OptimizerOptions { Optimizer = "momentum-sgd", Decay = 0, ClipNorm = 1e9 }, shared);
        var model = new LocalModel(network, shared, optimizer, new ActorStatistics(), fusesUpdate);
        Activations<float> batch = model.NewBatch(Steps, Sequences), twin = new(structure, Steps, Sequences);
        foreach (Activations<float> filled in (Activations<float>[])[batch, twin]) Fill(filled);

        var inputGradient = new float[batch.Rows * structure.Input.Size];
        model.ClearGradient();
        model.Sync();
        model.Forward(batch, 0, Steps);
        model.Backward(batch, Steps, inputGradient);
        model.Update(learningRate: 1);

        float[] gradient = new float[theta.Length], expectedInputGradient = new float[inputGradient.Length];
        network.Forward(theta, twin, 0, Steps);
        network.Backward(theta, twin, Steps, gradient, expectedInputGradient);
        var moved = new float[theta.Length];
        shared.Snapshot(moved);
        Assert.Equal(expectedInputGradient, inputGradient);
        Assert.Contains(inputGradient, number => number != 0);
        for (int i = 0; i < theta.Length; i++) Assert.Equal(theta[i] - gradient[i], moved[i], 1e-5f);
        Assert.Equal(structure.Nodes.Length, model.MeasureDensities().Length);
    }

    /// <summary>
    /// The sweep of a fused update has copied θ, so that what other threads add before the next segment is not seen by it. A segment that
    /// was abandoned begins with the present θ.
    /// </summary>
    [Theory]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    [InlineData(false, false, true)]
    public void A_fused_update_is_the_next_snapshot_unless_the_segment_is_abandoned(
        bool fusesUpdate, bool isAbandoned, bool seesLaterAdditions)
    {
        NetworkStructure structure = Structures.Perceptron(5, 8, 3);
        Network<float> network = NetworkFactory.Single(structure, VectorChoice.Widest);
        SharedParameters shared = Structures.Share(structure, Structures.Draw(structure, new RandomGenerator(1)));
        OptimizerStatistics optimizer = TestUpdates.Statistics(
            new OptimizerOptions { Optimizer = "momentum-sgd", Decay = 0, ClipNorm = 1e9 }, shared);
        var model = new LocalModel(network, shared, optimizer, new ActorStatistics(), fusesUpdate);
        Activations<float> batch = model.NewBatch(1, 1);
        batch.Input(0).Fill(0.5f);
        model.ClearGradient();
        model.Sync();
        model.Forward(batch, 0, 1);
        foreach (ref float number in batch.OutputGradient(0, 0)) number = 1;
        model.Backward(batch, 1);
        model.Update(learningRate: 0.1);

        // Another thread moves θ.
        foreach (ref float number in shared.Theta) number += 1;
        if (isAbandoned) model.Abandon();
        model.Sync();
        var later = new float[shared.Length];
        shared.Snapshot(later);
        for (int i = 0; i < later.Length; i++) Assert.Equal(later[i] - (seesLaterAdditions ? 0 : 1), model.Parameters[i], 1e-5f);
    }

    private static void Fill(Activations<float> batch)
    {
        var generator = new RandomGenerator(2);
        for (int row = 0; row < batch.Rows; row++)
        {
            foreach (ref float number in batch.Input(row)) number = generator.NextSingle();
            for (int head = 0; head < 2; head++)
            {
                foreach (ref float number in batch.OutputGradient(head, row)) number = generator.NextSingle() - 0.5f;
            }
        }

        batch.Starts[batch.Row(2, 1)] = true;
    }
}
