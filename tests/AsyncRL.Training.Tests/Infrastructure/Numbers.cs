using AsyncRL.Core.Randomness;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>Random numbers.</summary>
internal static class Numbers
{
    /// <summary>Draws numbers from N(0, scale²).</summary>
    internal static float[] Normal(RandomGenerator generator, int length, double scale = 1)
    {
        var numbers = new float[length];
        foreach (ref float number in numbers.AsSpan()) number = (float)(scale * generator.NextNormal());
        return numbers;
    }
}
