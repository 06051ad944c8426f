using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Reports;

/// <summary>What a report shows of one run alone.</summary>
/// <param name="Figures">The figures.</param>
internal sealed record OwnFigures(IReadOnlyList<Figure> Figures)
{
    /// <summary>A sentence for each thing that is missing of the agent, such as a checkpoint that is damaged.</summary>
    internal IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The kinds of pictures that the agent does not allow, those of one reason together.</summary>
    internal IReadOnlyList<UndrawnKinds> Undrawn { get; init; } = [];
}

/// <summary>Kinds of pictures that cannot be drawn of an agent.</summary>
/// <param name="Names">Their names.</param>
/// <param name="Reason">The reason, in one sentence.</param>
internal sealed record UndrawnKinds(IReadOnlyList<string> Names, string Reason)
{
    /// <summary>Puts kinds of the same reason together.</summary>
    /// <param name="missing">The kinds, each with its reason.</param>
    /// <returns>The reasons in their order.</returns>
    internal static List<UndrawnKinds> Of(IReadOnlyList<(string Kind, string Reason)> missing)
    {
        var names = new Dictionary<string, List<string>>();
        var reasons = new List<string>();
        foreach ((string kind, string reason) in missing)
        {
            if (names.TryAdd(reason, [])) reasons.Add(reason);
            names[reason].Add(kind);
        }

        return reasons.ConvertAll(reason => new UndrawnKinds(names[reason], reason));
    }

    /// <inheritdoc/>
    public override string ToString() => $"Not drawn: {string.Join(", ", Names)}. {Reason}";
}
