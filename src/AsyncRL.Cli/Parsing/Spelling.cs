namespace AsyncRL.Cli.Parsing;

/// <summary>Guesses what a misspelt word was meant to be.</summary>
internal static class Spelling
{
    /// <summary>The nearest of some words, if one is near.</summary>
    /// <param name="word">The misspelt word.</param>
    /// <param name="candidates">The words there are.</param>
    /// <returns>The nearest; null if more than a third of its letters differ.</returns>
    internal static string? Nearest(string word, IEnumerable<string> candidates)
    {
        (string? nearest, int smallest) = (null, int.MaxValue);
        foreach (string candidate in candidates)
        {
            int distance = Distance(word, candidate);
            if (distance < smallest && distance <= Math.Max(1, candidate.Length / 3)) (nearest, smallest) = (candidate, distance);
        }

        return nearest;
    }

    /// <summary>
    /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other (optimal string alignment).
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
