using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

/// <summary>Lost additions for a rule with two statistics, such as Adam's.</summary>
public class LostMomentTests
{
    private const int ThreadCount = 4;
    private const int Rounds = 500;

    [Fact]
    public void Sums_of_both_moments_and_of_theta_by_several_threads_are_exact_under_interlocked()
    {
        (SharedParameters shared, float[] mean, float[] square) = RunAdders("interlocked");
        var theta = new float[shared.Length];
        shared.Snapshot(theta);
        Assert.All(theta, sum => Assert.Equal(-ThreadCount * Rounds, sum));
        Assert.All(mean, sum => Assert.Equal(2 * ThreadCount * Rounds, sum));
        Assert.All(square, sum => Assert.Equal(4 * ThreadCount * Rounds, sum));
    }

    [Theory]
    [InlineData("hogwild")]
    [InlineData("volatile")]
    [InlineData("interlocked")]
    public void Updates_of_several_threads_are_counted_exactly(string sharing)
    {
        (SharedParameters shared, _, _) = RunAdders(sharing);
        Assert.Equal(ThreadCount * Rounds, shared.Updates);
    }

    /// <summary>A deterministic race: another thread adds 100 after the sharing mode read the mean and before it writes it.</summary>
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

        // The step is the sum of both moments that the thread's own exchange installed. The gradient is 1, and so is its square.
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
        SharingModes.Create(sharing, VectorWidth.Scalar)
            .Apply(rule, parameters.AsSpan(), new StatisticSpans(mean, square), gradient);
        return parameters;
    }

    private static (SharedParameters Shared, float[] Mean, float[] Square) RunAdders(string sharing)
    {
        var shared = new SharedParameters(Structures.Perceptron(3, 16, 2).Layout, SharingModes.Create(sharing, VectorChoice.Widest));
        var gradient = new float[shared.Length];
        Array.Fill(gradient, 2);
        var (mean, square) = (new float[shared.Length], new float[shared.Length]);
        var adders = new Action[ThreadCount];
        Array.Fill(adders, () =>
        {
            for (int round = 0; round < Rounds; round++) shared.Sweep(default(Sums), gradient, new StatisticSpans(mean, square));
        });
        Threads.Run(adders);
        return (shared, mean, square);
    }

    /// <summary>m ← m + Δ, v ← v + Δ², θ ← θ − 1. Floats add these whole numbers exactly.</summary>
    private readonly struct Sums : IUpdateRule
    {
        public static int Statistics => 2;

        public static bool KeepsThetaWithoutGradient => false;

        public TVector NextFirst<TVector>(TVector mean, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float> => mean + gradient;

        public TVector NextSecond<TVector>(TVector square, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float> => square + (gradient * gradient);

        public TVector Step<TVector>(TVector gradient, TVector nextMean, TVector nextSquare)
            where TVector : unmanaged, IVector<TVector, float> => TVector.Broadcast(1);
    }

    /// <summary>m ← m + Δ, v ← v + Δ², θ ← θ − (m + v), with an interruption between the read and the write of each.</summary>
    private readonly struct InterruptedSums(Interruption inMean, Interruption inSquare) : IUpdateRule
    {
        public static int Statistics => 2;

        public static bool KeepsThetaWithoutGradient => false;

        public TVector NextFirst<TVector>(TVector mean, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float>
        {
            inMean.Happen();
            return mean + gradient;
        }

        public TVector NextSecond<TVector>(TVector square, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float>
        {
            inSquare.Happen();
            return square + (gradient * gradient);
        }

        public TVector Step<TVector>(TVector gradient, TVector nextMean, TVector nextSquare)
            where TVector : unmanaged, IVector<TVector, float> => nextMean + nextSquare;
    }
}
