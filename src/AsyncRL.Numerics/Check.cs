using System.Diagnostics.CodeAnalysis;

namespace AsyncRL.Numerics;

/// <summary>Checks at the edges of the numerics: one comparison where all is well, one sentence where it is not.</summary>
internal static class Check
{
    /// <summary>Two spans that are walked together.</summary>
    internal static void SameLength(int actual, long expected)
    {
        if (actual != expected) ThrowLength("A span", actual, expected);
    }

    /// <summary>A span whose length its owner fixes.</summary>
    internal static void Length(string owner, string what, int actual, long expected)
    {
        if (actual != expected) ThrowLength($"{owner}: {what}", actual, expected);
    }

    /// <summary>A span that must hold at least so much.</summary>
    internal static void LengthAtLeast(string owner, string what, int actual, int expected)
    {
        if (actual < expected) throw new ArgumentException($"{owner}: {what} has {actual} numbers; expected at least {expected}.");
    }

    /// <summary>A size that must be at least 1.</summary>
    internal static int Positive(string owner, string what, int value)
    {
        if (value < 1) throw new ArgumentOutOfRangeException(what, value, $"{owner}: {what} is {value}; expected at least 1.");
        return value;
    }

    [DoesNotReturn]
    private static void ThrowLength(string what, int actual, long expected) =>
        throw new ArgumentException($"{what} has {actual} numbers; expected {expected}.");
}
