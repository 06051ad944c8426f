using System.Collections.Immutable;
using System.Linq;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Studies.Running;

/// <summary>All runs of a study, resolved before the first of them begins.</summary>
internal sealed class StudyPlan
{
    private StudyPlan(StudyDefinition study, double budgetShare, ImmutableArray<StudyGroup> groups) =>
        (Study, BudgetShare, Groups) = (study, budgetShare, groups);

    /// <summary>The study.</summary>
    internal StudyDefinition Study { get; }

    /// <summary>The share of the agent steps and of the evaluation's episodes that is done; 1 for all.</summary>
    internal double BudgetShare { get; }

    /// <summary>The groups: each task, in it each arm, in it each combination of the varied options.</summary>
    internal ImmutableArray<StudyGroup> Groups { get; }

    /// <summary>The number of runs.</summary>
    internal int Runs => Groups.Length * Study.Seeds.Length;

    /// <summary>Agent steps of all runs together.</summary>
    internal double AgentSteps => Groups.Sum(group => (double)group.Configuration.AgentSteps * group.Cells.Count);

    /// <summary>The share of the agent steps that is done with successive halving; 1 without it.</summary>
    internal double ShareOfHalving
    {
        get
        {
            ImmutableArray<Halving> halvings = Halving.Of(this, "");
            return halvings.IsEmpty ? 1 : halvings.Sum(halving => halving.Groups.Length * halving.Share) / Groups.Length;
        }
    }

    /// <summary>The runs, seed by seed, so that a study that is stopped has whole seeds.</summary>
    internal IEnumerable<StudyCell> Cells
    {
        get
        {
            for (int seed = 0; seed < Study.Seeds.Length; seed++)
            {
                foreach (StudyGroup group in Groups) yield return group.Cells[seed];
            }
        }
    }

    /// <summary>Resolves a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="only">The arms that are trained; null for all.</param>
    /// <param name="budgetShare">The share of the agent steps and of the evaluation's episodes that is done.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="InputException">
    /// Settings cannot be trained, a figure is over an option that is not varied, or there is no such arm.
    /// </exception>
    internal static StudyPlan Of(StudyDefinition study, IReadOnlyList<string>? only = null, double budgetShare = 1)
    {
        ImmutableArray<StudyPoint> points = study.Points();
        CheckFigures(study);
        CheckChoices(study, points);
        foreach (StudyTask task in study.Tasks) PathPart.Check("task", task.Name);
        foreach (StudyArm arm in study.Arms) PathPart.Check("arm", arm.Name);
        ImmutableArray<StudyArm> arms = only is null ? study.Arms : ArmsOf(study, only);
        var groups = ImmutableArray.CreateBuilder<StudyGroup>();
        foreach (StudyTask task in study.Tasks)
        {
            foreach (StudyArm arm in arms)
            {
                foreach (StudyPoint point in points) groups.Add(new StudyGroup(study, task, arm, point, budgetShare));
            }
        }

        CheckPaths(groups);
        return new StudyPlan(study, budgetShare, groups.ToImmutable());
    }

    /// <summary>Two names may differ in a space only, which a path has not, or in case, which some systems do not see in paths.</summary>
    private static void CheckPaths(IEnumerable<StudyGroup> groups)
    {
        var known = new Dictionary<string, StudyGroup>(StringComparer.OrdinalIgnoreCase);
        foreach (StudyGroup group in groups)
        {
            if (known.TryAdd(group.RelativePath, group)) continue;
            throw new InputException(
                $"The runs of {known[group.RelativePath].Name} and of {group.Name} would have the same directory, {group.RelativePath}; "
                + "expected names that differ in more than case, spaces and signs.");
        }
    }

    /// <summary>Makes sure that the memory suffices for the runs that are trained at a time.</summary>
    /// <param name="sideBySide">Runs at a time.</param>
    /// <param name="available">Bytes of memory.</param>
    /// <exception cref="InputException">It does not.</exception>
    internal void CheckMemory(int sideBySide, long available)
    {
        int together = Math.Clamp(Groups.Where(group => !group.IsAlone).Sum(group => group.Cells.Count), 1, sideBySide);
        foreach (StudyGroup group in Groups)
            MemoryEstimate.OfTraining(group.Configuration).Check(group.IsAlone ? available : available / together);
    }

    /// <summary>Makes sure that the runs that are there already have the settings of this study.</summary>
    /// <param name="directory">The study's directory.</param>
    /// <exception cref="InputException">A run has other settings.</exception>
    internal void CheckEarlierRuns(string directory)
    {
        foreach (StudyCell cell in Cells)
        {
            string path = cell.PathIn(directory);
            if (!File.Exists(Path.Combine(path, RunPath.Manifest))) continue;
            using var run = RunDirectory.Open(path);
            FinishedRun.CheckSettings(run, cell.Group.Configure(cell.Seed));
        }
    }

    private static void CheckFigures(StudyDefinition study)
    {
        foreach (StudyFigure figure in study.Figures)
        {
            if (figure.Over is not { } over || study.Varied.Any(option => IsName(option.Name, over))) continue;
            string[] names = [.. study.Varied.Select(option => option.Name)];
            string advice = names.Length == 0 ? "expected a study that varies an option." : Names.Advice(over, names);
            throw new InputException($"The figure {figure.Kind} is over {over}, which the study does not vary; {advice}");
        }
    }

    private static void CheckChoices(StudyDefinition study, ImmutableArray<StudyPoint> points)
    {
        int most = points.GroupBy(study.NamesIn).Min(group => group.Count());
        string combinations = NumberText.Count(most, "combination");
        if (study.Best is { } best && !(best >= 1 && best <= most))
        {
            throw new InputException(
                $"The study takes the best {best} of {combinations} of an arm; expected a number from 1 to {most}.");
        }

        if (study.Halve is not { } halve) return;
        if (study.Best is not null)
        {
            throw new InputException(
                "The study has the best of all combinations and halves them, but those that are stopped have no score; expected one of "
                + "both.");
        }

        if (halve >= 2 && halve <= most) return;
        string expected = most < 2 ? "a study that varies an option with several numbers" : $"a number from 2 to {most}";
        throw new InputException($"The study halves {combinations} of an arm by {halve}; expected {expected}.");
    }

    private static ImmutableArray<StudyArm> ArmsOf(StudyDefinition study, IReadOnlyList<string> only)
    {
        string[] names = [.. study.Arms.Select(arm => arm.Name)];
        foreach (string word in only)
        {
            if (Names.Match(word, names) is null) throw new InputException(Names.Unknown("arm", word, names));
        }

        return study.Arms.RemoveAll(arm => Names.Match(arm.Name, only) is null);
    }

    private static bool IsName(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
