namespace AsyncRL.Cli.Figures.Games;

/// <summary>Chooses the agent steps at which the value changed most.</summary>
internal static class Jumps
{
    private const int Spacings = 3;

    /// <summary>Chooses steps.</summary>
    /// <param name="steps">The steps of one or several episodes, none left out.</param>
    /// <param name="count">Number of steps to choose; fewer if there are fewer.</param>
    /// <returns>Their indices, in order. Each is the step after a change; no two are near each other.</returns>
    internal static IReadOnlyList<int> Choose(IReadOnlyList<PlayedStep> steps, int count)
    {
        var byChange = new List<(float Change, int Index)>();
        for (int i = 0; i < steps.Count; i++)
        {
            bool follows = i > 0 && steps[i].Episode == steps[i - 1].Episode;
            byChange.Add((follows ? Math.Abs(steps[i].Value - steps[i - 1].Value) : 0, i));
        }

        byChange.Sort((a, b) => a.Change != b.Change ? b.Change.CompareTo(a.Change) : a.Index.CompareTo(b.Index));
        int spacing = Math.Max(1, steps.Count / (Spacings * Math.Max(1, count)));
        var chosen = new List<int>();
        foreach ((_, int index) in byChange)
        {
            if (chosen.Count == count) break;
            if (chosen.TrueForAll(other => Math.Abs(other - index) >= spacing)) chosen.Add(index);
        }

        chosen.Sort();
        return chosen;
    }
}
