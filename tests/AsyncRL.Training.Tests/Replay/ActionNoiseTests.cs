using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Training.Tests.Replay;

/// <summary>The noise of a deterministic policy.</summary>
public class ActionNoiseTests
{
    private const int Draws = 200_000;

    [Theory]
    [InlineData(0.15, 0.2, 1)]
    [InlineData(0.5, 0.1, 0.5)]
    public void The_process_has_its_stationary_deviation_and_correlation(double reversion, double deviation, double timeStep)
    {
        double[] noise = Draw(new NoiseSettings(true, deviation, reversion, timeStep));
        (double squares, double products) = Moments(noise);
        double correlation = 1 - (reversion * timeStep);
        double expected = deviation * Math.Sqrt(timeStep / (1 - (correlation * correlation)));
        Assert.Equal(expected, Math.Sqrt(squares / noise.Length), 0.03 * expected);
        Assert.Equal(correlation, products / squares, 0.01);
    }

    [Fact]
    public void Gaussian_noise_is_independent()
    {
        double[] noise = Draw(new NoiseSettings(false, 0.1, 0.15, 1));
        (double squares, double products) = Moments(noise);
        Assert.Equal(0.1, Math.Sqrt(squares / noise.Length), 0.002);
        Assert.Equal(0, products / squares, 0.01);
    }

    /// <summary>Without reversion the process would be far from 0 after thousands of steps.</summary>
    [Fact]
    public void An_episode_begins_with_noise_0_in_its_environment_only()
    {
        var noise = new ActionNoise(2, 1, new NoiseSettings(true, 0.001, 0, 1));
        var generator = new RandomGenerator(1);
        float[] first = new float[1], second = new float[1];
        for (int i = 0; i < 10_000; i++)
        {
            (first[0], second[0]) = (0, 0);
            noise.AddTo(first, 0, generator);
            noise.AddTo(second, 1, generator);
        }

        float kept = second[0];
        Assert.True(Math.Abs(first[0]) > 0.01 && Math.Abs(kept) > 0.01);
        noise.Begin(0);
        (first[0], second[0]) = (0, 0);
        noise.AddTo(first, 0, generator);
        noise.AddTo(second, 1, generator);
        Assert.InRange(first[0], -0.006, 0.006);
        Assert.InRange(second[0], kept - 0.006, kept + 0.006);
    }

    [Fact]
    public void Actions_with_noise_are_clipped()
    {
        var noise = new ActionNoise(1, 1, new NoiseSettings(false, 10, 0, 1));
        var generator = new RandomGenerator(1);
        var seen = new HashSet<float>();
        for (int i = 0; i < 100; i++)
        {
            var action = new float[1];
            noise.AddTo(action, 0, generator);
            Assert.InRange(action[0], -1, 1);
            seen.Add(action[0]);
        }

        Assert.Contains(-1, seen);
        Assert.Contains(1, seen);
    }

    /// <summary>The sum of squares, and that of the products of consecutive numbers.</summary>
    private static (double Squares, double Products) Moments(double[] noise)
    {
        double squares = 0, products = 0;
        for (int i = 1; i < noise.Length; i++)
        {
            squares += noise[i] * noise[i];
            products += noise[i] * noise[i - 1];
        }

        return (squares, products);
    }

    private static double[] Draw(NoiseSettings settings)
    {
        var noise = new ActionNoise(1, 1, settings);
        var generator = new RandomGenerator(3);
        var drawn = new double[Draws];
        var action = new float[1];
        for (int i = 0; i < Draws; i++)
        {
            action[0] = 0;
            noise.AddTo(action, 0, generator);
            drawn[i] = action[0];
        }

        return drawn;
    }
}
