using System.Runtime.InteropServices;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>Compares floats bit for bit.</summary>
internal static class Bits
{
    internal static void AssertSame(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        int i = FirstDifference(expected, actual);
        if (i >= 0) Assert.Fail($"{what}: number {i} is {actual[i]:R}; expected exactly {expected[i]:R}.");
    }

    internal static void AssertDiffer(ReadOnlySpan<float> left, ReadOnlySpan<float> right, string what) =>
        Assert.True(FirstDifference(left, right) >= 0, $"{what}: all {left.Length} numbers are the same.");

    private static int FirstDifference(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ReadOnlySpan<int> leftBits = MemoryMarshal.Cast<float, int>(left), rightBits = MemoryMarshal.Cast<float, int>(right);
        int common = leftBits.CommonPrefixLength(rightBits);
        return common == left.Length && left.Length == right.Length ? -1 : common;
    }
}
