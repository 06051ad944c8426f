using System.Collections.Immutable;
using System.Linq;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Studies.Definition;

/// <summary>
/// A study: every arm on every task, with every combination of the varied options and every seed. It says what is trained, not how far that
/// has come.
/// </summary>
internal sealed record StudyDefinition
{
    internal const int MostRuns = 100_000;

    /// <summary>The measures that may be the score of a run.</summary>
    internal static readonly ImmutableArray<string> Scores = ["final", "greedy", "area", "last"];

    /// <summary>The title of its page; empty for none.</summary>
    internal string Title { get; init; } = "";

    /// <summary>What it asks, in a sentence or two; empty for none.</summary>
    internal string Question { get; init; } = "";

    /// <summary>The figure or table of the literature that it reproduces; empty for none.</summary>
    internal string Source { get; init; } = "";

    /// <summary>What the literature, or a hypothesis, lets one expect; empty for none.</summary>
    internal string Expectation { get; init; } = "";

    /// <summary>Settings of all runs. Those of tasks count more, those of arms more than these.</summary>
    internal OptionsFile Runs { get; init; } = new();

    /// <summary>The tasks; at least one.</summary>
    internal required ImmutableArray<StudyTask> Tasks { get; init; }

    /// <summary>The arms; at least one.</summary>
    internal required ImmutableArray<StudyArm> Arms { get; init; }

    /// <summary>The varied options.</summary>
    internal ImmutableArray<VariedOption> Varied { get; init; } = [];

    /// <summary>
    /// Whether the varied options change together, the first value of each with the first of the others; else all combine.
    /// </summary>
    internal bool IsPaired { get; init; }

    /// <summary>The seeds; each combination has a run for each.</summary>
    internal required ImmutableArray<ulong> Seeds { get; init; }

    /// <summary>The seed of the values that ranges draw.</summary>
    internal ulong DrawSeed { get; init; } = 1;

    /// <summary>Whether each run has the machine for itself; runs of several threads always have.</summary>
    internal bool IsAlone { get; init; }

    /// <summary>The score of a run: one of <see cref="Scores"/>.</summary>
    internal string Score { get; init; } = "final";

    /// <summary>
    /// The number of combinations of the varied options over which an arm is scored, its best ones; null to score it over all runs.
    /// </summary>
    internal int? Best { get; init; }

    /// <summary>
    /// η of successive halving: at each rung one of η combinations of an arm continues; null to train all to the end.
    /// </summary>
    internal int? Halve { get; init; }

    /// <summary>The figures; empty for those that fit.</summary>
    internal ImmutableArray<StudyFigure> Figures { get; init; } = [];

    /// <summary>The values of a combination that are names, such as algorithm. They tell alternatives apart, as arms do.</summary>
    /// <param name="point">The combination.</param>
    /// <returns>The values as one text; empty if all are numbers.</returns>
    internal string NamesIn(StudyPoint point) =>
        string.Join('\n', Varied.Where(option => !option.IsNumeric).Select(option => point.ValueOf(option.Name)));

    /// <summary>Finds a varied option.</summary>
    /// <param name="name">Its name; the study varies it.</param>
    internal VariedOption VariedBy(string name) =>
        Varied.First(option => string.Equals(option.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Every combination of the varied options, in order.</summary>
    /// <returns>The combinations; a single one without values if nothing is varied.</returns>
    /// <exception cref="InputException">Options that change together have different numbers of values.</exception>
    internal ImmutableArray<StudyPoint> Points()
    {
        List<ImmutableArray<(string, string)>> combinations = [[]];
        if (IsPaired && Varied.Length > 0)
        {
            CheckPairs();
            combinations.Clear();
            for (int i = 0; i < Varied[0].Values.Length; i++)
                combinations.Add([.. Varied.Select(option => (option.Name, option.Values[i]))]);
        }
        else
        {
            foreach (VariedOption option in Varied)
            {
                CheckCount((long)combinations.Count * option.Values.Length);
                List<ImmutableArray<(string, string)>> longer = [];
                foreach (ImmutableArray<(string, string)> combination in combinations)
                {
                    foreach (string value in option.Values) longer.Add(combination.Add((option.Name, value)));
                }

                combinations = longer;
            }
        }

        CheckCount((long)combinations.Count * Tasks.Length * Arms.Length * Seeds.Length);
        var points = ImmutableArray.CreateBuilder<StudyPoint>(combinations.Count);
        foreach (ImmutableArray<(string, string)> combination in combinations) points.Add(new StudyPoint(points.Count, combination));
        return points.MoveToImmutable();
    }

    /// <summary>The figures that are drawn: those that the definition names, or those that fit what it varies.</summary>
    internal ImmutableArray<StudyFigure> FiguresToDraw()
    {
        if (Figures.Length > 0) return Figures;
        var figures = ImmutableArray.CreateBuilder<StudyFigure>();
        if (Varied.FirstOrDefault(option => option.IsNumeric) is { } numeric)
        {
            string kind = numeric.Range is null ? StudyFigure.Scores : StudyFigure.Scatter;
            figures.Add(new StudyFigure(kind, numeric.Name, StudyFigure.AgentSteps));
        }
        else
        {
            figures.Add(new StudyFigure(StudyFigure.Curves, null, StudyFigure.AgentSteps));
        }

        if (Tasks.Length > 1 && Tasks.All(task => task.HasScale))
            figures.Add(new StudyFigure(StudyFigure.Profile, null, StudyFigure.AgentSteps));
        return figures.ToImmutable();
    }

    private void CheckPairs()
    {
        foreach (VariedOption option in Varied)
        {
            if (option.Values.Length == Varied[0].Values.Length) continue;
            throw new InputException(
                $"The option {option.Name} has {option.Values.Length} values and {Varied[0].Name} has {Varied[0].Values.Length}; "
                + "expected equal numbers of values of options that change together.");
        }
    }

    private static void CheckCount(long runs)
    {
        if (runs > MostRuns) throw new InputException($"The study has more than {MostRuns:N0} runs; expected fewer values, arms or seeds.");
    }
}
