using System.Collections.Immutable;
using System.Linq;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Studies.Running;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Studies.Results;

/// <summary>What the runs of a study gave, as far as they have ended.</summary>
internal sealed class StudyResults
{
    private readonly Dictionary<StudyGroup, GroupResult> _byGroup = [];

    private StudyResults(StudyPlan plan, ImmutableArray<GroupResult> groups, ImmutableArray<Halving> halvings)
    {
        (Plan, Groups, Halvings) = (plan, groups, halvings);
        foreach (GroupResult result in groups) _byGroup.Add(result.Group, result);
    }

    /// <summary>The study.</summary>
    internal StudyPlan Plan { get; }

    /// <summary>The groups, in the order of the plan.</summary>
    internal ImmutableArray<GroupResult> Groups { get; }

    /// <summary>The competitions of successive halving; none if the study does not halve.</summary>
    internal ImmutableArray<Halving> Halvings { get; }

    /// <summary>All runs, group by group.</summary>
    internal IEnumerable<StudyRun> Runs => Groups.SelectMany(group => group.Runs);

    /// <summary>Seconds of all runs together, as if they had been trained one after another.</summary>
    internal double Seconds => Runs.Sum(run => run.Result?.Seconds ?? 0);

    /// <summary>Reads the results from the runs' directories.</summary>
    /// <param name="plan">The study.</param>
    /// <param name="directory">The study's directory.</param>
    /// <param name="command">The command that reads them.</param>
    /// <param name="report">Receives the share that is read.</param>
    /// <returns>The results.</returns>
    internal static StudyResults Read(StudyPlan plan, string directory, string command, Action<double, string> report)
    {
        var groups = ImmutableArray.CreateBuilder<GroupResult>(plan.Groups.Length);
        ImmutableArray<Halving> halvings = Halving.Of(plan, directory);
        var stops = new Dictionary<StudyGroup, long>();
        foreach (Halving halving in halvings)
        {
            foreach ((StudyGroup group, int rung) in halving.Stops()) stops.Add(group, halving.AgentStepsAt(group, rung));
        }

        foreach (StudyGroup group in plan.Groups)
        {
            report((double)groups.Count / plan.Groups.Length, $"reading {group.Name}");

            // A short run may come to its end before it is stopped. Whether it does depends on the machine, so that its end counts nothing.
            IEnumerable<StudyRun> runs = group.Cells.Select(cell => stops.TryGetValue(group, out long at)
                ? new StudyRun(cell, null) { StoppedAt = RungScore.Read(cell.PathIn(directory), at) }
                : StudyRun.Read(cell, directory, command));
            groups.Add(new GroupResult(group, [.. runs], plan.Study.Score));
        }

        return new StudyResults(plan, groups.MoveToImmutable(), halvings);
    }

    /// <summary>The result of a group.</summary>
    /// <param name="group">The group.</param>
    internal GroupResult ResultOf(StudyGroup group) => _byGroup[group];

    /// <summary>
    /// The groups of a task as series. Groups belong together if they have one arm and differ only in the option of an axis, or, without an
    /// axis, only in options whose values are numbers.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="over">The option of the axis; null for none.</param>
    /// <returns>The series, in the order of the plan.</returns>
    internal ImmutableArray<StudySeries> SeriesOf(StudyTask task, string? over)
    {
        var series = Groups.Where(result => result.Group.Task == task).GroupBy(result => SeriesNameOf(result.Group, over));
        return [.. series.Select((members, index) => new StudySeries(members.Key, index, [.. members]))];
    }

    /// <summary>The name of the series to which a group belongs.</summary>
    /// <param name="group">The group.</param>
    /// <param name="over">The option of the axis; null for none.</param>
    internal string SeriesNameOf(StudyGroup group, string? over)
    {
        List<string> parts = [];
        foreach (VariedOption option in Plan.Study.Varied)
        {
            bool isApart = over is null ? !option.IsNumeric : !string.Equals(option.Name, over, StringComparison.OrdinalIgnoreCase);
            if (isApart) parts.Add(NameOf(option, group.Point.ValueOf(option.Name)!));
        }

        // A single arm needs no name beside the values that tell the series apart.
        if (Plan.Study.Arms.Length > 1 || parts.Count == 0) parts.Insert(0, group.Arm.Name);
        return string.Join(", ", parts);
    }

    private static string NameOf(VariedOption option, string value) => option.IsNumeric ? $"{option.Name} {value}" : value;
}

/// <summary>The results of runs that differ in nothing but their seed.</summary>
internal sealed class GroupResult
{
    /// <summary>Computes the results.</summary>
    /// <param name="group">The group.</param>
    /// <param name="runs">Its runs.</param>
    /// <param name="measure">The measure that is the score.</param>
    internal GroupResult(StudyGroup group, ImmutableArray<StudyRun> runs, string measure)
    {
        (Group, Runs) = (group, runs);
        Scores = [.. runs.Select(run => run.Score(measure)).Where(double.IsFinite)];
        Statistics = SeedStatistics.Of(Scores);
    }

    /// <summary>The group.</summary>
    internal StudyGroup Group { get; }

    /// <summary>Its runs.</summary>
    internal ImmutableArray<StudyRun> Runs { get; }

    /// <summary>The scores of the runs that have one.</summary>
    internal ImmutableArray<double> Scores { get; }

    /// <summary>The statistics of the scores.</summary>
    internal SeedStatistics Statistics { get; }

    /// <summary>The number of runs whose training failed.</summary>
    internal int Failures => Runs.Count(run => run.Result is { Failure: not null });

    /// <summary>The value of a varied option as a number; NaN if it is none.</summary>
    /// <param name="option">The option.</param>
    internal double Number(string option) => Group.Point.ValueOf(option) is { } value ? VariedOption.NumberOf(value) : double.NaN;
}

/// <summary>Groups that a figure shows as one line.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Color">Index of its color.</param>
/// <param name="Groups">The groups.</param>
internal sealed record StudySeries(string Name, int Color, ImmutableArray<GroupResult> Groups)
{
    /// <summary>The scores of all runs.</summary>
    internal ImmutableArray<double> Scores => [.. Groups.SelectMany(group => group.Scores)];
}
