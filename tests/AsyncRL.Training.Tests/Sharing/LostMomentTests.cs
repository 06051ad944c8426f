using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Sharing;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Sharing;

/// <summary>Lost additions where a rule has two statistics, as Adam's has.</summary>
public class LostMomentTests
{
    private const int ThreadCount = 4;
    private const int Rounds = 500;

    [Fact]
    public void Sums_of_both_moments_and_of_theta_by_several_threads_are_exact_under_interlocked()
    {
        SharedParameters shared = RunAdders("interlocked");
        var (theta, square, mean) = (new float[shared.Length], new float[shared.Length], new float[shared.Length]);
        shared.ReadForCheckpoint(theta, square);
        shared.ReadMeanAndTarget(mean, []);
        Assert.All(theta, sum => Assert.Equal(-ThreadCount * Rounds, sum));
        Assert.All(mean, sum => Assert.Equal(2 * ThreadCount * Rounds, sum));
        Assert.All(square, sum => Assert.Equal(4 * ThreadCount * Rounds, sum));
    }

    [Theory]
    [InlineData("hogwild")]
    [InlineData("volatile")]
    [InlineData("interlocked")]
    public void Steps_and_updates_of_several_threads_are_counted_exactly(string sharing)
    {
        SharedParameters shared = RunAdders(sharing);
        Assert.Equal(ThreadCount * Rounds, shared.Updates);
        Assert.Equal((ThreadCount * Rounds) + 1, shared.CountMomentUpdate());
    }

    /// <summary>The race in slow motion: another thread adds 100 after the sharing mode read the mean and before it writes it.</summary>
    [Theory]
    [InlineData("interlocked", 101)]
    [InlineData("volatile", 1)]
    [InlineData("hogwild", 1)]
    public void An_addition_to_the_mean_survives_only_under_interlocked(string sharing, float expected)
    {
        var mean = new float[16];
        var interruption = new Interruption(() => mean[0] += 100);
        float[] theta = Apply(sharing, mean, new float[16], new InterruptedSums(interruption, new Interruption(() => { })));
        Assert.Equal(expected, mean[0]);

        // The step is the sum of both moments, those that the own exchange installed: the gradient is 1, and so is the square.
        Assert.Equal(-(expected + 1), theta[0]);
    }

    [Theory]
    [InlineData("interlocked", 101)]
    [InlineData("volatile", 1)]
    [InlineData("hogwild", 1)]
    public void An_addition_to_the_mean_square_survives_only_under_interlocked(string sharing, float expected)
    {
        var square = new float[16];
        var interruption = new Interruption(() => square[0] += 100);
        float[] theta = Apply(sharing, new float[16], square, new InterruptedSums(new Interruption(() => { }), interruption));
        Assert.Equal(expected, square[0]);
        Assert.Equal(-(expected + 1), theta[0]);
    }

    private static float[] Apply(string sharing, float[] mean, float[] square, InterruptedSums rule)
    {
        var (parameters, gradient) = (new float[16], new float[16]);
        gradient[0] = 1;
        SharingModes.Create(sharing, VectorWidth.Scalar).ApplyMoments(rule, parameters, mean, square, gradient);
        return parameters;
    }

    private static SharedParameters RunAdders(string sharing)
    {
        var shared = new SharedParameters(Structures.Perceptron(3, 16, 2).Layout, SharingModes.Create(sharing, VectorChoice.Widest));
        var gradient = new float[shared.Length];
        Array.Fill(gradient, 2);
        var adders = new Action[ThreadCount];
        Array.Fill(adders, () =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                shared.CountMomentUpdate();
                shared.ApplyMoments(default(Sums), gradient);
            }
        });
        Threads.Run(adders);
        return shared;
    }

    /// <summary>m ← m + Δ, v ← v + Δ², θ ← θ − 1: whole numbers, which floats add exactly.</summary>
    private readonly struct Sums : IMomentsRule
    {
        public TVector NextMean<TVector>(TVector mean, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float> => mean + gradient;

        public TVector NextSquare<TVector>(TVector square, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float> => square + (gradient * gradient);

        public TVector Step<TVector>(TVector nextMean, TVector nextSquare)
            where TVector : unmanaged, IVector<TVector, float> => TVector.Broadcast(1);
    }

    /// <summary>m ← m + Δ, v ← v + Δ², θ ← θ − (m + v), with something in between the reading and the writing of each.</summary>
    private readonly struct InterruptedSums(Interruption inMean, Interruption inSquare) : IMomentsRule
    {
        public TVector NextMean<TVector>(TVector mean, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float>
        {
            inMean.Happen();
            return mean + gradient;
        }

        public TVector NextSquare<TVector>(TVector square, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float>
        {
            inSquare.Happen();
            return square + (gradient * gradient);
        }

        public TVector Step<TVector>(TVector nextMean, TVector nextSquare)
            where TVector : unmanaged, IVector<TVector, float> => nextMean + nextSquare;
    }
}
