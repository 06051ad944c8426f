using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

/// <summary>The loop compares bits. If it compared values, it would never end for NaN, and it would treat −0 as 0.</summary>
public class CompareExchangeTests
{
    [Theory]
    [InlineData(float.NaN, 1, float.NaN)]
    [InlineData(1, float.NaN, float.NaN)]
    [InlineData(-0f, 0, -0f)]
    [InlineData(-0f, -0f, 0)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity, float.NaN)]
    public void Subtraction_ends_on_every_float(float from, float amount, float expected)
    {
        float target = from;
        Threads.Run(() => InterlockedSharing.Subtract(ref target, amount));
        Assert.Equal(expected, target);
        if (expected == 0) Assert.Equal(float.IsNegative(expected), float.IsNegative(target));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-0f)]
    public void An_update_ends_on_a_statistic_that_does_not_equal_itself_or_equals_another(float statistic)
    {
        var statistics = new float[16];
        Array.Fill(statistics, statistic);
        var interruption = new Interruption(() => { });
        Threads.Run(() => Apply(statistics, interruption));
        Assert.Equal(statistics.Length, interruption.Moments);
        Assert.All(statistics, next => Assert.Equal(1 / statistic, next));
    }

    [Fact]
    public void A_change_from_minus_zero_to_zero_by_another_thread_is_noticed()
    {
        var statistics = new float[16];
        statistics[0] = -0f;
        var interruption = new Interruption(() => statistics[0] = 0);
        Apply(statistics, interruption);
        Assert.Equal(statistics.Length + 1, interruption.Moments);
        Assert.Equal(float.PositiveInfinity, statistics[0]);
    }

    private static void Apply(float[] statistics, Interruption interruption) =>
        SharingModes.Create("interlocked", VectorWidth.Scalar)
            .Apply(new Reciprocal(interruption), new float[16], statistics, new float[16]);

    /// <summary>g ← 1 / g, which distinguishes −0 from 0; θ is constant.</summary>
    private readonly struct Reciprocal(Interruption interruption) : IUpdateRule
    {
        public static int Statistics => 1;

        public static bool KeepsThetaWithoutGradient => false;

        public TVector NextFirst<TVector>(TVector statistic, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float>
        {
            interruption.Happen();
            return TVector.Broadcast(1) / statistic;
        }

        public TVector NextSecond<TVector>(TVector second, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float> => second;

        public TVector Step<TVector>(TVector gradient, TVector nextStatistic, TVector nextSecond)
            where TVector : unmanaged, IVector<TVector, float> => TVector.Broadcast(0);
    }
}
