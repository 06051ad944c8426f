using AsyncRL.Cli.Curves;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Reports;

/// <summary>A run of a report.</summary>
/// <param name="Run">The run.</param>
/// <param name="Figures">The figures of this run alone.</param>
internal sealed record ReportedRun(NamedRun Run, IReadOnlyList<Figure> Figures)
{
    /// <summary>Its name in the report.</summary>
    internal string Name => Run.Name;

    /// <summary>Its files.</summary>
    internal RunFiles Files => Run.Files;

    /// <summary>Names runs by the last part of their paths, or by as many parts as distinguish them.</summary>
    /// <param name="paths">The runs' directories.</param>
    /// <returns>A name for each.</returns>
    internal static List<string> NamesOf(IReadOnlyList<string> paths)
    {
        List<string[]> parts = [];
        foreach (string path in paths)
        {
            string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            parts.Add(full.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries));
        }

        for (int count = 1; ; count++)
        {
            List<string> names = parts.ConvertAll(part => string.Join('/', part[^Math.Min(count, part.Length)..]));
            bool isLongest = parts.TrueForAll(part => part.Length <= count);
            if (isLongest || new HashSet<string>(names).Count == names.Count) return names;
        }
    }
}
