using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Reports;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Scores;

/// <summary>
/// The runs on one environment, in groups. Returns on different environments have different scales and are never put together.
/// </summary>
/// <param name="Environment">The name of the environment.</param>
/// <param name="Groups">The groups, in the order of their first runs.</param>
/// <param name="Differences">For each group how it differs from the first; null for the first, and where one has no scores.</param>
/// <param name="Options">The options that differ between the groups, each with its value in each group.</param>
internal sealed record ScoredEnvironment(
    string Environment,
    IReadOnlyList<ScoredGroup> Groups,
    IReadOnlyList<GroupDifference?> Differences,
    IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Options)
{
    /// <summary>Groups and scores runs.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="by">The only option by which runs are grouped; null for all but the seed.</param>
    /// <param name="best">The number of settings over which a group is scored, its best ones; null for all.</param>
    /// <param name="score">What runs are judged by.</param>
    /// <returns>The environments, in the order of their first runs.</returns>
    internal static List<ScoredEnvironment> Of(IReadOnlyList<NamedRun> runs, string? by, int? best, RunScore score)
    {
        var names = new List<string>();
        var members = new Dictionary<string, List<ReportedRun>>();
        foreach (NamedRun run in runs)
        {
            string environment = run.Files.Request.Environment;
            if (members.TryAdd(environment, [])) names.Add(environment);
            members[environment].Add(new ReportedRun(run, []));
        }

        return names.ConvertAll(name => Of(name, members[name], by, best, score));
    }

    private static ScoredEnvironment Of(string environment, List<ReportedRun> runs, string? by, int? best, RunScore score)
    {
        List<RunGroup> groups = by is null ? RunGroups.Of(runs) : RunGroups.By(by, runs);
        List<ScoredGroup> scored = groups.ConvertAll(group => new ScoredGroup(group, best, score));
        List<GroupDifference?> differences = scored.ConvertAll(group =>
            group == scored[0] ? null : GroupDifference.Between(group, scored[0], score.IsSmallerBetter));
        var options = new List<(string Name, IReadOnlyList<string> Values)>();
        foreach (string name in RunGroups.DifferencesOf(runs))
        {
            if (!RunGroups.IsOption(name)) continue;
            List<List<string>> values = groups.ConvertAll(group => RunGroups.ValuesOf(group, name));
            var first = new HashSet<string>(values[0]);
            if (!values.TrueForAll(first.SetEquals)) options.Add((name, values.ConvertAll(value => string.Join(", ", value))));
        }

        return new ScoredEnvironment(environment, scored, differences, options);
    }
}

/// <summary>How a group differs from the first one.</summary>
/// <param name="Improvement">The probability that a run of the group is better than one of the first.</param>
/// <param name="OfMeans">The mean of the group's scores minus that of the first; NaN if a score is ∞.</param>
/// <param name="Detectable">The smallest difference of means that so many runs show; NaN for fewer than two scores on a side.</param>
internal sealed record GroupDifference(Estimate Improvement, double OfMeans, double Detectable)
{
    /// <summary>Compares two groups.</summary>
    /// <param name="group">The group.</param>
    /// <param name="first">The group that it is compared with.</param>
    /// <param name="isSmallerBetter">Whether a smaller score is better.</param>
    /// <returns>The difference; null if one has no scores.</returns>
    internal static GroupDifference? Between(ScoredGroup group, ScoredGroup first, bool isSmallerBetter)
    {
        if (group.Scores.Count == 0 || first.Scores.Count == 0) return null;
        (TaskScores one, TaskScores other) = (TaskScores.OfOne("", group.Scores), TaskScores.OfOne("", first.Scores));
        Estimate improvement = isSmallerBetter ? ProbabilityOfImprovement.Of(other, one) : ProbabilityOfImprovement.Of(one, other);
        (int n, int m) = (group.Scores.Count, first.Scores.Count);
        double squares = ((n - 1) * group.Deviation * group.Deviation) + ((m - 1) * first.Deviation * first.Deviation);
        double difference = group.Mean - first.Mean;
        return new GroupDifference(
            improvement,
            double.IsFinite(difference) ? difference : double.NaN,
            DetectableDifference.Of(n, m) * Math.Sqrt(squares / (n + m - 2)));
    }
}
