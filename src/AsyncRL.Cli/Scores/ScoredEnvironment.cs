using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Reports;

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
