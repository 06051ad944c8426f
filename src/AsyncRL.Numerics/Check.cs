using System.Diagnostics.CodeAnalysis;

namespace AsyncRL.Numerics;

/// <summary>
/// Checks at the edges of the numerics. A valid value costs one comparison; an invalid value raises an exception with one sentence.
/// </summary>
internal static class Check
{
    /// <summary>Checks that two spans that a loop reads together have the same length.</summary>
    internal static void SameLength(int actual, long expected)
    {
        if (actual != expected) ThrowLength("A span", actual, expected);
    }

    /// <summary>Checks the length of a span whose length its owner prescribes.</summary>
    internal static void Length(string owner, string what, int actual, long expected)
    {
        if (actual != expected) ThrowLength($"{owner}: {what}", actual, expected);
    }

    /// <summary>Checks that a span holds at least a given number of elements.</summary>
    internal static void LengthAtLeast(string owner, string what, int actual, int expected)
    {
        if (actual < expected) throw new ArgumentException($"{owner}: {what} has {actual} numbers; expected at least {expected}.");
    }

    /// <summary>Checks that a size is at least 1.</summary>
    internal static int Positive(string owner, string what, int value)
    {
        if (value < 1) throw new ArgumentOutOfRangeException(what, value, $"{owner}: {what} is {value}; expected at least 1.");
        return value;
    }

    /// <summary>The kind of a layer, by which nodes and parameters are named.</summary>
    internal static string Kind(string kind)
    {
        const int Longest = 16;
        bool isWritten = kind.Length is > 0 and <= Longest && char.IsAsciiLetterLower(kind[0]) && char.IsAsciiLetterLower(kind[^1]);
        for (int i = 1; i < kind.Length; i++)
            isWritten &= char.IsAsciiLetterLower(kind[i]) || (kind[i] == '-' && kind[i - 1] != '-');
        if (isWritten) return kind;
        throw new ArgumentException(
            $"The kind of a layer is \"{kind}\"; expected lower-case letters, words joined by hyphens, {Longest} characters at most.");
    }

    [DoesNotReturn]
    private static void ThrowLength(string what, int actual, long expected) =>
        throw new ArgumentException($"{what} has {actual} numbers; expected {expected}.");
}
