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
