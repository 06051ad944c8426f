namespace AsyncRL.Core.Options;

/// <summary>
/// How every name on the command line is looked up: without regard to case, and with the nearest name in the sentence about one that does
/// not exist.
/// </summary>
public static class Names
{
    private const int LongestWord = 130, LongestList = 300;
    private const int ShortestPart = 3;

    /// <summary>Finds a name without regard to case.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="names">The names.</param>
    /// <returns>The name as it is written here; null if there is none.</returns>
    public static string? Match(string word, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (string name in names)
        {
            if (string.Equals(name, word, StringComparison.OrdinalIgnoreCase)) return name;
        }

        return null;
    }

    /// <summary>The nearest name, if one is near: a few letters differ, or one word is a part of the other.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="names">The names.</param>
    /// <returns>The nearest; null if none is near.</returns>
    public static string? Nearest(string word, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(names);
        if (word.Length > LongestWord) return null;
        string wanted = word.ToUpperInvariant();
        (string? nearest, int smallest) = (null, int.MaxValue);
        (string? containing, int fewest) = (null, int.MaxValue);
        foreach (string name in names)
        {
            string candidate = name.ToUpperInvariant();
            int distance = Distance(wanted, candidate);
            if (distance < smallest && distance <= Math.Max(1, candidate.Length / 3)) (nearest, smallest) = (name, distance);
            int difference = Math.Abs(candidate.Length - wanted.Length);
            if (difference < fewest && IsPart(wanted, candidate)) (containing, fewest) = (name, difference);
        }

        return nearest ?? containing;
    }

    /// <summary>The sentence about a name that does not exist.</summary>
    /// <param name="kind">What it should be the name of: "environment".</param>
    /// <param name="word">What was typed.</param>
    /// <param name="names">The names.</param>
    /// <param name="listing">The command that shows all names; null where there is none.</param>
    /// <returns>The sentence.</returns>
    public static string Unknown(string kind, string word, IReadOnlyCollection<string> names, string? listing = null) =>
        $"There is no {kind} \"{word}\"; {Advice(word, names, listing)}";

    /// <summary>The second half of a sentence about a name that does not exist: the nearest, or all if that is short.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="names">The names.</param>
    /// <param name="listing">The command that shows all names; null where there is none.</param>
    /// <returns>The half sentence.</returns>
    public static string Advice(string word, IReadOnlyCollection<string> names, string? listing = null)
    {
        string all = string.Join(", ", names);
        string nearest = Nearest(word, names) ?? "";
        return (nearest.Length > 0, listing) switch
        {
            (true, null) => $"did you mean {nearest}?",
            (true, _) => $"did you mean {nearest} ({listing} shows all)?",
            (false, not null) when all.Length > LongestList => $"expected a name that {listing} shows.",
            _ => $"expected one of {all}.",
        };
    }

    private static bool IsPart(string a, string b) =>
        a.Length >= ShortestPart && b.Length >= ShortestPart
        && (a.Contains(b, StringComparison.Ordinal) || b.Contains(a, StringComparison.Ordinal));

    /// <summary>
    /// Insertions, deletions, replacements and swaps of neighbors that turn one word into the other (optimal string alignment).
    /// </summary>
    private static int Distance(string a, string b)
    {
        var distance = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) distance[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) distance[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = distance[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                int least = Math.Min(replaced, 1 + Math.Min(distance[i - 1, j], distance[i, j - 1]));
                bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                distance[i, j] = swapped ? Math.Min(least, 1 + distance[i - 2, j - 2]) : least;
            }
        }

        return distance[a.Length, b.Length];
    }
}
