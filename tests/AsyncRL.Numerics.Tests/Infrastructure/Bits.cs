using System.Numerics;

namespace AsyncRL.Numerics.Tests.Infrastructure;

/// <summary>
/// Compares numbers bit for bit. Any NaN equals any other NaN, because machines differ in the sign of the NaN that they produce.
/// </summary>
internal static class Bits
{
    internal static bool Same<T>(T left, T right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.IsNaN(left) ? T.IsNaN(right) : left == right && T.IsNegative(left) == T.IsNegative(right);

    internal static void AssertSame<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (!Same(expected[i], actual[i])) Assert.Fail($"{what}: number {i} is {actual[i]:R}; expected exactly {expected[i]:R}.");
        }
    }
}
