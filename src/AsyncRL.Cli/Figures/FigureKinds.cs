using AsyncRL.Cli.Figures.Kinds;

namespace AsyncRL.Cli.Figures;

/// <summary>All kinds of figures of an agent.</summary>
internal static class FigureKinds
{
    /// <summary>The kinds, in the order in which a report shows them.</summary>
    internal static IReadOnlyList<FigureKind> All { get; } =
    [
        new ValueAlongGameKind(),
        new PolicyKind(),
        new ActionValuesKind(),
        new SaliencyKind(),
        new AttentionOverTrainingKind(),
        new FiltersKind(),
        new ActivationsKind(),
        new MaximiseKind(),
        new EmbeddingKind(),
        new EmbeddingOfGamesKind(),
        new ValueMapKind(),
        new PolicyMapKind(),
    ];

    /// <summary>Their names.</summary>
    internal static IReadOnlyList<string> Names
    {
        get
        {
            var names = new List<string>();
            foreach (FigureKind kind in All) names.Add(kind.Name);
            return names;
        }
    }

    /// <summary>Finds a kind without regard to case.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The kind; null if there is none.</returns>
    internal static FigureKind? Find(string name)
    {
        foreach (FigureKind kind in All)
        {
            if (string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase)) return kind;
        }

        return null;
    }
}
