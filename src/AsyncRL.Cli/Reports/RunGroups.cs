using AsyncRL.Cli.Curves;

namespace AsyncRL.Cli.Reports;

/// <summary>Puts runs together that differ in nothing but their seed, and tells in which settings runs differ.</summary>
internal static class RunGroups
{
    private const string Algorithm = "algorithm";
    private const int MostNamed = 4;

    /// <summary>The settings that runs of a group may differ in: the seed, and on which machine and with which version they ran.</summary>
    private static readonly HashSet<string> OfNoGroup = ["seed", "version", "processor", "system", "vectorWidth"];

    /// <summary>The settings in which runs differ, in their order; those of one run have no value in a run without them.</summary>
    /// <param name="runs">The runs.</param>
    /// <returns>The names.</returns>
    internal static List<string> DifferencesOf(IReadOnlyList<ReportedRun> runs)
    {
        var differences = new List<string>();
        foreach (string name in NamesOf(runs))
        {
            foreach (ReportedRun run in runs)
            {
                if (ValueOf(run.Files, name) == ValueOf(runs[0].Files, name)) continue;
                differences.Add(name);
                break;
            }
        }

        return differences;
    }

    /// <summary>The names of all settings.</summary>
    internal static List<string> NamesOf(IReadOnlyList<ReportedRun> runs)
    {
        var names = new List<string>();
        var known = new HashSet<string>();
        foreach (ReportedRun run in runs)
        {
            foreach (string name in run.Files.Settings.Keys)
            {
                if (known.Add(name)) names.Add(name);
            }
        }

        return names;
    }

    /// <summary>The value of a setting; an en dash if the run has no such setting.</summary>
    internal static string ValueOf(RunFiles run, string name) => run.Settings.GetValueOrDefault(name, "–");

    /// <summary>Whether a setting is an option that runs of a group have in common, not their seed or machine.</summary>
    internal static bool IsOption(string name) => !OfNoGroup.Contains(name);

    /// <summary>The distinct values of a setting in a group, in the order of the runs.</summary>
    internal static List<string> ValuesOf(RunGroup group, string name)
    {
        var values = new List<string>();
        foreach (NamedRun run in group.Runs)
        {
            string value = ValueOf(run.Files, name);
            if (!values.Contains(value)) values.Add(value);
        }

        return values;
    }

    /// <summary>Groups the runs in the order of their first runs.</summary>
    /// <param name="runs">The runs.</param>
    /// <returns>The groups, each with a color of its own.</returns>
    internal static List<RunGroup> Of(IReadOnlyList<ReportedRun> runs)
    {
        List<string> differences = DifferencesOf(runs);
        differences.RemoveAll(OfNoGroup.Contains);
        List<List<ReportedRun>> groups = Grouped(runs, differences);
        List<string> naming = NamingOf(groups.FindAll(group => group.Count > 1), differences);
        return Named(groups, group => NameOf(group, naming));
    }

    /// <summary>Groups the runs by one setting, whatever else they differ in.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="runs">The runs.</param>
    /// <returns>The groups, each with a color of its own.</returns>
    internal static List<RunGroup> By(string name, IReadOnlyList<ReportedRun> runs) =>
        Named(Grouped(runs, [name]), group => TextOf(group[0].Files, name));

    private static List<List<ReportedRun>> Grouped(IReadOnlyList<ReportedRun> runs, List<string> names)
    {
        var members = new Dictionary<string, List<ReportedRun>>();
        var keys = new List<string>();
        foreach (ReportedRun run in runs)
        {
            string key = string.Join('\n', names.ConvertAll(name => ValueOf(run.Files, name)));
            if (members.TryAdd(key, [])) keys.Add(key);
            members[key].Add(run);
        }

        return keys.ConvertAll(key => members[key]);
    }

    private static List<RunGroup> Named(List<List<ReportedRun>> groups, Func<List<ReportedRun>, string> name)
    {
        var named = new List<RunGroup>();
        foreach (List<ReportedRun> group in groups)
            named.Add(new RunGroup(name(group), named.Count, group.ConvertAll(run => run.Run)));
        return named;
    }

    /// <summary>
    /// A few settings that distinguish the groups of several runs: the algorithm, and then each time the setting that tells most groups
    /// apart. None if that takes too many.
    /// </summary>
    private static List<string> NamingOf(List<List<ReportedRun>> groups, List<string> differences)
    {
        List<string> naming = [Algorithm];
        for (int told = CountOf(naming); told < groups.Count; told = CountOf(naming))
        {
            (string? best, int most) = (null, told);
            foreach (string name in differences)
            {
                int count = CountOf([.. naming, name]);
                if (count > most) (best, most) = (name, count);
            }

            if (best is null || naming.Count == MostNamed) return [];
            naming.Add(best);
        }

        return naming;

        int CountOf(List<string> names) => new HashSet<string>(groups.ConvertAll(group => NameOf(group, names))).Count;
    }

    /// <summary>A group is named by the settings that distinguish it, or by its only run.</summary>
    private static string NameOf(List<ReportedRun> group, List<string> naming)
    {
        if (group.Count == 1) return group[0].Name;
        if (naming.Count == 0) return $"runs like {group[0].Name}";
        return string.Join(", ", naming.ConvertAll(name => TextOf(group[0].Files, name)));
    }

    /// <summary>A setting and its value; the value alone where it tells what it is.</summary>
    private static string TextOf(RunFiles run, string name) =>
        name is Algorithm or "environment" or "network" ? ValueOf(run, name) : $"{name} {ValueOf(run, name)}";
}
