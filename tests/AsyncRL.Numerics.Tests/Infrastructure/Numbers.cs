using System.Numerics;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Numerics.Tests.Infrastructure;

/// <summary>Random numbers for kernels and layers.</summary>
internal static class Numbers
{
    /// <summary>Draws numbers from [−1, 1) with 24 bits, one in sixteen of them 0. Float and double get exactly the same numbers.</summary>
    internal static void Draw<T>(RandomGenerator generator, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref T number in destination)
            number = generator.NextInteger(16) == 0 ? T.Zero : T.CreateChecked((2 * generator.NextSingle()) - 1);
    }

    /// <summary>Does the same as <see cref="Draw{T}(RandomGenerator, Span{T})"/>, into a new array.</summary>
    internal static T[] Draw<T>(RandomGenerator generator, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var numbers = new T[length];
        Draw(generator, numbers.AsSpan());
        return numbers;
    }
}
