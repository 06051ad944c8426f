using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

/// <summary>The results of one thread depend neither on the sharing mode nor on the vector of Hogwild.</summary>
public class SharingModeAgreementTests
{
    private static readonly NetworkStructure Structure = Structures.Perceptron(3, 20, 2);

    [Theory]
    [InlineData("shared-rmsprop")]
    [InlineData("rmsprop")]
    [InlineData("momentum-sgd")]
    [InlineData("shared-adam")]
    [InlineData("adam")]
    public void With_one_thread_theta_is_bit_identical_for_all_sharing_mode_and_vectors(string optimizer) =>
        PropertyCheck.ForAllSeeds(optimizer, 50, seed =>
        {
            float[] expected = Train(optimizer, "hogwild", VectorWidth.Scalar, seed);
            Assert.Contains(expected, parameter => parameter != 0);
            foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
                Bits.AssertSame(expected, Train(optimizer, "hogwild", width, seed), $"hogwild over {width}");
            Bits.AssertSame(expected, Train(optimizer, "volatile", VectorWidth.Scalar, seed), "volatile");
            Bits.AssertSame(expected, Train(optimizer, "interlocked", VectorWidth.Scalar, seed), "interlocked");
        });

    private static float[] Train(string optimizerName, string sharing, VectorWidth width, ulong seed)
    {
        var generator = new RandomGenerator(seed);
        var shared = new SharedParameters(Structure.Layout, SharingModes.Create(sharing, width));
        var options = new OptimizerOptions { Optimizer = optimizerName, Decay = 0.8, Epsilon = 1e-3 };
        OptimizerStatistics first = TestUpdates.Statistics(options with { ClipNorm = 0 }, shared);
        OptimizerStatistics[] clients =
            [first, first.Optimizer.IsShared ? first : TestUpdates.Statistics(options with { ClipNorm = 0 }, shared)];
        for (int update = 0; update < 20; update++)
        {
            float[] gradient = Numbers.Normal(generator, shared.Length, Math.Exp(3 * generator.NextNormal()));
            shared.Update(TestUpdates.Gradient(Structure, gradient), clients[update % clients.Length], generator.NextDouble());
        }

        var theta = new float[shared.Length];
        shared.Snapshot(theta);
        return theta;
    }
}
